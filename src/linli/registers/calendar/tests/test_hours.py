"""Office hours: which rule holds on a day, and minutes counted against a clock that ticks minute by minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pytest_django import DjangoAssertNumQueries

from linli.kernel.actors import SYSTEM
from linli.kernel.clock import LOCAL
from linli.registers.calendar.actions import replace_hours
from linli.registers.calendar.hours import BUILT_IN, HoursRule, OfficeHours
from linli.registers.calendar.queries import forget, get_calendar_of_region
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar
from linli.registers.calendar.schemas import OfficeHoursRow

WINTER = HoursRule(((9 * 60, 12 * 60), (14 * 60, 17 * 60)), frozenset(range(1, 6)))
SUMMER = HoursRule(
    ((9 * 60, 12 * 60), (14 * 60 + 30, 17 * 60 + 30)), frozenset(range(1, 6)), ((6, 1), (9, 30))
)
FRIDAY = HoursRule(((9 * 60, 13 * 60),), frozenset({5}))
CALENDAR = WorkCalendar(
    {
        date(2026, 10, 1): DayKind(Kind.HOLIDAY, "国庆节"),
        date(2026, 10, 10): DayKind(Kind.MAKE_UP, "国庆节"),
    },
    frozenset({2026}),
    OfficeHours((WINTER, SUMMER, FRIDAY)),
)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-03-02T10:00", 60, "2026-03-02T11:00"),
        (
            "2026-03-02T11:00",
            60,
            "2026-03-02T12:00",
        ),  # ends with the morning, not with the afternoon's beginning
        ("2026-03-02T11:00", 61, "2026-03-02T14:01"),  # over lunch
        ("2026-03-02T12:30", 1, "2026-03-02T14:01"),  # begun at lunch
        ("2026-03-02T16:30", 60, "2026-03-03T09:30"),  # over night
        ("2026-03-02T08:00", 1, "2026-03-02T09:01"),  # before opening
        ("2026-03-06T12:30", 60, "2026-03-09T09:30"),  # Friday ends at 13:00, then the weekend
        ("2026-07-01T14:00", 1, "2026-07-01T14:31"),  # summer
        (
            "2026-09-30T17:00",
            300,
            "2026-10-05T09:30",
        ),  # 30 of summer, a holiday, a Friday of four hours, Monday
        ("2026-10-09T12:59:59", 2, "2026-10-10T09:01"),  # a worked Saturday has the hours of a Monday
        ("2026-10-10T16:59", 2, "2026-10-12T09:01"),
    ],
)
def test_minutes_are_added_within_office_hours(start: str, minutes: int, expected: str) -> None:
    assert CALENDAR.add_minutes(at(start), minutes) == at(expected)


def test_the_later_rule_lies_over_the_earlier_one_on_the_days_it_covers() -> None:
    dated = HoursRule(((8 * 60, 16 * 60),), first=date(2026, 3, 2), last=date(2026, 3, 3))
    hours = OfficeHours((WINTER, SUMMER)).laid_over([dated])
    days = [date(2026, 3, day) for day in (1, 2, 3, 4)] + [
        date(2026, 6, 1),
        date(2026, 9, 30),
        date(2026, 10, 1),
    ]
    assert [hours.rule(day) for day in days] == [BUILT_IN, dated, dated, WINTER, SUMMER, SUMMER, WINTER]


def test_a_season_may_reach_over_new_year() -> None:
    cold = HoursRule(((10 * 60, 15 * 60),), season=((11, 15), (2, 15)))
    hours = OfficeHours((WINTER, cold))
    days = [date(2026, 11, 14), date(2026, 11, 15), date(2026, 12, 31), date(2027, 2, 15), date(2027, 2, 16)]
    assert [hours.rule(day) is cold for day in days] == [False, True, True, True, False]


def test_a_season_of_one_day_is_that_day() -> None:
    fair = HoursRule(((10 * 60, 15 * 60),), season=((5, 4), (5, 4)))
    days = [date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 5)]
    assert [OfficeHours((WINTER, fair)).rule(day) is fair for day in days] == [False, True, False]


def test_where_nothing_is_fixed_an_example_is_counted_with() -> None:
    found = OfficeHours(()).rule(date(2026, 3, 8))
    assert (found.intervals, found.example) == (((540, 720), (840, 1020)), True)
    assert not HoursRule(((540, 1020),)).example
    assert HoursRule(((540, 1020),)).weekdays == {1, 2, 3, 4, 5, 6, 7}


def test_a_worked_weekend_has_the_hours_of_a_monday_and_of_no_other_day() -> None:
    monday = HoursRule(((8 * 60, 16 * 60),), frozenset({1}))
    calendar = replace(CALENDAR, hours=OfficeHours((WINTER, monday)))
    assert calendar.open_at(date(2026, 10, 10)) == monday.intervals


def test_a_day_off_has_no_office_hours() -> None:
    assert CALENDAR.open_at(date(2026, 10, 1)) == CALENDAR.open_at(date(2026, 10, 3)) == ()
    assert CALENDAR.open_at(date(2026, 10, 10)) == WINTER.intervals


moments = st.integers(0, 148 * 24 * 3600).map(
    lambda at: datetime(2026, 5, 25, tzinfo=LOCAL) + timedelta(seconds=at)
)


def ticks(moment: datetime) -> bool:
    """Whether the office is open in the minute that begins at `moment`."""
    minute = moment.hour * 60 + moment.minute
    return any(opens <= minute < closes for opens, closes in CALENDAR.open_at(moment.date()))


@settings(deadline=None)
@given(moments, st.integers(0, 600))
def test_adding_minutes_is_what_a_ticking_clock_gives(start: datetime, minutes: int) -> None:
    moment, left = start.replace(second=0, microsecond=0), minutes
    while left:
        left -= ticks(moment)
        moment += MINUTE
    assert CALENDAR.add_minutes(start, minutes) == moment


@settings(deadline=None)
@given(moments, st.integers(0, 5000))
def test_counting_minutes_is_what_a_ticking_clock_gives(start: datetime, length: int) -> None:
    until = start + length * MINUTE
    moment, end, found = start.replace(second=0, microsecond=0), until.replace(second=0, microsecond=0), 0
    while moment < end:
        found += ticks(moment)
        moment += MINUTE
    assert CALENDAR.count_minutes(start, until) == found


@settings(deadline=None)
@given(moments, st.integers(1, 6000))
def test_what_is_added_is_what_is_counted(start: datetime, minutes: int) -> None:
    assert CALENDAR.count_minutes(start, CALENDAR.add_minutes(start, minutes)) == minutes


def test_nothing_is_counted_backwards_and_nothing_negative_added() -> None:
    assert CALENDAR.count_minutes(at("2026-03-03T10:00"), at("2026-03-02T10:00")) == 0
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_minutes(at("2026-03-03T10:00"), -1)


def row(**changes: object) -> OfficeHoursRow:
    return OfficeHoursRow.model_validate({"hours": "09:00-12:00 14:00-17:30", "source": "通知"} | changes)


def test_a_row_reads_as_a_rule() -> None:
    found = row(
        weekdays="1,3", season="06-01..09-30", valid_from="2026-01-01", valid_to="", example="true"
    ).rule()
    assert found == HoursRule(
        ((540, 720), (840, 1050)), frozenset({1, 3}), ((6, 1), (9, 30)), date(2026, 1, 1), None, "通知", True
    )
    assert row(weekdays="2-4", hours="00:00-24:00").rule().intervals == ((0, 1440),)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hours", "9-17", "write office hours as"),
        ("hours", "", "write office hours as"),
        ("hours", "14:00-17:00 09:00-12:00", "follow one another"),
        ("hours", "09:00-12:00 11:00-17:00", "follow one another"),
        ("hours", "09:00-25:00", "follow one another"),
        ("hours", "09:00-09:00 09:00-15:00", "follow one another"),
        ("hours", "09:00-12:60 14:00-17:00", "no minute 60"),
        ("hours", "09:00-12:59", "at least four"),
        ("weekdays", "0-5", "1 is Monday"),
        ("season", "06-31..09-30", "day is out of range"),
        ("season", "summer", "write a season as"),
        ("valid_to", "2025-12-31", "before valid_from"),
    ],
)
def test_a_faulty_row_is_refused_in_plain_words(field: str, value: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        row(**{"valid_from": "2026-01-01", field: value})


@pytest.mark.django_db
def test_the_hours_of_the_nearer_region_lie_over_those_of_the_nation(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    forget()
    now, monday = datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2)
    nation, county = row(weekdays="1-5"), row(region="532301", hours="08:30-12:00 14:00-18:00")
    assert replace_hours(rows=[nation, county], source="pack:test", actor=SYSTEM, now=now)
    assert get_calendar_of_region("532301").open_at(monday) == ((510, 720), (840, 1080))
    assert get_calendar_of_region("120118").open_at(monday) == ((540, 720), (840, 1050))
    assert not replace_hours(rows=[nation, county], source="pack:test", actor=SYSTEM, now=now)
    with django_assert_num_queries(0):
        get_calendar_of_region("532301")
    assert replace_hours(rows=[], source="pack:test", actor=SYSTEM, now=now)
    assert get_calendar_of_region("532301").open_at(monday) == BUILT_IN.intervals


def test_an_office_that_never_closes_counts_over_midnight() -> None:
    watch = WorkCalendar(published=frozenset({2026}), hours=OfficeHours((HoursRule(((0, 24 * 60),)),)))
    assert watch.add_minutes(at("2026-03-02T23:00"), 120) == at("2026-03-03T01:00")
    assert watch.add_minutes(at("2026-03-02T23:59"), 1) == at("2026-03-03T00:00")
    assert watch.count_minutes(at("2026-03-02T23:00"), at("2026-03-04T01:00")) == 26 * 60
