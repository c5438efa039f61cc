"""Where the conditions of a table can change their minds: a few values for each name that stand for all values.

A number that is only compared with 3 and 80 behaves alike on 2, 3, 4 … 79, 80, 81. So conditions that ask nothing else
of a name can be looked through completely. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import Final

from linli.engines.expressions import Kind, ListOf, Type
from linli.engines.expressions.tree import Call, Items, Literal, Name, Node, children

MOST: Final = 2_000
"""Combinations that are looked through; conditions with more are not judged by them."""
OTHER: Final = "\ue000"
"""Stands for every text that no condition names."""

_ORDERED: Final = frozenset({"<", "<=", ">", ">="})
_EQUAL: Final = frozenset({"==", "!="})


class Uses:
    """What conditions ask of their names: the literals beside each, and names asked in another way."""

    def __init__(self, trees: Iterable[Node]) -> None:
        self.kinds: dict[str, Type] = {}
        self.literals: dict[str, set[object]] = {}
        self.other: set[str] = set()
        for tree in trees:
            self._read(tree)

    def _read(self, node: Node) -> None:
        match node:
            case Call(function=sign, parts=(left, right)) if sign in _ORDERED | _EQUAL | {"in"}:
                self._compared(sign, left, right)
                return
            case Name():
                self._note(node, [])
                if node.kind is not Kind.BOOL:
                    self.other.add(node.name)
        for child in children(node):
            self._read(child)

    def _compared(self, sign: str, left: Node, right: Node) -> None:
        match left, right:
            case (Name() as name, Literal() as literal) | (Literal() as literal, Name() as name):
                self._note(name, [literal.value])
                if sign in _ORDERED and name.kind is Kind.TEXT:
                    self.other.add(name.name)
            case (Name() as name, Items(items=items)) if sign == "in" and all(
                isinstance(item, Literal) for item in items
            ):
                self._note(name, [item.value for item in items if isinstance(item, Literal)])
            case _:
                self._read(left)
                self._read(right)

    def _note(self, name: Name, literals: Sequence[object]) -> None:
        self.kinds[name.name] = name.kind
        self.literals.setdefault(name.name, set()).update(value for value in literals if value is not None)
        if name.parts:
            self.other.add(name.name)


def representatives(
    uses: Uses, *, closed: Mapping[str, Iterable[str]], known: Iterable[str]
) -> dict[str, Sequence[object]]:
    """For each name that can be looked through, values that stand for all. `closed` gives the only values of some
    names; the `known` ones are never empty."""
    found: dict[str, Sequence[object]] = {}
    for name, kind in uses.kinds.items():
        if name in uses.other:
            continue
        values: Sequence[object] = (
            list(closed[name]) if name in closed else _values(kind, uses.literals[name])
        )
        if values:
            found[name] = values if name in known else [*values, None]
    return found


def combined(values: Mapping[str, Sequence[object]]) -> Iterator[dict[str, object]] | None:
    """Every combination, or None if there are too many."""
    if prod(len(some) for some in values.values()) > MOST:
        return None
    return (dict(zip(values, row, strict=True)) for row in product(*values.values()))


def around(day: date) -> set[date]:
    """The day, the one before and the one after."""
    steps = [step for step in (-1, 0, 1) if date.min < day < date.max or step == 0]
    return {day + timedelta(days=step) for step in steps}


def _values(kind: Type, literals: set[object]) -> Sequence[object]:
    match kind:
        case Kind.BOOL:
            return [True, False]
        case Kind.TEXT:
            return [*sorted(map(str, literals)), OTHER]
        case Kind.NUMBER:
            whole = {value for value in literals if isinstance(value, int)}
            return sorted({near for value in whole for near in (value - 1, value, value + 1)})
        case Kind.DATE:
            days = {value for value in literals if isinstance(value, date)}
            return sorted(near for day in days for near in around(day))
        case ListOf(item=Kind.TEXT):
            codes = sorted(map(str, literals))
            return [list(some) for size in range(len(codes) + 1) for some in combinations(codes, size)]
    return []
