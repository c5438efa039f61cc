"""Functions at the edges of what they take: what they still give, and where they say that they cannot."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.engines.expressions import ExpressionFault, Kind, ListOf, compile_expression
from linli.engines.expressions.functions import FARTHEST
from linli.registers.calendar.rules import WorkCalendar

DECLARED = {
    "a": Kind.NUMBER, "r": Kind.DECIMAL, "s": Kind.TEXT, "d": Kind.DATE, "measured": ListOf(Kind.DECIMAL),
}  # fmt: skip
WHOLE = 2.0**53
"""Up to here decimals hold every whole number."""


def value(source: str, **values: Any) -> Any:
    return compile_expression(source, DECLARED).evaluate(values)


def is_fault(source: str, **values: Any) -> bool:
    try:
        value(source, **values)
    except ExpressionFault:
        return True
    return False


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("plusMonths('9999-11-30', 1)", "9999-12-30"),
        ("plusMonths('0001-02-28', -1)", "0001-01-28"),
        ("plusYears('9998-02-28', 1)", "9999-02-28"),
        ("plusDays('9999-12-30', 1)", "9999-12-31"),
    ],
)
def test_days_are_reckoned_up_to_both_ends_of_the_calendar(source: str, found: str) -> None:
    assert value(source) == found


@pytest.mark.parametrize(
    "source",
    ["plusMonths('9999-12-01', 1)", "plusMonths('0001-01-31', -1)", "plusDays('9999-12-31', 1)",
     "plusMonths(d, 9223372036854775807)", "plusYears(d, -9223372036854775807)"],
)  # fmt: skip
def test_beyond_the_calendar_nothing_is_reckoned(source: str) -> None:
    assert is_fault(source, d="2026-01-31")


@pytest.mark.parametrize(
    ("left", "right", "quotient", "remainder"),
    [(-1, 1, -1, 0), (1, -1, -1, 0), (-1, -1, 1, 0), (0, -3, 0, 0), (-7, 2, -3, -1), (7, -2, -3, 1)],
)
def test_a_division_is_cut_off_towards_zero(left: int, right: int, quotient: int, remainder: int) -> None:
    assert (value(f"a / {right}", a=left), value(f"a % {right}", a=left)) == (quotient, remainder)


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", 12), ("-3", -3), ("+3", 3), ("9" * 18, 10**18 - 1), ("007", 7)],
)
def test_a_text_of_digits_is_a_whole_number(text: str, found: int) -> None:
    assert value("int(s)", s=text) == found


@pytest.mark.parametrize("text", ["", " 12", "1_000", "１２", "1.0", "0x1", "1" * 19, "十"])
def test_no_other_text_is_a_whole_number(text: str) -> None:
    assert is_fault("int(s)", s=text)


@pytest.mark.parametrize(("text", "found"), [("1.5", 1.5), ("-3", -3.0), ("+0.25", 0.25)])
def test_a_text_of_digits_with_a_point_is_a_decimal_number(text: str, found: float) -> None:
    assert value("double(s)", s=text) == found


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e5", ".5", "1.", " 1", "1_0.0"])
def test_no_other_text_is_a_decimal_number(text: str) -> None:
    assert is_fault("double(s)", s=text)


def test_decimals_become_whole_while_they_hold_every_whole_number() -> None:
    assert [value("int(r)", r=one) for one in (2.9, -2.9, WHOLE, -WHOLE)] == [2, -2, 2**53, -(2**53)]
    assert all(is_fault("int(r)", r=one) for one in (WHOLE + 2, -WHOLE - 2))


@pytest.mark.parametrize("source", ["r + r > 1.0", "r - (0.0 - r) > 1.0", "r * r > 1.0", "r / 0.5 > 1.0"])
def test_a_decimal_without_end_is_a_fault(source: str) -> None:
    assert is_fault(source, r=1.7e308)


def test_decimals_are_summed_while_the_sum_has_an_end() -> None:
    assert value("sum(measured)", measured=[1.5, 2.5]) == 4.0
    assert value("sum(measured)", measured=[]) == 0.0
    assert is_fault("sum(measured) > 1.0", measured=[1.7e308, 1.7e308])


def test_working_days_are_counted_over_ten_years_and_no_day_more() -> None:
    counted = compile_expression("workdays(d, plusDays(d, a))", DECLARED)
    calendar, day = WorkCalendar(days={}, published=frozenset()), date(2026, 1, 1)
    for far in (FARTHEST, -FARTHEST):
        found = counted.evaluate({"d": day, "a": far}, calendar=calendar)
        assert found == calendar.count_workdays(day, day + timedelta(days=far))
        with pytest.raises(ExpressionFault):
            counted.evaluate({"d": day, "a": far + (1 if far > 0 else -1)}, calendar=calendar)
