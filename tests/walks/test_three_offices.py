"""The security administrator at work: a new account, a weighty post that a second one gives, a lock taken off; the
auditor reads all of it, and none of the three administrators opens a page of another."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from linli.kernel.accounts.models import User
from tests.support.counter import Counter, make_counter
from tests.walks.visitors import PHONE, Visitor

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
PAGES = {
    "security": ("security:accounts", "security:create", "security:requests"),
    "administrator": ("workbench:installation", "administrator:items"),
    "auditor": ("workbench:looks", "workbench:withheld", "workbench:account_log"),
}
"""What each of the three works on, and the two others never see."""


@pytest.fixture
def town(transactional_db: None) -> Counter:
    return make_counter()


def test_an_account_a_post_by_two_and_a_lock_taken_off(
    town: Counter, browser: Browser, live_server: LiveServer
) -> None:
    def visitor(username: str | None, size: dict[str, int] | None = None) -> Visitor:
        return Visitor(browser, live_server, town, username, **({"size": size} if size else {}))

    security, second = visitor("security"), visitor("security-two")
    password = make_account(security)
    ask_for_post(security)
    give_post(second)

    newcomer = visitor(None, PHONE)
    change_password(newcomer, password)
    newcomer.sees(
        "密码改好了", "第二", within="body"
    )  # who audits sets up a second factor before anything else

    lock_out(visitor(None, PHONE), "clerk")
    unlock(security, "clerk")

    auditor = visitor("auditor")
    auditor.go(reverse("workbench:looks"))
    auditor.follow("账号与岗位", within="body")
    auditor.sees("安全管理岗", "解除")
    for other, someone in (
        ("security", security),
        ("administrator", visitor("administrator")),
        ("auditor", auditor),
    ):
        closed = [page for owner, pages in PAGES.items() if owner != other for page in pages]
        assert [page for page in closed if someone.go(reverse(page)) != 404] == []
    assert security.complaints == second.complaints == auditor.complaints == []


def make_account(security: Visitor) -> str:
    """The first password stands on the answer, once."""
    security.go("/")
    security.follow("新建账号")
    security.fill(login="gao-yuan", name="高远")
    security.press("新建账号", within="main")
    return security.page.locator("main .secret, main output, main code, main .code").last.inner_text()


def ask_for_post(security: Visitor) -> None:
    made = User.objects.get(username="gao-yuan")
    security.go(reverse("security:account", args=[made.pk]))
    security.follow("任职")
    security.page.select_option("main [name=role]", "auditor")
    place = security.page.locator("main [name=place]")
    if place.evaluate("node => node.tagName") == "SELECT":
        place.select_option("532301")
    else:
        place.fill("532301")
    security.fill(unit="楚雄市审计局", title="审计岗", reason="接替退休的同事")
    security.press("任职", within="main")
    security.sees("由另一位安全管理员复核后任职", within="body")
    security.go(reverse("security:requests"))
    security.sees("由另一人复核")


def give_post(second: Visitor) -> None:
    second.go("/")
    second.follow("待另一人复核", within="body")
    second.sees("高远", "接替退休的同事")
    second.press("同意任职")
    second.sees("没有", within="main")


def change_password(newcomer: Visitor, password: str) -> None:
    newcomer.go(reverse("account_login"))
    newcomer.fill(login="gao-yuan", password=password)
    newcomer.press("登录", within="main")
    newcomer.fill(
        oldpassword=password, password1="xin-mima-hen-chang-2026", password2="xin-mima-hen-chang-2026"
    )
    newcomer.page.locator("main form button[type=submit]").click()
    newcomer.page.wait_for_load_state()


def lock_out(stranger: Visitor, username: str) -> None:
    """Wrong passwords until the page says to wait."""
    for _attempt in range(12):
        stranger.go(reverse("account_login"))
        stranger.fill(login=username, password="wrong-password")
        stranger.press("登录", within="main")
        if "暂时锁住" in stranger.page.inner_text("main"):
            return
    pytest.fail("nothing was locked")


def unlock(security: Visitor, username: str) -> None:
    security.go(reverse("security:account", args=[security.town.cast.users[username].pk]))
    expect(security.page.get_by_role("button", name="解锁", exact=True)).to_have_count(1)
    security.press("解锁", within="main")
    security.sees("没有被锁", "解除了登录锁定")
