"""Kinds of values, and how they enter and leave an expression. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from django.utils.translation import gettext as _

LARGEST: Final = 2**63 - 1
"""The largest whole number that enters or leaves an expression; in between they may grow larger."""
AT_MOST: Final = 200
"""How many items a list may have, where its declaration does not say."""


class Kind(StrEnum):
    """What a declared name holds. Every kind may also be empty (`null`).

    NUMBER is a whole number: money in 分, areas in cm², time in seconds. DECIMAL is a measured number; the two
    are compared, and are not added without `double()`. DATE compares with dates and with literals such as
    '2026-11-23', not with the clock. LIST is a list of texts; `ListOf` declares any other list.
    """

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind; `at_most` items, which bounds what a test over it may cost."""

    item: "Type"
    at_most: int = AT_MOST


@dataclass(frozen=True, slots=True)
class Record:
    """A value with named parts, read as `name.part`: a person, a row of a table in a form."""

    parts: tuple[tuple[str, "Type"], ...]

    @classmethod
    def of(cls, parts: Mapping[str, "Type"]) -> "Record":
        return cls(tuple(parts.items()))

    def part(self, name: str) -> "Type | None":
        return dict(self.parts).get(name)


@dataclass(frozen=True, slots=True)
class Codes:
    """A text that is one of the `known` codes (`labels`: what people call a code, with the code); or, with `form`, one
    that is written like this pattern, as the `example` is. Everything but the checker of packs takes it as a text."""

    known: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    form: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The kind of `null` and of the items of `[]`: fits everywhere an empty value may stand."""


Type = Kind | ListOf | Record | Nothing | Codes
NOTHING: Final = Nothing()
TEXTS: Final = ListOf(Kind.TEXT)


def widened(kind: Type) -> Type:
    """The kind as the checker reasons about it: `LIST` is written out."""
    return TEXTS if kind is Kind.LIST else kind


def without_codes(kind: Type) -> Type:
    """The kind as it is reckoned with: codes are texts."""
    match kind:
        case Codes():
            return Kind.TEXT
        case ListOf():
            found = ListOf(without_codes(kind.item), kind.at_most)
            return Kind.LIST if found == TEXTS else found
        case Record():
            return Record(tuple((name, without_codes(part)) for name, part in kind.parts))
    return kind


def taken_as_it_is(kind: Type) -> type | None:
    """The Python type of values that enter without a look at them; None where each is looked at."""
    return {Kind.TEXT: str, Kind.BOOL: bool, Kind.DATE: date}.get(kind) if isinstance(kind, Kind) else None


def same(left: Type, right: Type) -> bool:
    """Whether values of the two kinds may stand for each other; how long a list may be does not matter."""
    left, right = widened(left), widened(right)
    if isinstance(left, ListOf) and isinstance(right, ListOf):
        return same(left.item, right.item)
    return left == right


def plain(value: object, kind: Type) -> Any:
    """`value` as an expression takes it. Raises TypeError, naming no content, if it is not of this kind."""
    if value is None:
        return None
    if kind is Kind.NUMBER and type(value) is int and -LARGEST <= value <= LARGEST:
        return value
    match widened(kind), value:
        case ListOf() as wanted, list() | tuple() | set() | frozenset():
            return _items(list(value), wanted)
        case Record() as wanted, Mapping():
            return {name: plain(value.get(name), part) for name, part in wanted.parts}
    return _scalar(value, kind)


def leaving(value: Any) -> Any:
    """A result as plain data: dates as ISO text. Raises OverflowError for a number beyond 64 bits."""
    if value is True or value is False:
        return value
    match value:
        case list():
            return [leaving(item) for item in value]
        case date():
            return value.isoformat()
        case int() if abs(value) > LARGEST:
            raise OverflowError
    return value


def _items(values: list[object], wanted: ListOf) -> list[Any]:
    if len(values) > wanted.at_most:
        raise TypeError(f"a list of {len(values)} items where at most {wanted.at_most} are declared")
    if None in values:
        raise TypeError("a list has no empty items")
    return [plain(item, wanted.item) for item in values]


def _scalar(value: object, kind: Type) -> Any:
    match kind, value:
        case (Kind.TEXT, str()) | (Kind.BOOL, bool()):
            return value
        case (Kind.NUMBER, int()) if not isinstance(value, bool) and abs(value) <= LARGEST:
            return value
        case (Kind.DECIMAL, int() | float()) if not isinstance(value, bool) and isfinite(value):
            return float(value)
        case (Kind.DATE, date()) if not isinstance(value, datetime):
            return value
        case (Kind.DATE, str()):
            return _date(value)
    raise TypeError(f"a {type(value).__name__} is not a {kind}")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TypeError("this text is not a date (YYYY-MM-DD)") from None


def kind_words(kind: Type) -> str:
    """The kind as people call it."""
    match widened(kind):
        case ListOf():
            return _("list")
        case Record():
            return _("record")
        case Nothing():
            return _("empty value")
    return {
        Kind.TEXT: _("text"),
        Kind.NUMBER: _("whole number"),
        Kind.DECIMAL: _("decimal number"),
        Kind.BOOL: _("yes or no"),
        Kind.DATE: _("date"),
    }[Kind(str(kind))]
