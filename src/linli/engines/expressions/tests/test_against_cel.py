"""The language is a part of CEL: what it accepts, the CEL library accepts, and both give the same results."""

from collections.abc import Mapping
from datetime import date
from logging import getLogger
from typing import Any

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.expressions import ExpressionFault, compile_expression
from linli.engines.expressions.parser import parse
from linli.engines.expressions.tests.generating import DECLARED, numbers, truths, values
from tests.support.drawing import examples

FAULT = object()
getLogger("cel").setLevel("ERROR")  # it warns of every fault in a function


def _age(born: str, day: str) -> int:
    first, last = date.fromisoformat(born), date.fromisoformat(day)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _length(value: Any) -> int:
    return len(value)


def by_cel(source: str, given: Mapping[str, Any]) -> object:
    known = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
    context = cel.Context(variables=known, functions={"age": _age, "days": _days, "length": _length})
    try:
        return cel.compile(source).execute(context)
    except OverflowError:
        return OverflowError
    except (TypeError, RuntimeError, ValueError, ZeroDivisionError, IndexError, AttributeError):
        return FAULT


def by_linli(source: str, given: Mapping[str, Any]) -> object:
    try:
        return compile_expression(source, DECLARED).evaluate(given)
    except ExpressionFault:
        return FAULT


@settings(max_examples=examples(120))
@given(truths(2) | numbers(2), values)
def test_results_are_those_of_cel(source: str, given: Mapping[str, Any]) -> None:
    expected = by_cel(source, given)
    if expected is not OverflowError:  # CEL reckons within 64 bits, here whole numbers may grow in between
        assert by_linli(source, given) == expected


@pytest.mark.parametrize(
    "source",
    [
        "tags.exists(x, x.startsWith('楚'))", "tags.all(x, x != 'a')", "tags.exists_one(x, x == 'a')",
        "length(tags.filter(x, x > 'b')) > 1", "tags.map(x, x + '!')", "[1, 2, 3].map(x, x * 2)[1]", "tags + ['z']",
        "tags[0]", "tags[-1]", "1 in [1, 2].filter(x, x > 1)", "p ? q : p ? true : false", "1 - 2 - 3", "-7 / 2",
        "-7 % 3", "7 / -2", "2 + 3 * 4", "!p || q && p", "p == q == true", "1 < 2 == true", "(1 < 2) == (2 < 3)",
        "r'\\d' == '\\\\d'", "'\\u4e91' == '云'", "- -3", "int('12') + int(3.9)", "string(12) + 'x'",
    ],
)  # fmt: skip
@given(given=values)
@settings(max_examples=examples(10))
def test_worked_expressions_give_what_cel_gives(source: str, given: Mapping[str, Any]) -> None:
    assert by_linli(source, given) == by_cel(source, given)


SIGNS = [*"()[]+-*/%<>!?:.,ab", "&&", "||", "==", "!=", "<=", ">=", " in ", "'x'", "1", "2.5", "true", "null",
         " ", "tags", ".exists(", "x", "length("]  # fmt: skip


@settings(max_examples=examples(150))
@given(st.lists(st.sampled_from(SIGNS), max_size=9).map("".join))
def test_what_is_read_here_is_read_by_cel(source: str) -> None:
    try:
        parse(source)
    except ExpressionFault:
        return
    cel.compile(source)


@settings(max_examples=examples(50))
@given(truths(3) | numbers(3))
def test_every_generated_expression_is_accepted_by_both(source: str) -> None:
    cel.compile(source)
    compile_expression(source, DECLARED)
