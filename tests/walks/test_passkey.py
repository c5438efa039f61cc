"""A clerk sets up a passkey in a real browser (with a virtual authenticator) and signs in with it alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support.cast import make_cast

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
PASSWORD = "clerk-long-password"


def carry_a_key(page: Page) -> None:
    """The device answers as a phone with a fingerprint does."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_passkey_is_added_and_opens_the_account_without_a_password(
    browser: Browser, live_server: LiveServer
) -> None:
    make_cast()
    page = browser.new_context(locale="zh-CN").new_page()
    carry_a_key(page)
    base = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to an address

    page.goto(base + reverse("account_login"))
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(base + reverse("mfa_add_webauthn"))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("只用它登录").check()
    page.get_by_role("button", name="添加密钥").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()

    page.goto(base + reverse("mfa_list_webauthn"))
    expect(page.locator("main")).to_contain_text("通行密钥")
    page.context.clear_cookies()
    page.goto(base + reverse("mfa_index"))
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="账号与安全")).to_be_visible()
