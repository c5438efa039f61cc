"""What an expression costs at worst is counted, not guessed."""

import pytest

from linli.engines.expressions import Kind, ListOf, compile_expression
from linli.engines.expressions.cost import steps

DECLARED = {
    "a": Kind.NUMBER, "s": Kind.TEXT, "d": Kind.DATE, "e": Kind.DATE, "some": ListOf(Kind.NUMBER, at_most=50),
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "most"),
    [
        ("a", 1),
        ("1", 1),
        ("-a", 2),
        ("a + 1 > 2", 5),
        ("a in [1, 2]", 7),  # each item is looked at
        ("some.exists(x, x > 1)", 1 + 50 * (1 + 3)),
        ("sum(some)", 1 + 1 + 50),
        ("some == some", 2 + 1 + 100),
        ("a in some", 2 + 1 + 50),
        (
            "(some + some).all(x, x > 1)",
            (2 + 1 + 100) + 100 * (1 + 3),
        ),  # the sum of two lists is as long as both
        ("some[0]", 3),
        ("length(some)", 2),
        ("workdays(d, e)", 402),
        ("s.matches('[0-9]+')", 52),
    ],
)
def test_every_part_is_a_step_and_a_list_as_many_as_it_may_hold(source: str, most: int) -> None:
    assert steps(compile_expression(source, DECLARED).tree) == most
