"""What an expression costs at worst, known before it is run. Pure."""

from typing import Final

from linli.engines.expressions.kinds import ListOf
from linli.engines.expressions.tree import Call, Items, Node, Test, children

MOST_STEPS: Final = 10_000
"""Steps an expression may take at worst; a step is about a tenth of a microsecond."""

_HEAVY: Final = {"workdays": 400, "matches": 50, "age": 3, "plusMonths": 5, "plusYears": 5}
"""Calls that are more than one step."""


def steps(node: Node) -> int:
    """Steps at worst: every part runs, every list is as long as its declaration allows."""
    total = sum(steps(child) for child in children(node))
    match node:
        case Test():
            return steps(node.items) + _longest(node.items) * (1 + steps(node.body))
        case Call(function="in" | "==" | "!=" | "+" | "sum"):
            return total + 1 + sum(_longest(part) for part in node.parts)
        case Call():
            return total + _HEAVY.get(node.function, 1)
        case Items():
            return total + 1
    return 1


def _longest(node: Node) -> int:
    return node.kind.at_most if isinstance(node.kind, ListOf) else 0
