"""How far an expression may go, what belongs together in it, and where its author is told of a slip."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from linli.engines.expressions import ExpressionFault, Kind, compile_expression
from linli.engines.expressions.parser import DEEPEST, parse

DECLARED = {"a": Kind.NUMBER, "r": Kind.DECIMAL, "p": Kind.BOOL, "q": Kind.BOOL, "tags": Kind.LIST}
DEEP = DEEPEST - 1
"""Brackets that may lie in each other: the whole expression is a level too."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def value(source: str, **values: object) -> object:
    return compile_expression(source, DECLARED).evaluate(values)


def fault(source: str) -> ExpressionFault:
    with pytest.raises(ExpressionFault) as caught:
        compile_expression(source, DECLARED)
    return caught.value


def bracketed(levels: int) -> str:
    return "(" * levels + "p" + ")" * levels


@pytest.mark.parametrize(
    "at_most",
    [
        bracketed(DEEP),
        "!" * DEEPEST + "p",
        "a" + " + a" * DEEPEST,
        "p" + " || p" * 2 * DEEPEST,
        " || ".join([bracketed(1)] * 2 * DEEPEST),  # side by side is not deep
    ],
)
def test_so_deep_an_expression_may_be(at_most: str) -> None:
    parse(at_most)


@pytest.mark.parametrize(
    ("too_much", "column"),
    [
        (bracketed(DEEP + 1), DEEP + 2),
        ("(p) || (p) || " + bracketed(DEEP + 1), 14 + DEEP + 2),  # brackets that were closed make no room
        ("p || " + "!" * (DEEPEST + 1) + "p", 6),
        ("a" + " + a" * (DEEPEST + 1), 3 + 4 * DEEPEST),
    ],
)
def test_what_is_deeper_is_told_where_it_goes_too_far(too_much: str, column: int) -> None:
    found = fault(too_much)
    assert ("deeper than 24" in found.fault, found.mend, found.column) == (True, "Split it.", column)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775807", 1 - 2**63),
        ("1e300", 1e300),
        ("1e19", 1e19),
    ],
)
def test_the_largest_numbers_that_may_be_written(source: str, found: object) -> None:
    assert value(source) == found


@pytest.mark.parametrize("source", ["9223372036854775808", "1e301", "1e400"])
def test_a_number_that_is_too_large_is_told_so(source: str) -> None:
    found = fault(f"a > {source}")
    assert (found.fault, found.column) == ("This number is too large.", 5)


def test_a_sign_belongs_to_the_number_after_it() -> None:
    assert value("r > -3", r=-2.5) is True  # compared as a decimal, which only a written number can be
    assert "fit together" in fault("!3").fault


def test_different_signs_do_not_follow_one_another() -> None:
    for source in ("!-a", "-!p"):
        assert (fault(source).fault, fault(source).column) == (f"«{source[1]}» is not expected here.", 2)


def test_between_the_branches_may_stand_an_alternative() -> None:
    assert value("p ? q || p : q", p=True, q=False) is True


@pytest.mark.parametrize(
    ("source", "said", "mend", "column"),
    [
        ("a >", "The expression ends too early.", "quotes, brackets and operators", 4),
        ("tags.", "The expression ends too early.", "quotes, brackets and operators", 6),
        ("a ) 1", "«)» is not expected here.", "quotes, brackets and operators", 3),
        ("(a", "The expression ends too early.", "Here «)» is missing.", 3),
        ("[1; 2]", "«;» has no place in an expression.", "", 3),
        ("tags.3 + 1", "«3» is not expected here.", "quotes, brackets and operators", 6),
        ("(tags).first + 1", "Only declared names have parts after a dot.", "", 8),
        ("tags.true + 1", "«true» is not expected here.", "quotes, brackets and operators", 6),
        ("tags.in(a)", "«in» is not expected here.", "quotes, brackets and operators", 6),
        ("tags.all(1, p)", "«1» is not expected here.", "tags.all(tag, …)", 10),
        ("tags.all(true, p)", "«true» is not expected here.", "tags.all(tag, …)", 10),
        ("tags.all(", "The expression ends too early.", "tags.all(tag, …)", 10),
    ],
)
def test_a_slip_is_told_where_it_stands_with_its_mend(source: str, said: str, mend: str, column: int) -> None:
    found = fault(source)
    assert (found.fault, found.column) == (said, column)
    assert (mend in found.mend) if mend else not found.mend


KEPT = ("in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while")  # fmt: skip


@pytest.mark.parametrize("word", KEPT)
def test_a_word_that_cel_keeps_for_itself_is_no_name(word: str) -> None:
    for source in (f"{word} > 1", f"tags.exists({word}, true)"):
        with pytest.raises(ExpressionFault, match="is not expected here"):
            parse(source)


@pytest.mark.parametrize(
    ("source", "found"),
    [("7 - 2 * 3", 1), ("7 - 6 / 3", 5), ("7 - 7 % 4", 4), ("7 - 2 - 1", 4), ("1 + 2 == 3 ? 1 : 0", 1)],
)
def test_products_bind_closer_than_sums_and_sums_closer_than_comparisons(source: str, found: int) -> None:
    assert value(source) == found


def test_every_test_over_a_list_binds_its_variable() -> None:
    given = {"tags": ["x", "y"]}
    assert (
        value("tags.exists(t, t == 'x') && tags.exists_one(t, t == 'x') && !tags.all(t, t == 'x')", **given)
        is True
    )
    assert value("tags.filter(t, t == 'x') + tags.map(t, t + '!')", **given) == ["x", "x!", "y!"]
