import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar, published_years, tomb_sweeping_day

HOLIDAYS = Path(__file__).parents[5] / "packs" / "national" / "calendars" / "holidays.csv"


def published() -> WorkCalendar:
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        days = {
            date.fromisoformat(row["day"]): DayKind(Kind(row["kind"]), row["name"], row["source"])
            for row in csv.DictReader(file)
        }
    return WorkCalendar(days=days, published=published_years(days))


CALENDAR = published()
DAYS = st.dates(min_value=date(2003, 1, 1), max_value=date(2030, 12, 31))
TORCHES = CALENDAR.with_days(
    (date(2026, 8, day), DayKind(Kind.HOLIDAY, "火把节", "推算", provisional=True)) for day in (6, 7, 8)
)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday that is worked
    ],
)
def test_terms_run_over_published_holidays_and_worked_weekends(start: date, n: int, expected: date) -> None:
    assert CALENDAR.add_workdays(start, n) == expected
    assert not CALENDAR.is_provisional(start, expected)


def test_the_year_2026_has_248_working_days() -> None:
    assert CALENDAR.count_workdays(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_schedules_from_2004_to_2026_are_published() -> None:
    assert CALENDAR.published == frozenset(range(2004, 2027))


def test_new_year_without_a_schedule_is_free_and_the_result_provisional() -> None:
    due = CALENDAR.add_workdays(date(2026, 12, 31), 1)
    assert due == date(2027, 1, 4)
    assert CALENDAR.is_provisional(date(2026, 12, 31), due)
    new_year = CALENDAR.kind(date(2027, 1, 1))
    assert (new_year.kind, new_year.name, new_year.provisional) == (Kind.HOLIDAY, "元旦", True)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 10, 1),
        date(2027, 10, 2),
        date(2027, 10, 3),
    ],
)
def test_fixed_holidays_are_built_in(day: date) -> None:
    assert CALENDAR.kind(day).kind is Kind.HOLIDAY


def test_lunar_holidays_of_an_unpublished_year_are_not_guessed() -> None:
    spring_festival = date(2027, 2, 8)  # by the lunar calendar two days after New Year
    assert CALENDAR.kind(spring_festival).kind is Kind.WORKDAY
    assert CALENDAR.is_provisional(spring_festival, spring_festival)


def test_a_lone_spill_over_day_does_not_publish_a_year() -> None:
    assert published_years({date(2027, 1, 1): DayKind(Kind.HOLIDAY, "元旦")}) == frozenset()


@pytest.mark.parametrize("year", range(2008, 2027))
def test_tomb_sweeping_day_lies_in_every_published_holiday(year: int) -> None:
    assert CALENDAR.kind(tomb_sweeping_day(year)).name in ("清明", "清明节")


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2000, 4),
        (2001, 5),
        (2003, 5),
        (2004, 4),
        (2022, 5),
        (2024, 4),
        (2025, 4),
        (2026, 5),
        (2027, 5),
        (2028, 4),
    ],
)
def test_tomb_sweeping_day_is_that_of_the_almanac(year: int, day: int) -> None:
    assert tomb_sweeping_day(year) == date(year, 4, day)


def test_the_days_beside_tomb_sweeping_day_are_ordinary_ones() -> None:
    assert [WorkCalendar().kind(date(2028, 4, day)).works for day in (3, 4, 5, 6)] == [
        True,
        False,
        True,
        True,
    ]


def test_kinds_name_their_holiday() -> None:
    assert CALENDAR.kind(date(2026, 10, 1)).name == "国庆节"
    worked = CALENDAR.kind(date(2026, 10, 10))
    assert (worked.kind, worked.works) == (Kind.MAKE_UP, True)
    assert CALENDAR.kind(date(2026, 10, 11)).kind is Kind.WEEKEND
    assert CALENDAR.kind(date(2026, 10, 12)).kind is Kind.WORKDAY


def test_a_regional_holiday_moves_the_term_of_that_region_only() -> None:
    assert CALENDAR.add_workdays(date(2026, 8, 5), 1) == date(2026, 8, 6)
    assert TORCHES.add_workdays(date(2026, 8, 5), 1) == date(2026, 8, 10)


def test_a_term_over_a_reckoned_holiday_is_provisional_and_one_beside_it_is_not() -> None:
    assert TORCHES.is_provisional(date(2026, 8, 5), date(2026, 8, 10))
    assert not TORCHES.is_provisional(date(2026, 8, 9), date(2026, 8, 14))


def test_a_term_of_natural_days_ends_on_the_next_working_day() -> None:
    assert CALENDAR.roll_forward(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.roll_forward(date(2026, 10, 8)) == date(2026, 10, 8)


def test_negative_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(date(2026, 1, 1), -1)


@given(DAYS, st.integers(min_value=0, max_value=120))
def test_counting_undoes_adding(start: date, n: int) -> None:
    assert CALENDAR.count_workdays(start, CALENDAR.add_workdays(start, n)) == n


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_a_term_ends_on_a_working_day_after_its_start(start: date, n: int) -> None:
    due = TORCHES.add_workdays(start, n)
    assert due > start
    assert TORCHES.is_workday(due)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_terms_add_up(start: date, first: int, second: int) -> None:
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, first), second) == CALENDAR.add_workdays(
        start, first + second
    )


@given(DAYS, DAYS, DAYS)
def test_spans_add_up_in_any_order(a: date, b: date, c: date) -> None:
    assert CALENDAR.count_workdays(a, b) + CALENDAR.count_workdays(b, c) == CALENDAR.count_workdays(a, c)


@given(DAYS, st.integers(1, 60), st.integers(0, 30))
def test_a_later_start_never_ends_earlier(start: date, n: int, later: int) -> None:
    assert CALENDAR.add_workdays(start, n) <= CALENDAR.add_workdays(start + timedelta(days=later), n)


def test_two_days_prove_that_a_schedule_is_published_and_no_others_do() -> None:
    both = {date(2026, 1, 1): DayKind(Kind.HOLIDAY), date(2026, 10, 1): DayKind(Kind.HOLIDAY)}
    assert published_years(both) == {2026}
    for missing in both:
        near = {day: kind for day, kind in both.items() if day != missing}
        near |= {missing + timedelta(days=1): DayKind(Kind.HOLIDAY)}
        assert published_years(near) == frozenset()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2000, 4, 4), "清明节"),
        (date(2099, 4, 4), "清明节"),
        (date(2100, 4, 4), ""),
        (date(1999, 4, 4), ""),
        (date(1999, 4, 5), ""),
    ],
)
def test_tomb_sweeping_day_is_reckoned_only_where_the_formula_is_good(day: date, name: str) -> None:
    assert WorkCalendar().kind(day).name == name


def test_a_reckoned_holiday_makes_a_span_provisional_from_its_first_to_its_last_day() -> None:
    reckoned = date(2026, 8, 6)
    day = timedelta(days=1)
    sure = DayKind(Kind.HOLIDAY, "所定")
    days = {reckoned: DayKind(Kind.HOLIDAY, "火把节", provisional=True), reckoned + 2 * day: sure}
    calendar = WorkCalendar(days, frozenset({2026}))
    assert calendar.is_provisional(reckoned, reckoned + 9 * day)
    assert calendar.is_provisional(reckoned - 9 * day, reckoned)
    assert not calendar.is_provisional(reckoned + day, reckoned + 9 * day)
    assert not calendar.is_provisional(reckoned - 9 * day, reckoned - day)
