"""What an expression may say, and what the author of a wrong one is told."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.expressions import ExpressionFault, Kind, compile_expression


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


DECLARED = {
    "age_years": Kind.NUMBER,
    "birth_date": Kind.DATE,
    "today": Kind.DATE,
    "place": Kind.TEXT,
    "tags": Kind.LIST,
    "poor": Kind.BOOL,
    "rate": Kind.DECIMAL,
    "person.age": Kind.NUMBER,
}


def value(source: str, **values: object) -> object:
    return compile_expression(source, DECLARED).evaluate({k.replace("__", "."): v for k, v in values.items()})


def fault(source: str) -> ExpressionFault:
    with pytest.raises(ExpressionFault) as caught:
        compile_expression(source, DECLARED)
    return caught.value


def test_old_age_is_counted_in_completed_years() -> None:
    source = "age(birth_date, today) >= 80"
    assert value(source, birth_date=date(1946, 11, 24), today=date(2026, 11, 23)) is False
    assert value(source, birth_date=date(1946, 11, 24), today=date(2026, 11, 24)) is True


def test_who_is_born_on_a_leap_day_turns_older_on_the_first_of_march() -> None:
    source = "age(birth_date, today)"
    assert value(source, birth_date="1944-02-29", today="2026-02-28") == 81
    assert value(source, birth_date="1944-02-29", today="2026-03-01") == 82


def test_chinese_texts_are_literals_lists_and_values() -> None:
    assert (
        value("place.startsWith('楚雄') && '高龄' in tags", place="楚雄市鹿城镇", tags=("高龄", "独居"))
        is True
    )
    assert value("place == '静海区'", place="楚雄市") is False
    assert value("tags.exists(tag, tag == '独居')", tags=["独居"]) is True


def test_length_counts_characters_not_bytes() -> None:
    assert value("place.length()", place="云南省") == 3
    assert value("length(tags) > 1", tags=["a"]) is False


def test_dates_compare_with_dates_and_with_iso_texts() -> None:
    assert value("birth_date <= '1946-11-23'", birth_date=date(1946, 11, 23)) is True
    assert value("birth_date < today", birth_date=date(1999, 12, 31), today="2000-01-01") is True


def test_names_may_have_parts() -> None:
    assert value("person.age >= 80 ? '可以' : '不可以'", person__age=83) == "可以"


def test_an_empty_value_can_be_tested_for() -> None:
    assert value("age_years != null && age_years >= 80", age_years=None) is False


def test_comparing_an_empty_value_names_it_and_the_mend() -> None:
    with pytest.raises(ExpressionFault, match="age_years != null"):
        value("age_years >= 80", age_years=None)


def test_division_by_zero_is_said_so() -> None:
    with pytest.raises(ExpressionFault, match="divides by zero"):
        value("100 / age_years > 1", age_years=0)


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("age_yaers > 80", 1, 1),
        ("poor &&\n  plaec == 'x'", 2, 3),
        ("'楚雄市' == place && plaec == 'x'", 1, 19),
        ("tags.exists(t, t == plaec)", 1, 21),
        ("t == 'x' || tags.exists(t, t == 'x')", 1, 1),
        ("person.aeg > 3", 1, 1),
        ("place.name == 'x'", 1, 1),
        ("place /* plain */ == 'x'", 1, 8),
    ],
)
def test_an_unknown_name_is_found_where_it_stands(source: str, line: int, column: int) -> None:
    found = fault(source)
    assert (found.line, found.column) == (line, column)


def test_a_misspelt_name_is_suggested() -> None:
    assert "«age_years»" in fault("age_yaers > 80").mend


def test_a_misspelt_function_is_suggested() -> None:
    found = fault("place.startWith('云')")
    assert (found.column, "«startsWith»" in found.mend) == (7, True)


@pytest.mark.parametrize(
    "source", ["timestamp('2026-01-01T00:00:00Z')", "size(place)", "has(person.age)", "dyn(1)"]
)
def test_functions_outside_the_language_are_refused(source: str) -> None:
    assert "no function" in fault(source).fault


@pytest.mark.parametrize("source", ["{'a': 1}", "Money{amount: 1}", "[1].map(x, x)[0].y", ".place"])
def test_other_parts_of_cel_are_refused(source: str) -> None:
    fault(source)


@pytest.mark.parametrize(
    ("source", "column"),
    [("age_years >", 12), ("place == '云南", 10), ("place $ 'x'", 7), ("年龄 > 3", 1), ("(poor", 6)],
)
def test_a_slip_of_syntax_has_a_column(source: str, column: int) -> None:
    assert fault(source).column == column


@pytest.mark.parametrize(
    "source",
    [
        "place > 3",
        "age_years + 'x'",
        "!age_years",
        "poor + 1",
        "age_years + 0.5",
        "poor ? !rate : !rate",
    ],
)
def test_kinds_that_do_not_fit_are_refused_before_any_data(source: str) -> None:
    assert "kinds" in fault(source).fault


def test_the_kind_of_the_result_can_be_asked_for() -> None:
    compile_expression("age_years >= 80", DECLARED, result=Kind.BOOL)
    with pytest.raises(ExpressionFault, match="must give «yes or no»"):
        compile_expression("age_years + 1", DECLARED, result=Kind.BOOL)


def test_words_inside_texts_and_comments_are_not_names() -> None:
    assert value("place == 'unknown(name) // not' // remark: foo(bar)", place="x") is False


def test_an_expression_has_a_bounded_length_and_depth() -> None:
    assert "2000" in fault("poor || " * 300 + "poor").fault
    fault("(" * 500 + "poor" + ")" * 500)
    fault("   ")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("age_years", Decimal(3)), ("age_years", True), ("age_years", 2**70), ("today", datetime(2026, 1, 1)),  # noqa: DTZ001
     ("today", "1.1.2026"), ("place", 3), ("tags", "x"), ("poor", 1), ("tags", [None])],
)  # fmt: skip
def test_values_of_another_kind_are_an_error_of_the_caller(name: str, wrong: object) -> None:
    with pytest.raises(TypeError):
        value(f"{name} == null", **{name: wrong})


def test_a_value_that_is_not_given_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        value("poor")


@given(st.text(max_size=60))
def test_any_text_is_either_an_expression_or_a_fault(source: str) -> None:
    with suppress(ExpressionFault):
        compile_expression(source, DECLARED)


@given(st.text(max_size=30))
def test_any_text_survives_as_a_value(text: str) -> None:
    assert value("place", place=text) == text
