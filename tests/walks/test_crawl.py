"""Every page of the product in a real browser: nothing axe-core objects to, nothing wider than the screen, no complaint
of the console; on a phone and on a desk, by day and by night, and in large print where residents read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from linli.site.access import MATRIX, ROLES
from tests.support.routes import SAMPLES, Sample
from tests.support.world import INSIDE, MATTER, World, make_world, typed

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PORTION = 24
ELSEWHERE = {"ui:gallery", "health"}  # has a walk of its own; is no page
TOO_WIDE = """() => {
  const screen = document.documentElement.clientWidth;
  const hidden = '.sr, .skip, .tabs, .scroll, details:not([open]) > :not(summary)';
  const found = [...document.querySelectorAll('body *')]
    .filter((node) => !node.closest(hidden) && node.getBoundingClientRect().width > 0
      && (node.getBoundingClientRect().right > screen + 1 || node.getBoundingClientRect().left < -1))
    .map((node) => node.outerHTML.slice(0, 100));
  return document.documentElement.scrollWidth > screen ? ['the page scrolls sideways', ...found] : found;
}"""
SEND = """([address, fields]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  const token = document.querySelector('input[name=csrfmiddlewaretoken]').value;
  for (const [name, value] of Object.entries({...fields, csrfmiddlewaretoken: token})) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page, and what axe-core examines there: only what this look may have changed."""

    name: str
    size: dict[str, int]
    cookies: dict[str, str]
    rules: Literal["all", "contrast", "none"] = "all"
    residents_only: bool = False

    @property
    def narrow(self) -> bool:
        return self.size is PHONE and self.rules != "contrast"


LIGHT, DARK, LARGE = {"linli_theme": "light"}, {"linli_theme": "dark"}, {"linli_size": "elder"}
ENGLISH = {"linli_language": "en"}
LOOKS = (
    Look("phone", PHONE, LIGHT),
    Look("desk", DESK, LIGHT),
    Look("phone, dark", PHONE, DARK, "contrast"),
    Look("phone, English", PHONE, LIGHT | ENGLISH, "none"),
    Look("large print", PHONE, LIGHT | LARGE, residents_only=True),
    Look("large print, dark", PHONE, DARK | LARGE, "contrast", residents_only=True),
)
ANSWERS = tuple(look for look in LOOKS if look.name in ("phone", "desk", "large print"))


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


class Reader:
    """Someone who opens pages in every look, and notes what is wrong with them."""

    def __init__(self, browser: Browser, server: LiveServer, world: World, username: str | None) -> None:
        self.browser, self.base, self.world, self.username = browser, server.url, world, username
        self.wrong: dict[str, list[str]] = {}

    def context(self, look: Look) -> BrowserContext:
        context = self.browser.new_context(viewport=look.size)  # type: ignore[arg-type]
        cookies = dict(look.cookies)
        if self.username is not None:
            cookies["sessionid"] = self.world.sessions[self.username]
        context.add_cookies([{"name": n, "value": v, "url": self.base} for n, v in cookies.items()])
        return context

    def read(self, addresses: list[str]) -> None:
        for look in LOOKS:
            context = self.context(look)
            page = context.new_page()
            complaints = listen(page)
            for address in addresses:
                page.goto(self.base + address, wait_until="load")
                self.check(page, look, f"{address} ({self.username}, {look.name})", complaints)
            context.close()

    def send(self, found_on: str, address: str, fields: dict[str, str]) -> None:
        """What comes back when a form is sent from the page `found_on`."""
        for look in ANSWERS:
            cache.clear()  # tries are counted
            context = self.context(look)
            page = context.new_page()
            page.goto(self.base + found_on, wait_until="load")
            complaints = listen(page, but="422")
            with page.expect_navigation(wait_until="load"):
                page.evaluate(SEND, [address, fields])
            self.check(page, look, f"post {address} ({self.username}, {look.name})", complaints)
            context.close()

    def check(self, page: Page, look: Look, where: str, complaints: list[str]) -> None:
        if look.residents_only and page.locator("html").get_attribute("data-desk") != "resident":
            return
        found = [f"console: {text}" for text in complaints]
        complaints.clear()
        if look.rules != "none":
            found += examine(page, look)
        if look.narrow:
            found += [f"too wide: {node}" for node in page.evaluate(TOO_WIDE)]
        if found:
            self.wrong[where] = found


def examine(page: Page, look: Look) -> list[str]:
    """What axe-core objects to: rule, selector, and the beginning of the element."""
    options = {"runOnly": ["color-contrast"]} if look.rules == "contrast" else {}
    violations = Axe().run(page, options=options | {"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))} {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]


def listen(page: Page, but: str = " ") -> list[str]:
    """What the console complains about; `but` for the status that is expected."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in ("error", "warning") and f"status of {but}" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def pages_by_role() -> dict[str, list[tuple[str, Sample]]]:
    """Every sample page once, by the one whom it suits best: a resident her own, staff theirs, everybody the rest."""
    found: dict[str, list[tuple[str, Sample]]] = {}
    for route, samples in SAMPLES.items():
        if MATRIX[route].for_programs or route in ELSEWHERE:
            continue
        for sample in samples:
            if sample.method == "get":
                role = next(role for role in ROLES if MATRIX[route].cells[role] and sample.suits(role))
                found.setdefault(role, []).append((route, sample))
    return found


def portions() -> Iterator[Any]:
    """A walk reads a portion of what one role reads, so that two can walk at once and end together."""
    for role, pages in pages_by_role().items():
        for start in range(0, len(pages), PORTION):
            yield pytest.param(role, pages[start : start + PORTION], id=f"{role}-{start // PORTION + 1}")


def address_of(world: World, route: str, sample: Sample) -> str:
    query = "&".join(f"{name}={value}" for name, value in sample.data(world).items())
    return sample.path(route, world) + (f"?{query}" if query else "")


def is_a_file(world: World, username: str | None, address: str) -> bool:
    """What a browser would show or keep instead of opening it as a page."""
    return not world.client(username).get(address).headers["Content-Type"].startswith("text/html")


def report(*readers: Reader) -> str:
    return "\n\n".join(
        f"{where}\n  " + "\n  ".join(found) for reader in readers for where, found in reader.wrong.items()
    )


@pytest.mark.parametrize(("role", "pages"), list(portions()))
def test_everyone_can_read_every_page(
    role: str, pages: list[tuple[str, Sample]], browser: Browser, live_server: LiveServer, world: World
) -> None:
    username = INSIDE[role]
    addresses = [address_of(world, route, sample) for route, sample in pages]
    reader = Reader(browser, live_server, world, username)
    reader.read([address for address in addresses if not is_a_file(world, username, address)])
    assert not report(reader), report(reader)


@pytest.mark.parametrize("username", ["wang", "clerk"])
def test_what_everybody_sees_has_ones_own_name_and_desk_on_it(
    username: str, browser: Browser, live_server: LiveServer, world: World
) -> None:
    addresses = {
        "wang": [reverse("resident:home"), reverse("matters:guide", args=[MATTER])],
        "clerk": [reverse("matters:publicity"), reverse("ui:preferences")],
    }
    reader = Reader(browser, live_server, world, username)
    reader.read(addresses[username])
    assert not report(reader), report(reader)


def test_everyone_can_read_what_comes_back(browser: Browser, live_server: LiveServer, world: World) -> None:
    apply = reverse("matters:apply", args=[MATTER])
    wang = Reader(browser, live_server, world, "wang")
    wang.send(apply, apply, typed("wang", phone="138", bank_card="12", bank_name="", receiver="other"))
    rate = reverse("feedback:rate", args=[world.cases["decided"]])
    wang.send(rate, rate, {"comment": "办得很快"})
    clerk = Reader(browser, live_server, world, "clerk")
    page = reverse("matters:case", args=[world.cases["fresh"]])
    clerk.send(page, reverse("matters:act", args=[world.cases["fresh"]]), {"action": "decline", "note": ""})
    clerk.send(page, reverse("matters:reveal", args=[world.cases["fresh"]]), {"purpose": ""})
    clerk.send(page, reverse("matters:reveal", args=[world.cases["fresh"]]), {"purpose": "核对银行户名"})
    clerk.send(page, reverse("workbench:find"), {"q": "王桂"})
    clerk.send(page, reverse("workbench:find"), {"q": "没有这个人"})
    auditor, looks = Reader(browser, live_server, world, "auditor"), reverse("workbench:looks")
    auditor.send(looks, looks, {"q": world.cases["decided"]})
    anyone, lookup = Reader(browser, live_server, world, None), reverse("matters:lookup")
    anyone.send(lookup, lookup, {"number": world.cases["fresh"], "code": "ABCDEFGH"})
    login = reverse("account_login")
    anyone.send(login, login, {"login": "clerk", "password": "wrong"})
    readers = (wang, clerk, auditor, anyone)
    assert not report(*readers), report(*readers)
