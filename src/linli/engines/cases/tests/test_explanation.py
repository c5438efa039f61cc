"""A term told day by day: the marks, the numbers of a sentence, and that they agree with the ledger."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.deadline import Entry, used
from linli.engines.cases.explanation import DayMark, explain
from linli.engines.cases.terms import Term

from .test_deadline import CALENDAR, DAY, counts, ledgers, moment, noon, pause, run, stop


def test_the_explanation_tells_every_day() -> None:
    found = explain([run("2026-02-13")], Term(workdays=5), CALENDAR, moment("2026-02-25"))
    assert found is not None
    told = {day.day.isoformat()[5:]: (day.mark.value, day.counted) for day in found.days}
    assert told == {
        "02-13": ("accepted", None), "02-14": ("used", 1), "02-24": ("used", 2), "02-25": ("used", 3),
        "02-26": ("left", 4), "02-27": ("end", 5),
    } | {f"02-{day}": ("holiday", None) for day in range(15, 24)}  # fmt: skip
    assert [day.day.day for day in found.days if day.today] == [25]
    assert (found.used, found.left, found.paused, found.provisional) == (3, 2, 0, False)
    assert found.holidays == (("春节", 9),)
    assert found.make_up_days == (date(2026, 2, 14),)


def test_the_explanation_tells_pauses_with_their_reason() -> None:
    ledger = [run("2026-03-02"), pause("2026-03-05", "publicity"), run("2026-03-10")]
    found = explain(ledger, Term(workdays=5), CALENDAR, moment("2026-03-11"))
    assert found is not None
    assert [day.day.day for day in found.days if day.mark is DayMark.PAUSED] == [5, 6, 9, 10]
    assert {day.reason for day in found.days if day.mark is DayMark.PAUSED} == {"publicity"}
    assert (found.used, found.left, found.paused, found.due_day) == (3, 2, 4, date(2026, 3, 13))


def test_a_standing_clock_is_explained_up_to_today() -> None:
    found = explain(
        [run("2026-03-02"), pause("2026-03-05")], Term(workdays=5), CALENDAR, moment("2026-03-09")
    )
    assert found is not None
    assert (found.days[-1].day, found.due, found.left) == (date(2026, 3, 9), None, 3)
    assert (found.paused_since, found.pause_reason) == (moment("2026-03-05"), "inspection")


def test_an_overdue_term_counts_on() -> None:
    found = explain([run("2026-03-02")], Term(workdays=2), CALENDAR, moment("2026-03-09"))
    assert found is not None
    assert found.left == -3
    assert [day.mark for day in found.days if day.counted] == ["used", "end", "over", "over", "over"]


def test_after_the_decision_no_more_days_are_used() -> None:
    found = explain([run("2026-03-02"), stop("2026-03-04")], Term(workdays=5), CALENDAR, moment("2026-06-01"))
    assert found is not None
    assert (found.used, found.left, found.days[-1].day) == (2, 3, date(2026, 3, 9))


def test_a_year_without_a_published_schedule_makes_the_term_provisional() -> None:
    found = explain([run("2026-12-28")], Term(workdays=5), CALENDAR, moment("2026-12-28"))
    assert found is not None
    assert (found.provisional, found.due_day) == (True, date(2027, 1, 5))


def test_before_acceptance_there_is_nothing_to_explain() -> None:
    assert explain([], Term(workdays=5), CALENDAR, moment("2026-03-02")) is None


@given(ledgers(), st.integers(1, 30), st.integers(0, 120))
def test_the_explanation_agrees_with_the_count(entries: list[Entry], limit: int, ahead: int) -> None:
    today, term = entries[-1].day + ahead * DAY, Term(workdays=limit)
    found = explain(entries, term, CALENDAR, noon(today))
    assert found is not None
    assert [day.day for day in found.days] == [
        found.accepted_on + number * DAY for number in range(len(found.days))
    ]
    assert [day.counted for day in found.days if day.counted] == list(
        range(1, sum(counts(day.day, entries) for day in found.days) + 1)
    )
    assert (
        found.used
        == used(entries, term, CALENDAR, noon(today))
        == sum(counts(day.day, entries) for day in found.days if day.day <= today)
    )
    ends = [day for day in found.days if day.mark is DayMark.END]
    assert [day.day for day in ends] == ([found.due_day] if found.due else [])
    assert all(day.counted == limit + found.extended for day in ends)
