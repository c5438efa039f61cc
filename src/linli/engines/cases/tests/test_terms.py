"""Lengths of time in three units: what a pack may say, when they end, and which promise keeps the law."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from linli.engines.cases.terms import LEAST_HOURS, Term, Unit, end_of, first_after, is_exact, never_longer
from linli.engines.cases.wording import amount_words, clock_words, term_words
from linli.kernel.clock import LOCAL
from linli.registers.calendar.hours import HoursRule, OfficeHours
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar
from linli.registers.calendar.schemas import LEAST_MINUTES

from .test_deadline import CALENDAR, moment

DAY = timedelta(days=1)


@pytest.mark.parametrize("raw", [{}, {"workdays": 5, "days": 5}, {"hours": 2, "days": 1}])
def test_exactly_one_unit_is_given(raw: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="exactly one of workdays"):
        Term.model_validate(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"days": 0},
        {"hours": -1},
        {"workdays": 0},
        {"workdays": 3651},
        {"days": 3651},
        {"hours": 2001},
        {"minutes": 5},
    ],
)
def test_a_length_without_sense_is_refused(raw: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Term.model_validate(raw)


@pytest.mark.parametrize(
    "raw", [{"workdays": 3650}, {"days": 3650}, {"hours": 2000}, {"days": 1}, {"hours": 1}]
)
def test_the_bounds_themselves_are_lengths(raw: dict[str, int]) -> None:
    assert Term.model_validate(raw).number in raw.values()


def test_a_term_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Term(days=3).days = 4  # type: ignore[misc]


def test_only_an_end_within_a_day_is_exact() -> None:
    assert not is_exact(end_of(Term(days=3), moment("2026-03-02"), CALENDAR))
    assert is_exact(end_of(Term(hours=3), moment("2026-03-02"), CALENDAR))


def test_a_term_knows_its_unit_and_amount() -> None:
    terms = [Term(workdays=5), Term(days=15), Term(hours=2)]
    assert [(term.unit, term.number, term.amount) for term in terms] == [
        (Unit.WORKDAYS, 5, 5), (Unit.DAYS, 15, 15), (Unit.HOURS, 2, 120),
    ]  # fmt: skip
    assert [Term.of(term.unit, term.number) for term in terms] == terms


@pytest.mark.parametrize(
    ("begun", "term", "end", "after"),
    [
        ("2026-03-02", Term(workdays=5), "2026-03-09T23:59:59", "2026-03-10T00:00"),
        ("2026-03-02", Term(days=3), "2026-03-05T23:59:59", "2026-03-06T00:00"),
        ("2026-03-04", Term(days=3), "2026-03-09T23:59:59", "2026-03-10T00:00"),  # ends on a Saturday: Monday
        (
            "2026-09-24",
            Term(days=7),
            "2026-10-08T23:59:59",
            "2026-10-09T00:00",
        ),  # National Day: the 8th is worked
        (
            "2026-09-30",
            Term(days=10),
            "2026-10-10T23:59:59",
            "2026-10-11T00:00",
        ),  # a worked Saturday is a last day
        ("2026-03-02T16:30", Term(hours=2), "2026-03-03T10:30", "2026-03-03T10:30"),
        ("2026-03-02T11:59:59", Term(hours=1), "2026-03-02T14:59", "2026-03-02T14:59"),  # seconds are cut off
    ],
)
def test_a_term_ends_as_the_law_has_it(begun: str, term: Term, end: str, after: str) -> None:
    assert end_of(term, moment(begun), CALENDAR) == moment(end)
    assert first_after(term, moment(begun), CALENDAR) == moment(after)


@pytest.mark.parametrize(
    ("promised", "legal", "pauses", "kept"),
    [
        (Term(workdays=20), Term(workdays=20), True, True),
        (Term(workdays=21), Term(workdays=20), True, False),
        (Term(days=60), Term(days=60), True, True),
        (Term(hours=25), Term(hours=24), False, False),
        (Term(days=20), Term(workdays=20), True, True),
        (Term(days=21), Term(workdays=20), True, False),
        (Term(hours=20), Term(workdays=5), True, True),
        (Term(hours=21), Term(workdays=5), True, False),
        (Term(workdays=20), Term(days=54), False, True),
        (Term(workdays=20), Term(days=53), False, False),
        (Term(workdays=20), Term(days=365), True, None),
        (Term(hours=4), Term(days=16), False, True),
        (Term(hours=5), Term(days=16), False, False),
        (Term(hours=4), Term(days=16), True, None),
        (Term(workdays=1), Term(hours=2000), False, None),
        (Term(days=1), Term(hours=2000), False, None),
    ],
)
def test_a_promise_is_compared_in_the_worst_case(
    promised: Term, legal: Term, pauses: bool, kept: bool | None
) -> None:
    assert never_longer(promised, legal, pauses=pauses) is kept


def test_the_worst_case_of_hours_is_what_the_register_refuses_to_go_below() -> None:
    assert LEAST_HOURS * 60 == LEAST_MINUTES


starts = st.integers(0, 545 * 24 * 60).map(
    lambda at: datetime(2025, 1, 1, tzinfo=LOCAL) + timedelta(minutes=at)
)
terms = st.builds(Term.of, st.sampled_from(Unit), st.integers(1, 60))
shortest = OfficeHours((HoursRule(((9 * 60, 13 * 60),)),))


@settings(deadline=None)
@given(starts, terms, terms)
def test_a_promise_that_passes_ends_no_later_than_the_law_says(
    begun: datetime, promised: Term, legal: Term
) -> None:
    calendar = WorkCalendar(CALENDAR.days, CALENDAR.published, shortest)
    if never_longer(promised, legal, pauses=False):
        assert end_of(promised, begun, calendar) <= end_of(legal, begun, calendar)


@settings(deadline=None)
@given(starts, st.integers(1, 120))
def test_the_bound_between_working_and_natural_days_holds_in_the_published_years(
    begun: datetime, number: int
) -> None:
    legal = Term(days=2 * number + 14)
    torches = CALENDAR.with_days(
        (date(2026, 8, day), DayKind(Kind.HOLIDAY, "火把节")) for day in range(4, 10)
    )
    assert end_of(Term(workdays=number), begun, torches) <= end_of(legal, begun, torches)


@settings(deadline=None)
@given(starts, st.integers(1, 200))
def test_natural_days_end_as_the_civil_code_has_it(begun: datetime, number: int) -> None:
    day = begun.date()
    for _counted in range(number):  # 第二百零一条: the first day is not counted
        day += DAY
    while not CALENDAR.is_workday(
        day
    ):  # 第二百零三条: a rest day or holiday moves the end to the next working day
        day += DAY
    end = end_of(Term(days=number), begun, CALENDAR)
    assert (end.date(), end.hour, end.minute, end.second) == (day, 23, 59, 59)


@settings(deadline=None)
@given(starts, terms, st.integers(0, 30))
def test_a_longer_term_never_ends_earlier(begun: datetime, term: Term, more: int) -> None:
    longer = Term.of(term.unit, term.number + more)
    assert end_of(term, begun, CALENDAR) <= end_of(longer, begun, CALENDAR)


def test_terms_are_told_in_words() -> None:
    with translation.override("en"):
        assert term_words(Term(workdays=1)) == "1 working day"
        assert term_words(Term(days=15)) == "15 natural days"
        assert term_words(Term(hours=24)) == "24 working hours"
        assert amount_words(Unit.HOURS, 45) == "45 minutes of working time"
        assert amount_words(Unit.HOURS, 150) == "2 h 30 min of working time"
        assert [clock_words(minutes) for minutes in (45, 120, 150)] == ["45 min", "2 h", "2 h 30 min"]
