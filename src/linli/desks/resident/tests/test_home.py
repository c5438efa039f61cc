"""Home, my matters, who to ask: what concerns me, first what I have to do."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import resolve, reverse
from time_machine import travel

from linli.kernel.clock import LOCAL
from linli.registers.organisations.models import Organisation
from linli.registers.people.models import Residence
from linli.rooms.matters import queries
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
HOME, MINE, PEOPLE = (reverse(f"resident:{name}") for name in ("home", "mine", "people"))


def cards(
    counter: Counter, address: str, who: str = "wang", *, later: timedelta = timedelta()
) -> list[tuple[str, str, str]]:
    """Line, deadline and to-do of each of my matters."""
    with travel(NOW + later, tick=False):
        context = counter.client(who).get(address).context
    found = context["cases"] if "cases" in context else listed(context)
    return [(card.line, card.deadline, card.todo) for card in found]


def listed(context: Any) -> list[Any]:
    """The cards of «my matters», whatever they were applied for with."""
    return [card for group in context["groups"] for card in group.cards]


def test_every_door_of_the_home_page_leads_to_something(counter: Counter) -> None:
    doors = counter.client("wang").get(HOME).context["doors"]
    assert len(doors) == 8
    for door in doors:
        parts = urlsplit(door.href)
        assert resolve(parts.path)
        need = parse_qs(parts.query).get("need", [""])[0]
        assert queries.search_catalogue(need=need), f"«{door.title}» leads to an empty list"


def test_home_shows_the_newest_three_of_my_matters_and_nobody_elses(counter: Counter) -> None:
    numbers = [counter.open_case(who) for who in ("wang", "wang", "chen", "wang", "wang")]
    page = Html(counter.client("wang").get(HOME).content.decode()).values("href")
    shown = [number for number in numbers if reverse("matters:my_case", args=[number]) in page]
    assert shown == [numbers[1], numbers[3], numbers[4]]


@pytest.mark.parametrize("who", [None, "clerk"])
def test_who_has_no_file_has_no_matters_at_home(counter: Counter, who: str | None) -> None:
    counter.open_case("wang")
    assert counter.client(who).get(HOME).context["cases"] == []


def test_a_card_says_whose_turn_it_is_until_when_and_what_to_do(counter: Counter) -> None:
    counter.open_case("wang")
    assert cards(counter, MINE) == [("正在办", "最晚3月9日（周一）", "眼下不用您做什么")]


def test_a_card_says_that_the_promised_day_has_passed_and_whom_to_ask(counter: Counter) -> None:
    counter.open_case("wang")
    assert cards(counter, MINE, later=timedelta(days=10)) == [
        ("正在办", "承诺3月9日（周一）办完，已超出3个工作日", "可以问：电话在“找谁问”里")
    ]


def test_on_my_turn_the_card_says_what_to_do(counter: Counter) -> None:
    number = counter.open_case("wang", photos=())
    counter.act(number, "clerk", "request_supplement", note="请补齐")
    assert cards(counter, HOME) == [("轮到您了", "", "请补交材料")]


def test_what_has_ended_says_how_and_when(counter: Counter) -> None:
    counter.open_case("wang", "decided")
    assert cards(counter, MINE) == [("已办结：同意", "2月10日", "")]


def test_my_matters_page_by_key(counter: Counter) -> None:
    numbers = [counter.open_case("wang", photos=()) for _ in range(32)]
    browser = counter.client("wang")
    first = browser.get(MINE)
    assert len(listed(first.context)) == 30
    second = browser.get(f"{MINE}?after={first.context['after']}")
    hrefs = [card.href for card in listed(second.context)]
    assert hrefs == [reverse("matters:my_case", args=[number]) for number in numbers[1::-1]]
    assert second.context["after"] is None


def test_who_to_ask_is_who_is_in_charge_where_i_live(counter: Counter) -> None:
    def names(who: str | None) -> list[str]:
        return [row["name"] for row in counter.client(who).get(PEOPLE).context["offices"]]

    Organisation.objects.filter(name="南山社区服务站").update(phone="0878-3120000")
    assert names("wang") == ["南山社区服务站", "鹿城镇社会事务办", "楚雄市民政局"]
    page = Html(counter.client("wang").get(PEOPLE).content.decode()).text
    assert "0878-3120000" in page
    assert "李芳" not in page

    north = counter.cast.places["532301100002"].columns()
    Residence.objects.filter(person=counter.cast.people["wang"], kind="dwelling").update(**north)
    assert names("wang")[0] == "北湖社区服务站"
    assert names(None) == ["楚雄市民政局"]


def test_the_day_is_the_one_of_shanghai(counter: Counter) -> None:
    """At one in the morning in Shanghai it is still yesterday in UTC."""
    number = counter.open_case("wang")
    counter.act(number, "clerk", "decline", note="不符合", now=datetime(2026, 3, 5, 1, tzinfo=LOCAL))
    assert cards(counter, MINE)[0][1] == "3月5日"
