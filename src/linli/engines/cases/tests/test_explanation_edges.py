"""A term told day by day: what lies beside it, before it and after it."""

from dataclasses import replace
from datetime import date

import pytest

from linli.engines.cases.deadline import Entry
from linli.engines.cases.explained import Explanation
from linli.engines.cases.explanation import explain
from linli.engines.cases.terms import Term
from linli.engines.cases.tests.test_deadline import CALENDAR, moment, pause, restart, run, stop
from linli.registers.calendar.hours import HoursRule, OfficeHours


def told(entries: list[Entry], limit: Term, now: str) -> Explanation:
    found = explain(entries, limit, CALENDAR, moment(now))
    assert found is not None
    return found


def test_in_hours_too_today_and_a_worked_weekend_are_marked() -> None:
    days = told([run("2026-10-09T16:00")], Term(hours=3), "2026-10-10T09:30").days
    assert [(day.day.day, day.today, day.make_up) for day in days] == [(9, False, False), (10, True, True)]


def test_only_hours_of_days_that_are_worked_can_be_an_example() -> None:
    fixed = replace(
        CALENDAR, hours=OfficeHours((HoursRule(((540, 1020),), frozenset(range(1, 6)), source="通知"),))
    )
    found = explain([run("2026-03-06T16:00")], Term(hours=2), fixed, moment("2026-03-09"))
    assert found is not None
    assert not found.example_hours


@pytest.mark.parametrize(
    ("entries", "now", "provisional"),
    [
        ([run("2026-12-01")], "2027-02-01", False),  # late, but it ended in a published year
        ([run("2024-12-30")], "2024-12-30", True),
        ([run("2026-12-30"), pause("2026-12-31")], "2027-01-05", True),  # stands, nobody knows until when
    ],
)
def test_a_term_is_as_sure_as_the_years_it_lies_in(entries: list[Entry], now: str, provisional: bool) -> None:
    assert told(entries, Term(workdays=3), now).provisional is provisional


def test_a_pause_that_is_over_does_not_stand() -> None:
    found = told([run("2026-03-02"), pause("2026-03-03"), run("2026-03-04")], Term(workdays=5), "2026-03-05")
    assert (found.paused_since, found.pause_reason) == (None, "")


def test_a_case_reopened_into_a_pause_is_told_as_reopened() -> None:
    ledger = [run("2026-03-02"), stop("2026-03-03"), restart("2026-03-04"), pause("2026-03-04")]
    assert told(ledger, Term(workdays=5), "2026-03-05").restarted


def test_a_worked_weekend_that_was_paused_is_not_named() -> None:
    ledger = [run("2026-10-02"), pause("2026-10-09"), run("2026-10-11")]
    assert told(ledger, Term(workdays=5), "2026-10-12").make_up_days == ()
    assert date(2026, 10, 10) in [day.day for day in told(ledger, Term(workdays=5), "2026-10-12").days]


def test_holidays_after_the_end_are_not_named() -> None:
    assert told([run("2026-04-27")], Term(workdays=1), "2026-05-08").holidays == ()


@pytest.mark.parametrize(
    ("entries", "marks"),
    [
        ([run("2026-03-02T10:00"), stop("2026-03-02T11:00")], "outside used left"),
        (
            [run("2026-03-02T10:00"), pause("2026-03-02T10:30"), stop("2026-03-02T11:00")],
            "outside used paused outside",
        ),
    ],
)
def test_a_clock_that_stopped_is_told_as_it_was_then(entries: list[Entry], marks: str) -> None:
    """While it ran: with what was left; while it stood: with nothing more."""
    morning = [
        slot for slot in told(entries, Term(hours=9), "2026-03-02T16:00").days[0].slots if slot.end <= 720
    ]
    assert [slot.mark.value for slot in morning] == marks.split()


def morning(found: Explanation) -> list[tuple[str, str]]:
    """From when on what becomes of the first office hours of the first day."""
    slots = [slot for slot in found.days[0].slots if slot.end <= 720]
    return [(f"{slot.start // 60}-{slot.end // 60}", slot.mark.value) for slot in slots]


@pytest.mark.parametrize(
    ("entries", "now", "slots"),
    [
        (  # now is within the pause: it has not stood longer yet
            [run("2026-03-02T09:00"), pause("2026-03-02T10:00")],
            "2026-03-02T11:00",
            [("9-10", "used"), ("10-11", "paused"), ("11-12", "outside")],
        ),
        (  # due within the hours, and now after that
            [run("2026-03-02T09:00")],
            "2026-03-02T14:00",
            [("9-11", "used"), ("11-12", "over")],
        ),
        (  # one stretch, although something was entered within it
            [run("2026-03-02T09:00"), run("2026-03-02T10:00")],
            "2026-03-02T11:00",
            [("9-11", "used"), ("11-12", "outside")],
        ),
        (
            [run("2026-03-02T09:00"), pause("2026-03-02T10:00"), pause("2026-03-02T11:00")],
            "2026-03-02T12:00",
            [("9-10", "used"), ("10-12", "paused")],
        ),
        (  # at closing time nothing begins any more
            [run("2026-03-02T10:00"), pause("2026-03-02T12:00")],
            "2026-03-02T13:00",
            [("9-10", "outside"), ("10-12", "used")],
        ),
    ],
)
def test_the_hours_of_a_day_are_cut_where_something_changes(
    entries: list[Entry], now: str, slots: list[tuple[str, str]]
) -> None:
    assert morning(told(entries, Term(hours=2), now)) == slots


def test_days_between_are_told_as_used_left_or_over() -> None:
    begun = [run("2026-03-02T09:00")]
    days = [day.mark.value for day in told(begun, Term(hours=30), "2026-03-04T12:00").days]
    assert days == ["begun", "used", "left", "left", "end"]
    late = [day.mark.value for day in told(begun, Term(hours=3), "2026-03-04T12:00").days]
    assert late == ["end", "over", "over"]
