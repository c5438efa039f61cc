"""What is told of a clock: when it stood, which days it counts, and what no longer counts after it has stopped."""

from itertools import islice

import pytest

from linli.engines.cases.deadline import Entry, Op, Pause, counted_days, pauses, used
from linli.engines.cases.terms import Term
from linli.engines.cases.tests.test_deadline import CALENDAR, moment, pause, restart, run, stop


def extend(day: str) -> Entry:
    return Entry(Op.EXTEND, moment(day), extra=Term(workdays=1))


MARCH_2, MARCH_4, MARCH_6, MARCH_9 = (moment(f"2026-03-0{day}") for day in (2, 4, 6, 9))
INSPECTED = [run("2026-03-02"), pause("2026-03-04"), run("2026-03-06")]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([run("2026-03-02")], []),
        (INSPECTED[:2], [Pause(MARCH_4, None, "inspection")]),
        (INSPECTED, [Pause(MARCH_4, MARCH_6, "inspection")]),
        ([*INSPECTED[:2], stop("2026-03-06")], [Pause(MARCH_4, MARCH_6, "inspection")]),
        (
            [*INSPECTED[:2], pause("2026-03-06", "hearing"), run("2026-03-09")],
            [Pause(MARCH_4, MARCH_6, "inspection"), Pause(MARCH_6, MARCH_9, "hearing")],
        ),
        ([*INSPECTED, restart("2026-03-09")], []),
    ],
)
def test_a_clock_stood_from_its_pause_until_what_came_next(entries: list[Entry], told: list[Pause]) -> None:
    assert pauses(entries) == told


def test_time_that_is_given_ends_no_pause_and_begins_none() -> None:
    assert pauses([*INSPECTED[:2], extend("2026-03-05"), INSPECTED[2], extend("2026-03-09")]) == [
        Pause(MARCH_4, MARCH_6, "inspection")
    ]


@pytest.mark.parametrize(
    ("limit", "at_the_stop"), [(Term(workdays=9), 2), (Term(days=9), 2), (Term(hours=40), 2 * 6 * 60)]
)
def test_after_the_stop_nothing_more_is_used(limit: Term, at_the_stop: int) -> None:
    """Monday at ten to Wednesday at ten: two days, or the six hours of each."""
    ledger = [run("2026-03-02"), stop("2026-03-04")]
    later = [used(ledger, limit, CALENDAR, moment(day)) for day in ("2026-03-04", "2026-03-05", "2026-03-20")]
    assert later == [at_the_stop] * 3


@pytest.mark.parametrize("limit", [Term(workdays=4), Term(days=4)])
def test_a_clock_that_stopped_tells_the_days_that_would_have_counted(limit: Term) -> None:
    told = islice(counted_days([run("2026-03-02"), stop("2026-03-03")], limit, CALENDAR), 4)
    assert [day.day for day in told] == [3, 4, 5, 6]


def test_a_clock_that_stands_tells_no_day_after_its_pause() -> None:
    assert [day.day for day in counted_days(INSPECTED[:2], Term(workdays=9), CALENDAR)] == [3]
