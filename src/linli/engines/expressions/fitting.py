"""Which kinds fit together, and what a literal becomes beside a kind: a text beside a date is a date. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from re import ASCII
from re import compile as pattern
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.expressions.kinds import NOTHING, Kind, ListOf, Type, same
from linli.engines.expressions.tokens import fault_at
from linli.engines.expressions.tree import Call, Items, Literal, Node

_DAY: Final = pattern(r"\d{4}-\d\d-\d\d", ASCII)
_EXACT: Final = 2**53


def adapt(node: Node, wanted: Type, source: str, *, comparing: bool = False) -> Node | None:
    """The node as one of the `wanted` kind, or None. When `comparing`, a whole literal may be a decimal."""
    if same(node.kind, wanted):
        return node
    match node, wanted:
        case Literal(value=None), _any:
            return node
        case Literal(value=str()), Kind.DATE:
            return _as_day(node, source)
        case Literal(value=int()), Kind.DECIMAL if comparing and node.kind is Kind.NUMBER:
            return _as_decimal(node)
        case Items(), ListOf():
            return _as_items(node, wanted, source, comparing=comparing)
        case Call(function="?:"), _any:
            return _as_choice(node, wanted, source, comparing=comparing)
    return None


def fit(
    parts: Sequence[Node], wanted: Sequence[Type], source: str, *, comparing: bool = False
) -> list[Node] | None:
    """The parts of a call as an overload takes them, or None. An empty value fits nowhere."""
    if len(parts) != len(wanted):
        return None
    found: list[Node] = []
    for part, kind in zip(parts, wanted, strict=True):
        if kind is Kind.LIST and isinstance(part.kind, ListOf):
            found.append(part)
            continue
        adapted = None if part.kind == NOTHING else adapt(part, kind, source, comparing=comparing)
        if adapted is None:
            return None
        found.append(adapted)
    return found


def together(parts: Sequence[Node], source: str, *, comparing: bool = False) -> list[Node] | None:
    """The parts as values of one kind (or empty), or None if there is no such kind."""
    for kind in [part.kind for part in parts if part.kind != NOTHING] or [NOTHING]:
        adapted = [adapt(part, kind, source, comparing=comparing) for part in parts]
        found = [part for part in adapted if part is not None]
        if len(found) == len(parts):
            return found
    return None if parts else []


def _as_day(node: Literal, source: str) -> Literal | None:
    text = str(node.value)
    if not _DAY.fullmatch(text):
        return None
    try:
        return replace(node, value=date.fromisoformat(text), kind=Kind.DATE)
    except ValueError:
        message = _("There is no day «%(day)s».") % {"day": text}
        raise fault_at(source, node.at, message) from None


def _as_decimal(node: Literal) -> Literal | None:
    value = node.value
    if not isinstance(value, int) or abs(value) > _EXACT:
        return None
    return replace(node, value=float(value), kind=Kind.DECIMAL)


def _as_items(node: Items, wanted: ListOf, source: str, *, comparing: bool) -> Items | None:
    adapted = [adapt(item, wanted.item, source, comparing=comparing) for item in node.items]
    found = tuple(item for item in adapted if item is not None)
    if len(found) < len(adapted):
        return None
    return replace(node, items=found, kind=ListOf(wanted.item, len(found)))


def _as_choice(node: Call, wanted: Type, source: str, *, comparing: bool) -> Call | None:
    condition, *branches = node.parts
    adapted = [adapt(branch, wanted, source, comparing=comparing) for branch in branches]
    found = [branch for branch in adapted if branch is not None]
    if len(found) < len(adapted):
        return None
    return replace(node, parts=(condition, *found), kind=wanted)
