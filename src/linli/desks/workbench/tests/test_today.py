"""Today: what waits for one's posts, grouped by time, fifty at a time; nothing twice, nothing left out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from linli.engines.cases.models import Case
from linli.kernel.clock import LOCAL
from linli.registers.people.models import PersonAccount
from linli.rooms.matters import actions
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.world import MATTER, typed

pytestmark = pytest.mark.django_db
TODAY, INVOLVED = reverse("workbench:today"), reverse("workbench:involved")


def at(day: str, hour: int = 10) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=LOCAL)


MONDAY = at("2026-03-09")


def received(counter: Counter, day: str, who: str = "wang") -> str:
    """An application of that day: five working days later is the last one to tell what is missing."""
    actor = counter.cast.actor(who)
    return actions.apply(actor=actor, now=at(day), code=MATTER, raw=typed(who), again=True).number


@dataclass
class Seen:
    """What a page of a queue shows."""

    groups: dict[str, list[str]]
    following: str
    headline: str

    @property
    def numbers(self) -> list[str]:
        return [number for group in self.groups.values() for number in group]


def look(counter: Counter, who: str | Client, address: str = TODAY, *, now: datetime = MONDAY) -> Seen:
    browser = who if isinstance(who, Client) else counter.client(who)
    with travel(now, tick=False):
        answer = browser.get(address)
    assert answer.status_code == 200
    queue: Any = answer.context["queue"]
    groups = {str(group.title): [row.number for row in group.rows] for group in queue.groups}
    return Seen(groups, queue.next_href, str(answer.context.get("headline", "")))


# Groups


def test_cases_are_grouped_by_when_they_are_due(counter: Counter) -> None:
    later = received(counter, "2026-03-09")
    this_week = received(counter, "2026-03-04")
    overdue = received(counter, "2026-02-27")
    due_today = received(counter, "2026-03-02")
    posted = counter.open_case("wang", "posted")
    accepted = counter.open_case("wang")
    actions.handle(actor=counter.cast.actor("clerk"), now=MONDAY, number=accepted, action="accept")
    seen = look(counter, "clerk")
    assert seen.groups == {
        "超期": [overdue], "今天到期": [due_today], "本周": [this_week], "以后": [later, accepted],
        "停表": [posted],
    }  # fmt: skip
    assert seen.headline == "1件超期，1件今天到期"


@pytest.mark.parametrize(
    ("now", "group"),
    [
        (at("2026-03-08"), "以后"),  # a Sunday ends its week
        (at("2026-03-09", hour=0), "今天到期"),
        (at("2026-03-09", hour=23), "今天到期"),
        (at("2026-03-10", hour=0), "超期"),
    ],
    ids=["sunday before", "first hour", "last hour", "the day after"],
)
def test_a_term_lasts_to_the_end_of_its_last_day_in_shanghai(
    counter: Counter, now: datetime, group: str
) -> None:
    number = received(counter, "2026-03-02")
    assert look(counter, "clerk", now=now).groups == {group: [number]}


def test_a_quiet_day_says_so(counter: Counter) -> None:
    assert look(counter, "clerk").groups == {}
    received(counter, "2026-03-09")
    assert look(counter, "clerk").headline == "今天没有到期的"


def test_a_group_tells_how_many_and_a_row_what_is_needed_to_choose(counter: Counter) -> None:
    number = received(counter, "2026-03-02")
    received(counter, "2026-03-02", "chen")
    with travel(MONDAY, tick=False):
        page = Html(counter.client("clerk").get(TODAY).content.decode())
    assert "2件" in page.text
    for word in ("高龄津贴", number, "王桂兰", "已收件"):
        assert word in page.text
    assert f"/desk/cases/{number}/" in page.values("href")


# Whose


def test_everyone_sees_what_waits_for_their_post_and_nothing_else(counter: Counter) -> None:
    fresh, visit, review, decision = (
        counter.open_case("wang", until) for until in ("fresh", "inspection", "review", "decision")
    )
    asked = counter.open_case("wang", photos=())
    counter.act(asked, "clerk", "request_supplement", note="缺材料")
    waiting = {
        who: set(look(counter, who).numbers)
        for who in ("clerk", "inspector", "reviewer", "decider", "stranger")
    }
    assert waiting == {
        "clerk": {fresh}, "inspector": {visit}, "reviewer": {review}, "decider": {decision}, "stranger": set(),
    }  # fmt: skip


def test_ones_own_matters_do_not_mix_with_those_of_the_post(counter: Counter) -> None:
    """A clerk who is a resident too finds her own application among «my matters», not at the desk."""
    asked = counter.open_case("chen", photos=())
    counter.act(asked, "clerk", "request_supplement", note="缺材料")
    PersonAccount.objects.filter(person=counter.cast.people["chen"]).update(
        user=counter.cast.users["stranger"]
    )
    browser = counter.client("stranger")
    assert look(counter, browser).numbers == []
    assert look(counter, browser, INVOLVED).numbers == []
    assert browser.post(reverse("workbench:find"), {"q": asked}, follow=True).status_code == 200
    assert browser.get(reverse("matters:case", args=[asked])).status_code == 404
    assert browser.get(reverse("matters:my_case", args=[asked])).status_code == 200


def test_who_applied_is_offered_no_step_of_her_post(counter: Counter) -> None:
    number = counter.open_case("chen")
    PersonAccount.objects.filter(person=counter.cast.people["chen"]).update(user=counter.cast.users["clerk"])
    page = Html(counter.client("clerk").get(reverse("matters:case", args=[number])).content.decode())
    assert "accept" not in {e.attributes.get("value") for e in page.all("input")}
    other = Html(counter.client("colleague").get(reverse("matters:case", args=[number])).content.decode())
    assert "accept" in {e.attributes.get("value") for e in other.all("input")}


# Pages


def test_more_than_fifty_come_in_pages_without_gap_or_repeat(counter: Counter) -> None:
    """Many with the same due day, some without any: where a page ends must not matter."""
    numbers = [received(counter, "2026-03-02") for _ in range(47)]
    numbers += [counter.open_case("wang", "posted") for _ in range(6)]
    browser = counter.client("clerk")
    first = look(counter, browser)
    assert (len(first.numbers), list(first.groups)) == (50, ["今天到期", "停表"])
    second = look(counter, browser, TODAY + first.following)
    assert (len(second.numbers), list(second.groups), second.following) == (3, ["停表"], "")
    assert first.numbers + second.numbers == numbers
    assert look(counter, browser, TODAY + "?after=nonsense").numbers == first.numbers


def test_the_headline_does_not_claim_to_have_counted_what_it_has_not_read(counter: Counter) -> None:
    for _ in range(52):
        received(counter, "2026-03-02")
    browser = counter.client("clerk")
    first = look(counter, browser)
    assert first.headline == "至少50件今天到期"
    assert look(counter, browser, TODAY + first.following).headline == ""
    assert look(counter, browser, now=MONDAY + timedelta(days=1)).headline == "至少50件超期"


def test_all_cases_that_came_to_a_post_stay_listed_newest_first_in_pages(counter: Counter) -> None:
    numbers = [received(counter, "2026-03-02") for _ in range(51)]
    counter.act(numbers[-1], "clerk", "decline", note="户籍不在本县")
    browser = counter.client("clerk")
    first = look(counter, browser, INVOLVED)
    assert first.numbers == numbers[:0:-1]
    assert Case.objects.get(number=first.numbers[0]).closed_at is not None
    second = look(counter, browser, INVOLVED + first.following)
    assert (second.numbers, second.following) == (numbers[:1], "")
