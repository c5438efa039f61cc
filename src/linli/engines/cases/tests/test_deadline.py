"""The clock of a case, by hand with published days and by brute force."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.deadline import DayMark, Entry, Op, due_day, explain, used_days
from linli.engines.packs.folders import builtin_root
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar

DAY = timedelta(days=1)


def published() -> WorkCalendar:
    """The schedule of 2025 and 2026 as the baseline pack has it."""
    with (builtin_root() / "national" / "calendars" / "holidays.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        days = {date.fromisoformat(row["day"]): DayKind(Kind(row["kind"]), row["name"]) for row in rows}
    return WorkCalendar(
        {day: kind for day, kind in days.items() if day.year in (2025, 2026)}, frozenset({2025, 2026})
    )


CALENDAR = published()


def run(day: str) -> Entry:
    return Entry(Op.RUN, date.fromisoformat(day))


def pause(day: str, reason: str = "inspection") -> Entry:
    return Entry(Op.PAUSE, date.fromisoformat(day), reason)


def stop(day: str) -> Entry:
    return Entry(Op.STOP, date.fromisoformat(day))


def due(limit: int, *entries: Entry) -> str | None:
    found = due_day(entries, limit, CALENDAR)
    return found.isoformat() if found else None


@pytest.mark.parametrize(
    ("accepted", "limit", "expected"),
    [
        ("2026-02-13", 5, "2026-02-27"),  # over Spring Festival; Saturday 14 February is worked
        ("2026-09-30", 3, "2026-10-10"),  # over National Day; Saturday 10 October is worked
        ("2026-04-30", 1, "2026-05-06"),  # over Labour Day
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-07", 1, "2026-03-09"),  # accepted on a Saturday
        ("2026-02-16", 1, "2026-02-24"),  # accepted on a holiday
    ],
)
def test_the_day_of_acceptance_is_not_counted_and_holidays_are_passed_over(
    accepted: str, limit: int, expected: str
) -> None:
    assert due(limit, run(accepted)) == expected


def test_no_day_on_which_the_clock_was_paused_is_counted() -> None:
    # Counted: Tue 3 and Wed 4 before; the pause from Thu 5 to Tue 10 takes four working days; Wed 11 goes on.
    assert due(5, run("2026-03-02"), pause("2026-03-05"), run("2026-03-10")) == "2026-03-13"


def test_a_pause_within_one_day_costs_that_day() -> None:
    assert due(5, run("2026-03-02"), pause("2026-03-04"), run("2026-03-04")) == "2026-03-10"


def test_a_pause_over_a_weekend_costs_nothing_more() -> None:
    assert due(5, run("2026-03-02"), pause("2026-03-07"), run("2026-03-08")) == "2026-03-09"


def test_a_pause_on_the_day_of_acceptance_costs_nothing_more() -> None:
    assert due(5, run("2026-03-02"), pause("2026-03-02"), run("2026-03-02")) == "2026-03-09"


def test_while_the_clock_stands_there_is_no_due_day() -> None:
    assert due(5, run("2026-03-02"), pause("2026-03-05")) is None


def test_a_term_that_ended_before_the_pause_stays_ended() -> None:
    assert due(2, run("2026-03-02"), pause("2026-03-12")) == "2026-03-04"


def test_an_extension_adds_working_days() -> None:
    extended = [run("2026-03-02"), Entry(Op.EXTEND, date(2026, 3, 4), days=3)]
    assert due(2, *extended) == "2026-03-09"


def test_a_clock_that_runs_is_not_started_anew() -> None:
    assert due(5, run("2026-03-02"), run("2026-03-05")) == "2026-03-09"


def test_a_closed_case_keeps_the_day_it_had() -> None:
    assert due(5, run("2026-03-02"), stop("2026-03-04")) == "2026-03-09"


def test_the_explanation_tells_every_day() -> None:
    found = explain([run("2026-02-13")], 5, CALENDAR, date(2026, 2, 25))
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
    found = explain(ledger, 5, CALENDAR, date(2026, 3, 11))
    assert found is not None
    assert [day.day.day for day in found.days if day.mark is DayMark.PAUSED] == [5, 6, 9, 10]
    assert {day.reason for day in found.days if day.mark is DayMark.PAUSED} == {"publicity"}
    assert (found.used, found.left, found.paused, found.due) == (3, 2, 4, date(2026, 3, 13))


def test_a_standing_clock_is_explained_up_to_today() -> None:
    found = explain([run("2026-03-02"), pause("2026-03-05")], 5, CALENDAR, date(2026, 3, 9))
    assert found is not None
    assert (found.days[-1].day, found.due, found.left) == (date(2026, 3, 9), None, 3)
    assert (found.paused_since, found.pause_reason) == (date(2026, 3, 5), "inspection")


def test_an_overdue_term_counts_on() -> None:
    found = explain([run("2026-03-02")], 2, CALENDAR, date(2026, 3, 9))
    assert found is not None
    assert found.left == -3
    assert [day.mark for day in found.days if day.counted] == ["used", "end", "over", "over", "over"]


def test_after_the_decision_no_more_days_are_used() -> None:
    found = explain([run("2026-03-02"), stop("2026-03-04")], 5, CALENDAR, date(2026, 6, 1))
    assert found is not None
    assert (found.used, found.left, found.days[-1].day) == (2, 3, date(2026, 3, 9))


def test_a_year_without_a_published_schedule_makes_the_term_provisional() -> None:
    found = explain([run("2026-12-28")], 5, CALENDAR, date(2026, 12, 28))
    assert found is not None
    assert (found.provisional, found.due) == (True, date(2027, 1, 5))


def test_before_acceptance_there_is_nothing_to_explain() -> None:
    assert explain([], 5, CALENDAR, date(2026, 3, 2)) is None


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Run, pause, run, pause … with extensions between, days never going back, perhaps stopped at the end."""
    day = date(2026, 1, 1) + draw(st.integers(0, 300)) * DAY
    entries = [Entry(Op.RUN, day)]
    paused = False
    for step in draw(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=6)):
        day += step[0] * DAY
        if step[1] and not paused:
            entries.append(Entry(Op.EXTEND, day, days=2))
        else:
            paused = not paused
            entries.append(Entry(Op.PAUSE if paused else Op.RUN, day, "hearing" if paused else ""))
    return entries


