"""An elder gets her file and lets a relative act for her, without a line of JavaScript: a slip at the counter, an
account, the old phone is told, a mandate by code, an application in her name, and the end of the mandate.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from linli.engines.cases.models import Case
from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.crypto import digest, seal
from linli.registers.people.models import Person, PersonAccount
from linli.registers.people.sealing import CONTEXT_PHONE
from tests.support.counter import Counter, make_counter
from tests.walks.visitors import DESK, PHONE, Visitor, texts_to, work

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
OLD, NEW = "13800001111", "13800003333"
PASSWORD = "guihua-kai-man-yuan"


@pytest.fixture
def town(transactional_db: None) -> Counter:
    """王桂兰 has no account yet, and got a new phone lately."""
    made = make_counter()
    wang = made.cast.people["wang"]
    PersonAccount.objects.filter(person=wang).delete()
    User.objects.filter(username="wang").delete()
    Person.objects.filter(pk=wang.pk).update(
        phone_sealed=seal(NEW, context=CONTEXT_PHONE), phone_digest=digest("phone", NEW)
    )
    return made


def test_from_a_slip_to_a_mandate_and_its_end(
    town: Counter, browser: Browser, live_server: LiveServer
) -> None:
    def visitor(username: str | None, size: dict[str, int] = PHONE) -> Visitor:
        return Visitor(browser, live_server, town, username, size=size, script=False)

    code = print_slip(visitor("clerk", DESK))
    wang = visitor(None)
    sign_up(wang, "wang-guilan")
    bind(wang, code)
    work()
    assert (
        "绑定" in texts_to(OLD, "binding.bound")[-1]
    )  # whoever wanted her file would have changed its phone first

    chen = visitor("chen")
    ask_for_mandate(chen)
    work()
    said = re.search(r"授权码：?\s*([0-9A-Z]{8})", texts_to(NEW, "mandates.code")[-1])
    assert said is not None
    chen.fill(code=said[1])
    chen.press("开始代办")
    act_for_her(chen)
    number = apply_in_her_name(chen)
    assert chen.go(f"/my/cases/{number}/") == 200

    wang.go(reverse("resident:mine"))
    wang.sees("高龄津贴")
    wang.go(reverse("bindings:acting"))
    wang.sees("由陈有福代办")
    wang.press("结束委托")
    wang.sees("已结束")

    assert chen.go(f"/my/cases/{number}/") == 404
    chen.go(reverse("bindings:acting"))
    chen.sees_no("替王桂兰办")
    assert chen.go("/matters/old-age-allowance/apply/") == 200
    assert chen.page.input_value("main [name=name]") == "陈有福"


def print_slip(clerk: Visitor) -> str:
    """Find her, check who she is, print; returns the code on the slip."""
    clerk.go(reverse("workbench:today"))
    clerk.search("王桂兰")
    clerk.follow("王桂兰")
    clerk.follow("绑定账号")
    clerk.tick("way", "slip")
    clerk.tick("checked", "face", "id-card")
    clerk.fill(purpose="本人要求开通网上办事")
    clerk.press("绑定或打印")
    expect(clerk.page.locator(".slip")).to_contain_text("王*兰")
    return clerk.page.locator(".slip .query").inner_text()


def sign_up(wang: Visitor, login: str) -> None:
    wang.go("/home/")
    wang.page.get_by_role("link", name="登录").first.click()
    wang.follow("注册")
    wang.fill(username=login, password1=PASSWORD)
    wang.press("注册账号", within="main")


def bind(wang: Visitor, code: str) -> None:
    """Right after signing up the page asks for the slip."""
    expect(wang.page.locator("h1")).to_have_text("绑定我的档案")
    wang.fill(code=code.lower(), born="1942-01-05")
    wang.press("绑定我的档案", within="main")
    wang.sees("现在可以用这个账号看您的档案", within="body")


def ask_for_mandate(chen: Visitor) -> None:
    chen.go(reverse("resident:mine"))
    chen.follow("为谁办")
    chen.follow("申请替家人办")
    chen.fill(name="王桂兰", number="999999194201050028", ends_on=f"{clock.today() + timedelta(days=365)}")
    chen.press("申请", within="main")


def act_for_her(chen: Visitor) -> None:
    chen.press("替王桂兰办")
    chen.sees("您正在替王桂兰办事", within="body")


def apply_in_her_name(chen: Visitor) -> str:
    page = chen.page
    chen.go("/matters/old-age-allowance/apply/")
    expect(page.locator("input[name='name']")).to_have_value("王桂兰")
    page.check("input[name='receiver'][value='self']", force=True)
    chen.fill(bank_name="农村信用社", bank_card="6222020200112233445")
    page.check("input[name='other_allowance'][value='none']", force=True)
    page.check("input[name='truthful']", force=True)
    page.locator("main form button[type='submit']").last.click()
    page.wait_for_url("**/receipt/")
    number = page.url.split("/")[-3]
    case = Case.objects.get(number=number)
    assert case.agent_id == chen.town.cast.people["chen"].pk
    return number
