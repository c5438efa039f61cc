"""The clock of a case, by hand with published days and by brute force."""

import csv
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.deadline import Entry, Op, due_at
from linli.engines.cases.terms import Term
from linli.engines.packs.folders import builtin_root
from linli.kernel.clock import LOCAL
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


def moment(day: str) -> datetime:
    """`2026-03-02` (ten in the morning) or `2026-03-02T10:30`, in Shanghai."""
    return datetime.fromisoformat(day if "T" in day else f"{day}T10:00").replace(tzinfo=LOCAL)


def run(day: str) -> Entry:
    return Entry(Op.RUN, moment(day))


def pause(day: str, reason: str = "inspection") -> Entry:
    return Entry(Op.PAUSE, moment(day), reason)


def stop(day: str) -> Entry:
    return Entry(Op.STOP, moment(day))


def due(limit: int, *entries: Entry) -> str | None:
    found = due_at(entries, Term(workdays=limit), CALENDAR)
    return found.date().isoformat() if found else None


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
    extended = [run("2026-03-02"), Entry(Op.EXTEND, moment("2026-03-04"), extra=Term(workdays=3))]
    assert due(2, *extended) == "2026-03-09"


def test_a_clock_that_runs_is_not_started_anew() -> None:
    assert due(5, run("2026-03-02"), run("2026-03-05")) == "2026-03-09"


def test_a_closed_case_keeps_the_day_it_had() -> None:
    assert due(5, run("2026-03-02"), stop("2026-03-04")) == "2026-03-09"


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Run, pause, run, pause … with extensions between, days never going back, perhaps stopped at the end."""
    day = date(2026, 1, 1) + draw(st.integers(0, 300)) * DAY
    entries = [Entry(Op.RUN, noon(day))]
    paused = False
    for step in draw(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=6)):
        day += step[0] * DAY
        if step[1] and not paused:
            entries.append(Entry(Op.EXTEND, noon(day), extra=Term(workdays=2)))
        else:
            paused = not paused
            entries.append(Entry(Op.PAUSE if paused else Op.RUN, noon(day), "hearing" if paused else ""))
    return entries


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LOCAL)


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
    total = limit + sum(entry.extra.number for entry in entries if entry.extra)
    day, counted = entries[0].day, 0
    horizon = day + 400 * DAY
    while counted < total and day < horizon:
        day += DAY
        counted += counts(day, entries)
    found = due_at(entries, Term(workdays=limit), CALENDAR)
    assert (found and found.date()) == (day if counted == total else None)
