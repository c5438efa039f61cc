"""The clock of a case, by hand with published days and by brute force."""

import csv
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.cases.deadline import Entry, Op, begun_at, due_at, stopped_at, total, used
from linli.engines.cases.terms import Term, Unit
from linli.engines.packs.folders import builtin_root
from linli.kernel.clock import LOCAL
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar
from tests.support.drawing import examples

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


@settings(deadline=None)
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


def restart(day: str) -> Entry:
    return Entry(Op.RESTART, moment(day))


def test_a_reopened_case_begins_anew_and_forgets_what_was_before() -> None:
    ledger = [
        run("2026-03-02"), Entry(Op.EXTEND, moment("2026-03-03"), extra=Term(workdays=9)), pause("2026-03-04"),
        run("2026-03-05"), stop("2026-03-06"), restart("2026-03-16"),
    ]  # fmt: skip
    assert due(5, *ledger) == "2026-03-23"
    assert begun_at(ledger) == moment("2026-03-16")
    assert stopped_at(ledger) is None
    assert total(ledger, Term(workdays=5)) == 5
    assert used(ledger, Term(workdays=5), CALENDAR, moment("2026-03-18")) == 2
    assert stopped_at([*ledger, stop("2026-03-17")]) == moment("2026-03-17")


def test_before_it_began_a_clock_has_no_beginning_and_used_nothing() -> None:
    assert begun_at([]) is None
    assert used([], Term(days=3), CALENDAR, moment("2026-03-18")) == 0
    assert due_at([], Term(hours=3), CALENDAR) is None


def test_an_extension_in_another_unit_is_no_silent_nothing() -> None:
    ledger = [run("2026-03-02"), Entry(Op.EXTEND, moment("2026-03-04"), extra=Term(days=3))]
    with pytest.raises(ValueError, match="another unit"):
        due_at(ledger, Term(hours=3), CALENDAR)


@pytest.mark.parametrize(
    ("entries", "days", "expected"),
    [
        ([run("2026-03-02")], 4, "2026-03-06"),
        ([run("2026-03-02")], 5, "2026-03-09"),  # Saturday: Monday
        ([run("2026-03-02"), pause("2026-03-04"), run("2026-03-06")], 4, "2026-03-09"),  # 3, 7, 8, 9
        (
            [run("2026-03-02"), pause("2026-03-04"), run("2026-03-06")],
            3,
            "2026-03-09",
        ),  # 3, 7, 8 is Sunday: Monday
        (
            [run("2026-03-02"), pause("2026-03-08")],
            5,
            "2026-03-09",
        ),  # Saturday was the last day: it stays Monday
        (
            [run("2026-03-02"), pause("2026-03-07")],
            5,
            None,
        ),  # paused on the day that would have been the last
        ([run("2026-03-02"), stop("2026-03-03")], 5, "2026-03-09"),
    ],
)
def test_natural_days_run_through_weekends_but_do_not_end_there(
    entries: list[Entry], days: int, expected: str | None
) -> None:
    found = due_at(entries, Term(days=days), CALENDAR)
    assert (found and found.date().isoformat()) == expected


def test_the_days_over_which_a_natural_term_moves_on_are_not_used_up() -> None:
    term, ledger = Term(days=5), [run("2026-03-02")]  # Saturday 7 March would be the last: Monday 9 is
    told = [used(ledger, term, CALENDAR, moment(f"2026-03-{day:02}")) for day in range(2, 12)]
    assert told == [0, 1, 2, 3, 4, 4, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("entries", "hours", "expected"),
    [
        ([run("2026-03-02T10:30")], 2, "2026-03-02T14:30"),
        ([run("2026-03-02T10:30"), pause("2026-03-02T11:00"), run("2026-03-02T14:30")], 2, "2026-03-02T16:00"),
        ([run("2026-03-02T10:30"), pause("2026-03-02T11:00"), run("2026-03-04T08:00")], 2, "2026-03-04T10:30"),
        ([run("2026-03-02T10:30"), pause("2026-03-02T14:30")], 2, "2026-03-02T14:30"),  # just used up
        ([run("2026-03-02T10:30"), pause("2026-03-02T14:29")], 2, None),
        ([run("2026-03-06T16:00"), Entry(Op.EXTEND, moment("2026-03-06T16:30"), extra=Term(hours=1))], 2,
         "2026-03-09T11:00"),
        ([run("2026-03-02T10:30"), stop("2026-03-02T11:00")], 24, "2026-03-06T10:30"),
    ],
)  # fmt: skip
def test_working_hours_are_exact(entries: list[Entry], hours: int, expected: str | None) -> None:
    assert due_at(entries, Term(hours=hours), CALENDAR) == (moment(expected) if expected else None)


