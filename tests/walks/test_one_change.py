"""A change of the packs in a real browser: one administrator writes it, another approves, a resident reads it."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.site.demo.build import build_demo
from tests.walks.test_one_request import DESKTOP, PHONE, Person

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
NEW = "满80周岁，每月一笔，打到卡上。"


@pytest.fixture
def demo(transactional_db: None) -> None:
    build_demo(county="532301", residents=200, seed=1, now=clock.now(), progress=lambda text: None)


def press(person: Person, words: str) -> None:
    person.page.get_by_role("button", name=words, exact=True).click()
    person.page.wait_for_load_state()


def test_a_change_goes_from_the_desk_to_the_public_guide(
    demo: None, browser: Browser, live_server: LiveServer
) -> None:
    author = Person(browser, live_server, "admin", DESKTOP)
    author.go("/desk/settings/")
    author.page.get_by_role("searchbox").fill("高龄津贴")
    author.page.keyboard.press("Enter")
    author.page.locator("main a.name[href*='/items/matter/']").first.click()
    author.page.fill("textarea[name='summary']", NEW)
    press(author, "放进草稿")
    expect(author.page.locator("main ins")).to_have_text(NEW)
    press(author, "提交给另一人复核")
    expect(author.page.locator(".field-error")).to_have_count(1)  # why it is changed has not been written
    author.page.fill("textarea[name='reason']", "原来的写法太长")
    press(author, "提交给另一人复核")

    wang = Person(browser, live_server, "wang", PHONE)
    wang.go("/matters/old-age-allowance/")
    expect(wang.page.locator("main")).not_to_contain_text(NEW)

    second = Person(browser, live_server, "admin2", PHONE)
    second.go("/desk/settings/")
    second.page.locator("main a.name[href*='/proposals/']").first.click()
    second.page.get_by_role("link", name="看看居民会看到什么").click()
    expect(second.page.locator("main")).to_contain_text(NEW)
    second.page.go_back()
    press(second, "同意，立即生效")
    packs.forget()
    wang.go("/matters/old-age-allowance/")
    expect(wang.page.locator("main")).to_contain_text(NEW)
