"""Lists, branches and comparisons of which one part is empty, longer or a record: what kind they are of."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from linli.engines.expressions import ExpressionFault, Kind, ListOf, Record, Type, compile_expression
from linli.engines.expressions.checker import unknown_names

MEMBER = Record.of({"age": Kind.NUMBER})
DECLARED: dict[str, Type] = {
    "a": Kind.NUMBER, "r": Kind.DECIMAL, "p": Kind.BOOL, "d": Kind.DATE, "person": MEMBER, "other": MEMBER,
    "members": ListOf(MEMBER), "few": ListOf(Kind.NUMBER, at_most=3), "many": ListOf(Kind.NUMBER, at_most=90),
    "days_off": ListOf(Kind.DATE), "measured": ListOf(Kind.DECIMAL),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def kind(source: str) -> Type:
    return compile_expression(source, DECLARED).kind


def value(source: str, **values: Any) -> Any:
    return compile_expression(source, DECLARED).evaluate(values)


@pytest.mark.parametrize("source", ["[1, 2]", "[null, 2]", "[2, null]"])
def test_a_list_is_of_the_kind_of_what_it_holds_beside_empty_values(source: str) -> None:
    assert kind(source) == ListOf(Kind.NUMBER, 2)


@pytest.mark.parametrize("source", ["p ? 1 : a", "p ? null : a", "p ? a : null"])
def test_a_choice_is_of_the_kind_of_the_branch_that_is_not_empty(source: str) -> None:
    assert kind(source) is Kind.NUMBER
    assert kind("p ? null : null") not in tuple(Kind)


@pytest.mark.parametrize("source", ["p ? few : many", "p ? many : few", "p ? null : many", "p ? many : null"])
def test_a_choice_between_lists_may_be_as_long_as_the_longer_one(source: str) -> None:
    assert kind(source) == ListOf(Kind.NUMBER, 90)


@pytest.mark.parametrize(
    "source",
    ["p ? person : other", "p ? null : person", "p ? person : null", "person == other", "members == null",
     "null == person", "[person] == [other]", "few in [few]", "person in members", "person in few"],
)  # fmt: skip
def test_records_are_neither_chosen_nor_compared(source: str) -> None:
    with pytest.raises(ExpressionFault, match="fit together"):
        kind(source)


@pytest.mark.parametrize(
    ("source", "given", "found"),
    [
        ("'2026-10-01' in days_off", {"days_off": ["2026-10-01"]}, True),
        ("d in ['2026-10-01']", {"d": "2026-10-01"}, True),
        ("3 in measured", {"measured": [3.0]}, True),
        ("3 in measured", {"measured": [3.5]}, False),
        ("r in [1, 2]", {"r": 2.0}, True),
        ("r == 2", {"r": 2.0}, True),
        ("2 != r", {"r": 2.0}, False),
    ],
)
def test_what_is_written_out_becomes_what_it_is_compared_with(
    source: str, given: dict[str, Any], found: bool
) -> None:
    assert value(source, **given) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("few + many", ListOf(Kind.NUMBER, 93)),
        ("[] + few", ListOf(Kind.NUMBER, 3)),
        ("few + []", ListOf(Kind.NUMBER, 3)),
    ],
)
def test_lists_in_a_row_are_of_one_kind_and_as_long_as_all(source: str, found: Type) -> None:
    assert kind(source) == found


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("few + a", "fit together"),
        ("few + null", "fit together"),
        ("length()", "takes 1 values, here are 0"),
        ("age(d)", "takes 2 values, here are 1"),
        ("few.contains('x', 'y')", "takes 2 values, here are 3"),
    ],
)
def test_what_a_function_does_not_take_is_said(source: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        kind(source)


def test_what_is_meant_is_suggested_else_everything_that_is_known() -> None:
    near = {"amount": Kind.NUMBER, "amounts": Kind.NUMBER}
    for source, mend in [
        ("amuont > 1", "Did you mean «amount»?"),
        ("zzzz > 1", "Known are: amount, amounts."),
    ]:
        with pytest.raises(ExpressionFault) as caught:
            compile_expression(source, near)
        assert caught.value.mend == mend
    with pytest.raises(ExpressionFault) as caught:
        compile_expression("zzzz > 1", {})
    assert caught.value.mend == "Known are: none."


def test_unknown_names_are_all_told_and_the_variable_of_a_test_is_none() -> None:
    source = "few.exists(x, x > one) && two.part > 1 && x.y > 1 && a > 1"
    found = [(fault.column, fault.fault.split("»")[0]) for fault in unknown_names(source, DECLARED)]
    assert found == [
        (source.index("one") + 1, "The name «one"), (source.index("two") + 1, "The name «two.part")
    ]  # fmt: skip
