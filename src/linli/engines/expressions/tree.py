"""The syntax tree: five nodes. Operators are calls too («&&», «?:», «[]»), as in CEL's own tree. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from linli.engines.expressions.kinds import NOTHING, Type


@dataclass(frozen=True, slots=True)
class Literal:
    """`at` is the offset in the source; `kind` is filled in by the checker, here and in all nodes."""

    at: int
    value: str | int | float | bool | date | None
    kind: Type = NOTHING


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its parts: `person.age`. The checker splits off `parts` that are read from a record."""

    at: int
    name: str
    kind: Type = NOTHING
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list that is written out."""

    at: int
    items: tuple["Node", ...]
    kind: Type = NOTHING


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function; `at` is where its sign or name stands."""

    at: int
    function: str
    parts: tuple["Node", ...]
    kind: Type = NOTHING


@dataclass(frozen=True, slots=True)
class Test:
    """`items.exists(variable, body)`, and `all`, `exists_one`, `filter`, `map`."""

    at: int
    function: str
    items: "Node"
    variable: Name
    body: "Node"
    kind: Type = NOTHING


Node = Literal | Name | Items | Call | Test


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Items():
            return node.items
        case Call():
            return node.parts
        case Test():
            return (node.items, node.body)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)
