"""`make screenshots`: the pictures of README and docs, taken from a running demo.

Start one first (`make demo`), then run this; `python tools/screenshots.py http://127.0.0.1:8000` names another address.
One request is made and carried some steps, so that the pictures have something to show. A picture more is a line more
in `SHOTS`.
"""

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

TARGET = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESK = (390, 844), (1440, 900)
APPLICANT = "wang"
MATTER = "old-age-allowance"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks at which page, how large, how. `{case}` in a path is the number of the request made."""

    name: str
    account: str
    path: str
    size: tuple[int, int] = DESK
    theme: str = "light"
    print_size: str = "standard"
    language: str = "zh-hans"
    whole: bool = False


SHOTS = (
    Shot("resident-home", APPLICANT, "/home/", PHONE),
    Shot("resident-guide", APPLICANT, f"/matters/{MATTER}/", PHONE),
    Shot("resident-case", APPLICANT, "/my/cases/{case}/", PHONE),
    Shot("resident-case-large-print", APPLICANT, "/my/cases/{case}/", PHONE, print_size="elder"),
    Shot("resident-receipt", APPLICANT, "/my/cases/{case}/receipt/", PHONE),
    Shot("workbench-today", "clerk", "/desk/"),
    Shot("workbench-case", "clerk", "/desk/cases/{case}/", whole=True),
    Shot("workbench-case-dark", "clerk", "/desk/cases/{case}/", theme="dark"),
    Shot("planner-cockpit", "planner", "/plan/"),
    Shot("planner-cockpit-english", "planner", "/plan/", theme="dark", language="en"),
    Shot("gallery", "clerk", "/ui/gallery/"),
)


class Demo:
    """A demo at `base`, entered as one account after the other."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base

    def enter(self, account: str, size: tuple[int, int] = DESK) -> BrowserContext:
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if size == PHONE else 1,
            locale="zh-CN",
        )
        page = context.new_page()
        page.goto(f"{self.base}/home/")
        page.locator(".demo summary").click()
        page.locator(f".demo form:has(input[value='{account}']) button").click()
        page.wait_for_load_state()
        return context

    def make_request(self) -> str:
        """The applicant's newest request, or a new one, carried to the home inspection; its number."""
        with self.enter(APPLICANT) as context:
            page = context.pages[0]
            page.goto(f"{self.base}/my/")
            links = page.locator("main a[href^='/my/cases/']")
            if links.count():
                return (links.first.get_attribute("href") or "").split("/")[3]
            number = self._apply(page)
        with self.enter("clerk") as context:
            for action in ("accept", "start_inspection"):
                context.pages[0].goto(f"{self.base}/desk/cases/{number}/")
                take(context.pages[0], action)
        with self.enter("inspector") as context:
            context.pages[0].goto(f"{self.base}/desk/cases/{number}/")
            take(context.pages[0], "finish_inspection", "老人在家，情况属实")
        return number

    def _apply(self, page: Page) -> str:
        page.goto(f"{self.base}/matters/{MATTER}/apply/")
        page.check("input[name='receiver'][value='self']")
        page.fill("input[name='bank_name']", "农村信用社")
        page.fill("input[name='bank_card']", "6222020200112233445")
        page.check("input[name='other_allowance'][value='none']")
        for box in page.locator("main input[type='checkbox'][required]").all():
            box.check()
        for paper in page.locator("input[name^='paper-']:not([name*='agent'])").all():
            paper.set_input_files([{"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": blank_photo()}])
        page.locator("main form button[type='submit']").last.click()
        page.wait_for_url("**/receipt/")
        return page.url.split("/")[-3]

    def take_picture(self, shot: Shot, case: str) -> Path:
        with self.enter(shot.account, shot.size) as context:
            chosen = {"theme": shot.theme, "size": shot.print_size, "language": shot.language}
            context.add_cookies(
                [
                    {"name": f"linli_{name}", "value": value, "url": self.base}
                    for name, value in chosen.items()
                ]
            )
            page = context.pages[0]
            answer = page.goto(self.base + shot.path.format(case=case), wait_until="networkidle")
            if answer is None or not answer.ok:
                raise SystemExit(f"{shot.name}: {page.url} answered {answer.status if answer else 'nothing'}")
            return save(page.screenshot(full_page=shot.whole), shot.name)


def take(page: Page, action: str, note: str = "") -> None:
    """One step on the case page that is open, if it is offered."""
    fold = page.locator(f"details:has(input[name='action'][value='{action}'])")
    if not fold.count():
        return
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    if note:
        fold.locator("textarea[name='note']").fill(note)
    fold.locator("button[type='submit']").click()
    page.wait_for_load_state()


def blank_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#edeae1").save(out, "JPEG")
    return out.getvalue()


def save(picture: bytes, name: str) -> Path:
    """As a PNG of 256 colours: flat areas and text stay sharp at a fifth of the size."""
    path = TARGET / f"{name}.png"
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main() -> None:
    base = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise SystemExit(f"no browser found: install one of {', '.join(PROGRAMS)}")
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        demo = Demo(playwright.chromium.launch(executable_path=program, args=FLAGS), base)
        try:
            case = demo.make_request()
        except BrowserError as error:
            raise SystemExit(
                f"no demo answers as expected at {base}: start one with `make demo`\n{error}"
            ) from None
        for shot in SHOTS:
            path = demo.take_picture(shot, case)
            print(f"{path.relative_to(TARGET.parents[1])}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
