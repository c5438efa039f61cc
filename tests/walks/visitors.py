"""Somebody at a screen of her own, and the small town that she lives or works in."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT, CONTEXT_TO
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_all
from tests.support.counter import Counter

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PATIENCE = 10_000
"""Milliseconds until something that is looked for counts as missing."""


class Visitor:
    """A window at one width; `username` is let in by a session, without it she is nobody yet."""

    def __init__(
        self,
        browser: Browser,
        server: LiveServer,
        town: Counter,
        username: str | None = None,
        *,
        size: dict[str, int] = DESK,
        script: bool = True,
    ) -> None:
        self.base, self.town, self.username = server.url, town, username
        context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=script)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        if username is not None:
            self._let_in(context, username)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _let_in(self, context: Any, username: str) -> None:
        """Logged in with all that her post asks for, a moment ago."""
        client: Client = self.town.client(username)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(self.town.cast.users[username].pk)
        session.save()
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.base}])

    def go(self, path: str) -> int:
        """Open an address of the product; the status of its answer."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    def search(self, words: str) -> None:
        """The one box of the workbench."""
        self.page.fill("input[name=q]", words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def press(self, words: str, *, within: str = "body") -> None:
        self.page.locator(within).get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str, *, within: str = "main, aside") -> None:
        self.page.locator(within).get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"main [name='{name}'][value='{value}']", force=True)

    def sees(self, *words: str, within: str = "main") -> None:
        for text in words:
            expect(self.page.locator(within).first).to_contain_text(text)

    def sees_no(self, *words: str, within: str = "main") -> None:
        for text in words:
            expect(self.page.locator(within).first).not_to_contain_text(text)

    def keep(self, words: str, folder: Path) -> Path:
        """Follow a link that hands out a file, and keep it."""
        with self.page.expect_download() as found:
            self.page.locator("main").get_by_role("link", name=words).first.click()
        kept = folder / found.value.suggested_filename
        found.value.save_as(kept)
        return kept


def work() -> None:
    """What the worker does between two clicks: react to events, send messages."""
    deliver_all()
    send_due()


def texts_to(phone: str, template: str = "") -> list[str]:
    """What was sent to this phone, in clear, the latest last."""
    rows = Dispatch.objects.filter(to_sealed__isnull=False).order_by("id")
    return [
        unseal_text(row.text_sealed, context=CONTEXT)
        for row in rows
        if template in row.template and unseal_text(row.to_sealed, context=CONTEXT_TO) == phone
    ]
