"""A term told day by day: the marks, the numbers of a sentence, and that they agree with the ledger."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.cases.deadline import Entry, used
from linli.engines.cases.explained import DayMark, Explanation, SlotMark
from linli.engines.cases.explanation import explain
from linli.engines.cases.terms import Term, Unit
from linli.registers.calendar.hours import HoursRule, OfficeHours
from linli.registers.calendar.rules import WorkCalendar

from .test_deadline import (
    CALENDAR,
    DAY,
    any_ledger,
    any_unit,
    counts,
    ledgers,
    moment,
    noon,
    pause,
    restart,
    run,
    stop,
)


def test_the_explanation_tells_every_day() -> None:
    found = explain([run("2026-02-13")], Term(workdays=5), CALENDAR, moment("2026-02-25"))
    assert found is not None
    told = {day.day.isoformat()[5:]: (day.mark.value, day.counted) for day in found.days}
    assert told == {
        "02-13": ("begun", None), "02-14": ("used", 1), "02-24": ("used", 2), "02-25": ("used", 3),
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


def test_each_pause_is_told_with_its_own_reason() -> None:
    ledger = [
        run("2026-03-02"), pause("2026-03-04", "hearing"), run("2026-03-05"), pause("2026-03-10", "appraisal"),
        run("2026-03-11"),
    ]  # fmt: skip
    found = explain(ledger, Term(workdays=9), CALENDAR, moment("2026-03-12"))
    assert found is not None
    assert {day.day.day: day.reason for day in found.days if day.mark is DayMark.PAUSED} == {
        4: "hearing", 5: "hearing", 10: "appraisal", 11: "appraisal",
    }  # fmt: skip


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


@settings(deadline=None)
@given(ledgers(), st.integers(1, 30), st.integers(0, 120))
def test_the_explanation_agrees_with_the_count(entries: list[Entry], limit: int, ahead: int) -> None:
    today, term = entries[-1].day + ahead * DAY, Term(workdays=limit)
    found = explain(entries, term, CALENDAR, noon(today))
    assert found is not None
    assert [day.day for day in found.days] == [
        found.begun_on + number * DAY for number in range(len(found.days))
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


def test_natural_days_are_told_with_the_day_that_moves_on() -> None:
    found = explain([run("2026-03-02")], Term(days=5), CALENDAR, moment("2026-03-05"))
    assert found is not None
    assert [(day.day.day, day.mark.value, day.counted) for day in found.days] == [
        (2, "begun", None), (3, "used", 1), (4, "used", 2), (5, "used", 3), (6, "left", 4), (7, "moved", None),
        (8, "moved", None), (9, "end", 5),
    ]  # fmt: skip
    assert (found.used, found.left, found.due_day) == (3, 2, date(2026, 3, 9))


def test_a_natural_day_off_counts_and_a_paused_one_does_not() -> None:
    ledger = [run("2026-03-05"), pause("2026-03-08", "hearing"), run("2026-03-09")]
    found = explain(ledger, Term(days=5), CALENDAR, moment("2026-03-10"))
    assert found is not None
    assert [(day.day.day, day.mark.value, day.reason) for day in found.days[:6]] == [
        (5, "begun", ""), (6, "used", ""), (7, "used", ""), (8, "paused", "hearing"), (9, "paused", "hearing"),
        (10, "used", ""),
    ]  # fmt: skip
    assert (found.used, found.left, found.paused) == (3, 2, 2)


def told(found: Explanation | None) -> list[tuple[str, str, list[tuple[int, int, str]]]]:
    assert found is not None
    return [
        (
            f"{day.day:%m-%d}",
            day.mark.value,
            [(slot.start // 60, slot.end // 60, slot.mark.value) for slot in day.slots],
        )
        for day in found.days
    ]


def test_working_hours_are_told_slot_by_slot() -> None:
    ledger = [run("2026-03-06T10:00"), pause("2026-03-06T15:00", "inspection"), run("2026-03-09T10:00")]
    found = explain(ledger, Term(hours=6), CALENDAR, moment("2026-03-09T11:00"))
    assert told(found) == [
        ("03-06", "begun",
         [(9, 10, "outside"), (10, 12, "used"), (14, 15, "used"), (15, 17, "paused")]),
        ("03-07", "off", []),
        ("03-08", "off", []),
        ("03-09", "end",
         [(9, 10, "paused"), (10, 11, "used"), (11, 12, "left"), (14, 15, "left"), (15, 17, "outside")]),
    ]  # fmt: skip
    assert found is not None
    assert (found.used, found.left, found.due) == (4 * 60, 2 * 60, moment("2026-03-09T15:00"))
    assert found.example_hours


def test_hours_that_are_over_are_told_as_over() -> None:
    found = explain([run("2026-03-02T16:00")], Term(hours=1), CALENDAR, moment("2026-03-03T11:00"))
    assert told(found) == [
        ("03-02", "end", [(9, 12, "outside"), (14, 16, "outside"), (16, 17, "used")]),
        ("03-03", "over", [(9, 11, "over"), (11, 12, "outside"), (14, 17, "outside")]),
    ]
    assert found is not None
    assert (found.used, found.left) == (180, -120)


def test_hours_fixed_by_the_place_are_no_example() -> None:
    fixed = replace(CALENDAR, hours=OfficeHours((HoursRule(((540, 1020),), source="通知"),)))
    found = explain([run("2026-03-02T16:00")], Term(hours=1), fixed, moment("2026-03-02T16:00"))
    assert found is not None
    assert not found.example_hours


def test_hours_are_an_example_where_any_day_was_counted_with_one() -> None:
    summer = HoursRule(((540, 1020),), first=date(2026, 3, 3), source="通知")
    partly = replace(CALENDAR, hours=OfficeHours((HoursRule(((540, 1020),), example=True), summer)))
    found = explain([run("2026-03-02T16:00")], Term(hours=2), partly, moment("2026-03-02T16:00"))
    assert found is not None
    assert found.example_hours


def test_a_worked_weekend_is_named_up_to_the_last_day_of_the_term() -> None:
    for limit, named in ((2, ()), (3, (date(2026, 10, 10),))):  # 8, 9 and Saturday 10 October are worked
        found = explain([run("2026-10-02")], Term(workdays=limit), CALENDAR, moment("2026-10-12"))
        assert found is not None
        assert found.make_up_days == named


def test_when_a_case_ended_stands_in_its_explanation() -> None:
    found = explain(
        [run("2026-03-02"), stop("2026-03-04T15:20")], Term(workdays=5), CALENDAR, moment("2026-03-09")
    )
    assert found is not None
    assert (found.stopped_at, found.stopped_on) == (moment("2026-03-04T15:20"), date(2026, 3, 4))
    running = explain([run("2026-03-02")], Term(workdays=5), CALENDAR, moment("2026-03-03"))
    assert running is not None
    assert running.stopped_on is None
    assert [day.make_up for day in running.days] == [False] * len(running.days)


def test_a_paused_working_day_is_told_as_paused() -> None:
    ledger = [run("2026-03-02T16:00"), pause("2026-03-02T16:30", "hearing")]
    found = explain(ledger, Term(hours=2), CALENDAR, moment("2026-03-04T12:00"))
    assert found is not None
    assert [(day.mark.value, day.reason) for day in found.days] == [
        ("begun", ""), ("paused", "hearing"), ("paused", "hearing"),
    ]  # fmt: skip
    assert (found.due, found.left) == (None, 90)


def test_a_reopened_case_is_told_from_its_new_beginning() -> None:
    ledger = [run("2026-03-02"), stop("2026-03-06"), restart("2026-03-16")]
    found = explain(ledger, Term(workdays=5), CALENDAR, moment("2026-03-17"))
    assert found is not None
    assert (found.begun_on, found.restarted, found.used, found.stopped_at) == (
        date(2026, 3, 16),
        True,
        1,
        None,
    )


def brute(calendar: WorkCalendar) -> WorkCalendar:
    """With office hours on every working day that leave room for lunch."""
    return replace(calendar, hours=OfficeHours((HoursRule(((8 * 60 + 30, 11 * 60), (13 * 60, 18 * 60))),)))


@settings(deadline=None)
@given(st.data(), any_unit, st.integers(1, 30), st.integers(0, 60 * 24 * 60))
def test_what_is_told_adds_up(data: st.DataObject, unit: Unit, number: int, ahead: int) -> None:
    entries, term = data.draw(any_ledger(unit)), Term.of(unit, number)
    now = entries[-1].at + timedelta(minutes=ahead)
    found = explain(entries, term, brute(CALENDAR), now)
    assert found is not None
    assert found.used + found.left == found.limit + found.extended
    assert [day.day for day in found.days] == sorted({day.day for day in found.days})
    assert found.days[0].day == found.begun_on
    if unit is Unit.HOURS:
        assert sum(day.minutes for day in found.days) == found.used
        left = sum(slot.minutes for day in found.days for slot in day.slots if slot.mark is SlotMark.LEFT)
        assert left == (max(0, found.left) if found.due and not found.stopped_at else left)
    else:
        reached = min(now, found.stopped_at) if found.stopped_at else now
        assert sum(1 for day in found.days if day.counted and day.day <= reached.date()) == found.used
        assert [day.day for day in found.days if day.mark is DayMark.END] == (
            [found.due_day] if found.due else []
        )
