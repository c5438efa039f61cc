"""Quiet hours, to the minute, and how long a failure waits."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.clock import LOCAL
from linli.kernel.dispatch.rules import ATTEMPTS, is_quiet, quiet_for, until_time, wait_after

NIGHT = (time(22), time(8))
MOMENTS = st.datetimes(timezones=st.just(LOCAL))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=LOCAL)


def test_the_night_runs_over_midnight() -> None:
    assert [hour for hour in range(24) if is_quiet(at(hour), *NIGHT)] == [0, 1, 2, 3, 4, 5, 6, 7, 22, 23]
    assert not is_quiet(at(21, 59), *NIGHT)
    assert quiet_for(at(22), *NIGHT) == timedelta(hours=10)
    assert quiet_for(at(7, 59), *NIGHT) == timedelta(minutes=1)
    assert quiet_for(at(8), *NIGHT) == timedelta(0)


def test_a_rest_at_noon_does_not() -> None:
    noon = (time(12), time(14, 30))
    assert [hour for hour in range(24) if is_quiet(at(hour), *noon)] == [12, 13, 14]
    assert quiet_for(at(13), *noon) == timedelta(minutes=90)


def test_without_hours_or_with_empty_ones_no_time_is_quiet() -> None:
    assert not is_quiet(at(3), None, None)
    assert not is_quiet(at(3), time(8), time(8))


@settings(deadline=None)
@given(moment=MOMENTS, start=TIMES, end=TIMES)
def test_what_waited_arrives_when_it_is_not_quiet_and_never_a_day_late(
    moment: datetime, start: time, end: time
) -> None:
    wait = quiet_for(moment, start, end)
    assert timedelta(0) <= wait <= timedelta(days=1)
    assert not is_quiet(moment + wait, start, end)
    assert bool(wait) == is_quiet(moment, start, end)


@settings(deadline=None)
@given(moment=MOMENTS, target=TIMES)
def test_the_next_time_a_clock_shows_it_lies_ahead(moment: datetime, target: time) -> None:
    ahead = until_time(moment, target)
    assert timedelta(0) < ahead <= timedelta(days=1)
    assert (moment + ahead).time() == target


def test_waits_double() -> None:
    assert [wait_after(done).seconds for done in range(1, ATTEMPTS)] == [10, 20, 40, 80, 160]
