"""What the case's page and the lists are made of."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.cases import limits, queries, story
from linli.engines.cases.explained import DayMark
from linli.engines.cases.models import Case
from linli.kernel.actors import ANONYMOUS, SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound

from .conftest import Desk, at, statements


def test_the_steps_tell_the_story_in_words(desk: Desk) -> None:
    case = desk.walk_to("inspected")
    told = [(step.title, step.to_title, step.office) for step in story.list_steps(case)]
    assert told == [
        ("已收件", "已收件", ""),
        ("受理", "已受理", "南山社区服务站 · 综合窗口"),
        ("开始入户核查", "入户核查", "南山社区服务站 · 综合窗口"),
        ("核查完成", "准备公示", "南山社区服务站 · 入户核查"),
    ]


def test_the_page_of_a_case_takes_few_statements(desk: Desk) -> None:
    number = desk.walk_to("street_review").number
    actor = desk.actor("reviewer")
    with statements(3):
        case = queries.get_case(actor, number)
        assert case.applicant.name == "王桂兰"
        assert story.list_steps(case)
        assert story.path(case)
        assert queries.available_actions(case, actor, now=at("2026-03-19"))
        assert limits.explain_limits(case, now=at("2026-03-19"))


def test_a_case_can_be_locked_by_whoever_may_see_it_and_nobody_else(desk: Desk) -> None:
    case = desk.walk_to("street_review")
    crowd = [desk.actor(username) for username in desk.cast.users]
    crowd += [one.as_staff() for one in crowd] + [one.as_resident() for one in crowd] + [SYSTEM, ANONYMOUS]
    sees = {actor: queries.visible_to(actor).filter(pk=case.pk).exists() for actor in crowd}
    assert set(sees.values()) == {True, False}
    for actor, may in sees.items():
        with nullcontext() if may else pytest.raises(NotFound), transaction.atomic():
            found = queries.lock_case(actor, case.number)
            assert vars(found)["due_at"] == Case.objects.get(pk=case.pk).due_at
            assert found == case


def test_locking_is_one_statement_for_the_row_alone(desk: Desk) -> None:
    number, actor = desk.open().number, desk.actor("clerk")
    with statements(1), transaction.atomic():
        found = queries.lock_case(actor, number)
        assert not found.get_deferred_fields()


def test_before_acceptance_the_term_to_tell_what_is_missing_is_explained(desk: Desk) -> None:
    [view] = limits.explain_limits(desk.open(), now=at("2026-03-04"))
    assert (view.began, view.explanation.due_day, view.law) == ("received", date(2026, 3, 9), None)
    assert (view.explanation.used, view.explanation.left) == (2, 3)


def test_on_the_applicants_turn_no_term_runs(desk: Desk) -> None:
    case = desk.act("clerk", desk.open(), "request_supplement", note="缺银行卡照片")
    assert limits.explain_limits(case, now=at("2026-03-04")) == []


def test_after_acceptance_the_promise_is_explained_day_by_day(desk: Desk) -> None:
    [view] = limits.explain_limits(desk.walk_to("street_review"), now=at("2026-03-19"))
    explained = view.explanation
    assert (view.began, explained.due_day, local_day(view.law.due)) == (  # type: ignore[union-attr, arg-type]
        "accepted",
        date(2026, 4, 14),
        date(2026, 4, 28),
    )
    assert (explained.limit, explained.used, explained.left, explained.paused) == (20, 2, 18, 10)
    assert [day.day.day for day in explained.days if day.mark is DayMark.USED] == [4, 19]
    assert explained.provisional  # the test's calendar has no published schedule


def test_the_due_date_of_the_row_is_the_one_that_is_explained(desk: Desk) -> None:
    for state in ("received", "accepted", "inspected", "street_review", "county_decision"):
        case = desk.walk_to(state)
        view = limits.explain_limits(case, now=at("2026-03-19"))[0]
        assert case.due_at is not None
        assert view.explanation.due == case.due_at


def test_the_queue_pages_by_key_most_urgent_first(desk: Desk) -> None:
    days = ("2026-03-06", "2026-03-02", "2026-03-02", "2026-03-04", "2026-03-03")
    opened = [desk.open(now=at(day)) for day in days]
    paused = [desk.walk_to("publicity") for _ in range(3)]
    expected = [opened[index].pk for index in (1, 2, 4, 3, 0)] + [case.pk for case in paused]
    for size in (1, 2, 3, 5, 8):
        found, after = [], None
        for _ in expected:
            page = queries.list_queue(desk.actor("clerk"), after=after, limit=size)
            found += [case.pk for case in page.cases]
            if (after := page.after) is None:
                break
        assert found == expected


def test_the_first_page_of_the_queue_takes_one_statement_a_later_one_two_at_most(desk: Desk) -> None:
    for _ in range(3):
        desk.open()
    actor = desk.actor("clerk")
    with statements(1):
        assert [case.applicant.name for case in queries.list_queue(actor).cases] == ["王桂兰"] * 3
    first = queries.list_queue(actor, limit=2)
    with statements(2):
        assert len(queries.list_queue(actor, after=first.after, limit=2).cases) == 1


def test_a_list_reads_no_more_of_the_applicant_than_the_name(desk: Desk) -> None:
    desk.open()
    [case] = queries.list_queue(desk.actor("clerk")).cases
    assert case.applicant.get_deferred_fields() >= {"birth_date", "sex"}
    assert "name" not in case.applicant.get_deferred_fields()


def test_all_involved_cases_are_listed_newest_first(desk: Desk) -> None:
    cases = [desk.walk_to("closed"), desk.open(), desk.open()]
    found = queries.list_involved(desk.actor("wang"))
    assert [case.pk for case in found] == [case.pk for case in reversed(cases)]
    assert [case.pk for case in queries.list_involved(desk.actor("wang"), after=cases[1].pk)] == [cases[0].pk]


@pytest.mark.parametrize("state", ["received", "accepted", "inspection", "publicity", "closed"])
def test_history_and_ledger_explain_the_row(desk: Desk, state: str) -> None:
    walked = desk.walk_to(state)
    case = Case.objects.get(pk=walked.pk)
    assert story.path(case)[-1 if state == "closed" else 0].code in ("received", "closed")
    assert [stop.code for stop in story.path(case) if stop.status == "here"] == [state]
    assert queries.state_title(case) == story.list_steps(case)[-1].to_title


@given(names=st.lists(st.sampled_from(["clerk", "reviewer", "decider", "wang"]), max_size=4, unique=True))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queue_is_part_of_what_is_visible(desk: Desk, names: list[str]) -> None:
    if not Case.objects.exists():
        desk.open()
        desk.walk_to("street_review")
    for name in names:
        actor = desk.actor(name)
        visible = set(queries.visible_to(actor).values_list("pk", flat=True))
        assert {case.pk for case in queries.list_queue(actor).cases} <= visible
