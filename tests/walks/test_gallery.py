"""Every component in every state: nothing that axe-core objects to, nothing wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
WIDTHS = (320, 390, 600, 767, 820, 899, 1024, 1100, 1440)
VARIANTS = {
    "resident": "desk=resident",
    "resident-dark": "desk=resident&theme=dark",
    "resident-elder": "desk=resident&size=elder",
    "resident-elder-dark": "desk=resident&size=elder&theme=dark",
    "resident-en": "desk=resident&language=en",
    "staff": "desk=staff",
    "staff-dark": "desk=staff&theme=dark",
    "staff-en": "desk=staff&language=en",
    "paper": "desk=paper",
}
TOO_WIDE = """() => {
  const screen = document.documentElement.clientWidth;
  const hidden = '.sr, .skip, .tabs, details:not([open]) > :not(summary)';
  return [...document.querySelectorAll('body *')]
    .filter((node) => !node.closest(hidden) && node.getBoundingClientRect().width > 0
      && (node.getBoundingClientRect().right > screen + 1 || node.getBoundingClientRect().left < -1))
    .map((node) => node.outerHTML.slice(0, 120));
}"""
TOO_SMALL = """(least) => [...document.querySelectorAll('body *')]
  .filter((node) => node.checkVisibility() && !node.closest('.slip, svg, kbd, .date, time')
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
    && !node.closest('.sr, .skip') && parseFloat(getComputedStyle(node).fontSize) < least)
  .map((node) => node.outerHTML.slice(0, 120))"""


def open_page(browser: Browser, server: LiveServer, query: str, size: str) -> Page:
    """The gallery, with everything the console complained about in `page.complaints`."""
    page = browser.new_page(viewport=SIZES[size])  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server.url}/ui/gallery/?{query}", wait_until="load")
    assert complaints == []
    return page


def test_everyone_can_use_every_component(browser: Browser, live_server: LiveServer) -> None:
    reports = []
    for variant, query in VARIANTS.items():
        for size in SIZES:
            page = open_page(browser, live_server, query, size)
            results = Axe().run(page)
            page.close()
            if results.violations_count:
                reports.append(f"{variant} at {SIZES[size]['width']} px\n{results.generate_report()}")
    assert not reports, "\n\n".join(reports)


def test_nothing_is_wider_than_the_screen(browser: Browser, live_server: LiveServer) -> None:
    found = {}
    for variant in ("resident", "resident-elder", "resident-en", "staff", "staff-en", "paper"):
        page = open_page(browser, live_server, VARIANTS[variant], "phone")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if wide := page.evaluate(TOO_WIDE):
                found[f"{variant} at {width} px"] = wide
        page.close()
    assert found == {}


def test_large_print_has_no_text_under_18_px(browser: Browser, live_server: LiveServer) -> None:
    page = open_page(browser, live_server, VARIANTS["resident-elder"], "phone")
    small = page.evaluate(TOO_SMALL, 18)
    page.close()
    assert small == []


def test_an_open_menu_stays_on_the_screen(browser: Browser, live_server: LiveServer) -> None:
    page = open_page(browser, live_server, VARIANTS["staff"], "phone")
    page.locator(".demo summary").click()
    assert page.evaluate(TOO_WIDE) == []
    page.keyboard.press("Escape")
    assert page.locator(".demo details[open]").count() == 0
    page.locator(".thumbbar summary").click()
    assert page.evaluate(TOO_WIDE) == []
    page.close()


def test_keys_find_the_search_box_and_walk_the_list(browser: Browser, live_server: LiveServer) -> None:
    page = open_page(browser, live_server, VARIANTS["staff"], "desk")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("h1").first.click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-keys] .name").first
    assert first.evaluate("node => node === document.activeElement")
    page.close()


def test_the_device_decides_on_dark_unless_the_reader_did(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    grounds = []
    for theme in ("auto", "light"):
        page.goto(f"{live_server.url}/ui/gallery/?theme={theme}")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    context.close()
    assert grounds == ["rgb(23, 21, 18)", "rgb(246, 243, 236)"]


def test_preferences_hold_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/preferences/?next=/ui/preferences/")
    page.locator("button[name=size][value=elder]").click()
    page.locator("button[name=theme][value=dark]").first.click()
    page.locator("button[name=language][value=en]").first.click()
    root = page.locator("html")
    assert (
        root.get_attribute("data-size"),
        root.get_attribute("data-theme"),
        root.get_attribute("lang"),
    ) == (
        "elder",
        "dark",
        "en",
    )
    context.close()
