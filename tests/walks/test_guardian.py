"""A mother on the file of her child: she consents, sees who looked, asks for a correction, withdraws a consent; from
the fourteenth birthday on it is closed to her."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from linli.kernel import clock
from linli.registers.people.models import Person, Relationship, Residence
from tests.support.counter import Counter, make_counter
from tests.walks.visitors import PHONE, Visitor

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Counter:
    """王小宝, nine, is a child of 王桂兰."""
    made = make_counter()
    born = clock.today() - timedelta(days=9 * 365 + 60)
    child = Person.objects.create(name="王小宝", sex="1", birth_date=born, synthetic=True)
    since, place = DateRange(born, None), made.cast.places["532301100001"].columns()
    Residence.objects.create(person=child, kind="dwelling", address="花园路12号", valid=since, **place)
    Relationship.objects.create(person=child, other=made.cast.people["wang"], kind="parent", valid=since)
    made.cast.people["child"] = child
    return made


def test_a_mother_looks_after_the_file_of_her_child(
    town: Counter, browser: Browser, live_server: LiveServer
) -> None:
    child = town.cast.people["child"]
    clerk: Client = town.client("clerk")
    clerk.get(reverse("files:person", args=[child.pk]))

    wang = Visitor(browser, live_server, town, "wang", size=PHONE)
    wang.go("/home/")
    wang.follow("为谁办")
    wang.sees("王小宝", "本人是上述儿童的监护人")
    wang.page.check("main [name=sure]", force=True)
    wang.press("替王小宝办", within="main")
    wang.sees("您正在替王小宝办事", within="body")

    wang.follow("王小宝的档案")
    wang.sees("花园路12号")
    wang.follow("谁看过我的资料")
    wang.sees("南山社区服务站")
    wang.sees_no("李芳")

    wang.go(reverse("mine:correct", args=["name"]))
    wang.fill(name="王小葆")
    wang.press("交上去", within="main")
    wang.sees("王小葆", "社区正在核对")

    wang.go(reverse("mine:consents"))
    if wang.page.locator("main [name=notice]").count():
        wang.page.locator("main form:has([name=notice]) input[type=checkbox]").first.check(force=True)
        wang.page.locator("main form:has([name=notice]) button[type=submit]").first.click()
    wang.page.locator("main button[name=withdraw]").first.click()
    wang.sees("已撤回", within="body")
    assert wang.complaints == []

    grown = date(clock.today().year - 14, 1, 1)
    Person.objects.filter(pk=child.pk).update(birth_date=grown)
    wang.go(reverse("mine:file"))
    wang.sees("王桂兰", within="body")  # her own again
    wang.sees_no("王小宝", within="body")
    wang.go(reverse("bindings:acting"))
    wang.sees_no("王小宝")