def counts(day: date, entries: list[Entry]) -> bool:
    """By definition: a working day, begun and ended while the clock ran, not the day of a start or
    resumption."""
    if not CALENDAR.is_workday(day) or any(
        entry.day == day and entry.op is not Op.EXTEND for entry in entries
    ):
        return False
    before = [entry for entry in entries if entry.day < day and entry.op is not Op.EXTEND]
    return bool(before) and before[-1].op is Op.RUN


@given(ledgers(), st.integers(1, 30))
def test_the_due_day_is_what_counting_by_hand_gives(entries: list[Entry], limit: int) -> None:
    total = limit + sum(entry.days for entry in entries)
    day, counted = entries[0].day, 0
    horizon = day + 400 * DAY
    while counted < total and day < horizon:
        day += DAY
        counted += counts(day, entries)
    assert due_day(entries, limit, CALENDAR) == (day if counted == total else None)


@given(ledgers(), st.integers(1, 30), st.integers(0, 120))
def test_the_explanation_agrees_with_the_count(entries: list[Entry], limit: int, ahead: int) -> None:
    today = entries[-1].day + ahead * DAY
    found = explain(entries, limit, CALENDAR, today)
    assert found is not None
    assert [day.day for day in found.days] == [
        found.accepted_on + number * DAY for number in range(len(found.days))
    ]
    assert [day.counted for day in found.days if day.counted] == list(
        range(1, sum(counts(day.day, entries) for day in found.days) + 1)
    )
    assert (
        found.used
        == used_days(entries, CALENDAR, today)
        == sum(counts(day.day, entries) for day in found.days if day.day <= today)
    )
    ends = [day for day in found.days if day.mark is DayMark.END]
    assert [day.day for day in ends] == ([found.due] if found.due else [])
    assert all(day.counted == limit + found.extended for day in ends)