@st.composite
def any_ledger(draw: st.DrawFn, unit: Unit) -> list[Entry]:
    """As `ledgers`, minute by minute, with extensions in `unit`, perhaps stopped, perhaps begun anew."""
    at = datetime(2026, 1, 1, tzinfo=LOCAL) + timedelta(minutes=draw(st.integers(0, 300 * 24 * 60)))
    entries, paused = [Entry(Op.RUN, at)], False
    steps = st.tuples(st.integers(0, 6 * 24 * 60), st.sampled_from(["turn", "turn", "extend", "restart"]))
    for gap, what in draw(st.lists(steps, max_size=7)):
        at += timedelta(minutes=gap)
        if what == "extend":
            entries.append(Entry(Op.EXTEND, at, extra=Term.of(unit, 2)))
        elif what == "restart":
            entries.append(Entry(Op.RESTART, at))
            paused = False
        else:
            paused = not paused
            entries.append(Entry(Op.PAUSE if paused else Op.RUN, at, "hearing" if paused else ""))
    if draw(st.booleans()):
        entries.append(Entry(Op.STOP, at + timedelta(minutes=draw(st.integers(0, 4000)))))
    return entries


def since_begun(entries: list[Entry]) -> list[Entry]:
    starts = [index for index, entry in enumerate(entries) if entry.op is Op.RESTART]
    return entries[starts[-1] :] if starts else entries


def runs_at(at: datetime, entries: list[Entry]) -> bool:
    """By definition: the last thing before or at this moment, apart from extensions, set the clock going; a clock
    that has stopped is told as if it went on."""
    before = [entry for entry in since_begun(entries) if entry.at <= at and entry.op is not Op.EXTEND]
    turns = [entry for entry in before if entry.op is not Op.STOP]
    stopped_paused = len(before) > len(turns) and turns and turns[-1].op is Op.PAUSE
    return bool(turns) and turns[-1].op is not Op.PAUSE and not stopped_paused


@settings(max_examples=examples(30), deadline=None)
@given(any_ledger(Unit.HOURS), st.integers(1, 30))
def test_due_in_hours_is_what_a_ticking_clock_gives(entries: list[Entry], hours: int) -> None:
    begun = since_begun(entries)
    left = hours * 60 + sum(entry.extra.amount for entry in begun if entry.extra)
    at, last = begun[0].at, begun[-1].at
    last += 60 * DAY if runs_at(last, entries) else timedelta()
    while left and at < last:
        minute = at.hour * 60 + at.minute
        office = any(opens <= minute < closes for opens, closes in CALENDAR.open_at(at.date()))
        left -= office and runs_at(at, entries)
        at += timedelta(minutes=1)
    found = due_at(entries, Term(hours=hours), CALENDAR)
    assert found == (None if left else at)


@settings(deadline=None)
@given(any_ledger(Unit.DAYS), st.integers(1, 40))
def test_due_in_natural_days_is_what_counting_by_hand_gives(entries: list[Entry], number: int) -> None:
    begun = since_begun(entries)
    turns = [entry for entry in begun if entry.op not in (Op.EXTEND, Op.STOP)]
    left = number + sum(entry.extra.number for entry in begun if entry.extra)
    day, last = begun[0].day, begun[-1].day + 120 * DAY
    while left and day < last:
        day += DAY
        before = [entry for entry in turns if entry.day < day]
        stood = any(entry.day == day for entry in turns) or before[-1].op is Op.PAUSE
        left -= not stood
    while not CALENDAR.is_workday(day):
        day += DAY
    found = due_at(entries, Term(days=number), CALENDAR)
    assert (found and found.date()) == (None if left else day)


any_unit = st.sampled_from(Unit)


@settings(deadline=None)
@given(st.data(), any_unit, st.integers(1, 30), st.integers(0, 20))
def test_a_longer_limit_is_never_due_earlier(data: st.DataObject, unit: Unit, number: int, more: int) -> None:
    entries = data.draw(any_ledger(unit))
    short = due_at(entries, Term.of(unit, number), CALENDAR)
    long = due_at(entries, Term.of(unit, number + more), CALENDAR)
    assert long is None or (short is not None and short <= long)


@settings(deadline=None)
@given(st.data(), any_unit, st.integers(1, 30), st.integers(0, 9000), st.integers(0, 9000))
def test_one_more_pause_never_makes_it_earlier(
    data: st.DataObject, unit: Unit, number: int, gap: int, length: int
) -> None:
    entries = data.draw(any_ledger(unit).filter(lambda found: found[-1].op in (Op.RUN, Op.RESTART)))
    at = entries[-1].at + timedelta(minutes=gap)
    paused = [*entries, Entry(Op.PAUSE, at, "hearing"), Entry(Op.RUN, at + timedelta(minutes=length))]
    before, after = (due_at(ledger, Term.of(unit, number), CALENDAR) for ledger in (entries, paused))
    assert before is not None
    assert after is not None
    assert before <= after


@settings(deadline=None)
@given(st.data(), any_unit, st.integers(1, 30))
def test_at_the_due_moment_just_the_whole_term_is_used(data: st.DataObject, unit: Unit, number: int) -> None:
    term = Term.of(unit, number)
    entries = data.draw(any_ledger(unit).filter(lambda found: found[-1].op is not Op.STOP))
    end = due_at(entries, term, CALENDAR)
    if end is not None:
        assert used(entries, term, CALENDAR, end) == total(entries, term)
        earlier = end - (timedelta(minutes=1) if unit is Unit.HOURS else DAY)
        assert used(entries, term, CALENDAR, earlier) < total(entries, term)
