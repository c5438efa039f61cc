"""Kinds of values, how they enter an expression, and a sample of each to try an expression on."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

_LARGEST = 2**63 - 1


class Kind(StrEnum):
    """What a declared name holds. Every kind may also be empty (`null`).

    NUMBER is a whole number: money in 分, areas in cm², time in seconds. DECIMAL is a measured number; the
    two do not mix without `double()`. DATE enters as ISO text («2026-11-23»): dates compare with each other
    and with such literals, and not with the clock. LIST holds plain values.
    """

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    LIST = "list"


SAMPLES: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: "1",
    Kind.NUMBER: 1,
    Kind.DECIMAL: 1.5,
    Kind.BOOL: True,
    Kind.DATE: "2000-02-29",
    Kind.LIST: [],
}

_RESULTS: Final[Mapping[Kind, type]] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.DECIMAL: float,
    Kind.BOOL: bool,
    Kind.DATE: str,
    Kind.LIST: list,
}


def is_of_kind(value: object, kind: Kind) -> bool:
    """Whether a result is of `kind`; a truth value is not a number."""
    return type(value) is _RESULTS[kind]


def plain(value: object, kind: Kind) -> Any:
    """`value` as CEL takes it. Raises TypeError, naming no content, if it is not of this kind."""
    if value is None:
        return None
    if kind is Kind.LIST and isinstance(value, list | tuple | set | frozenset):
        return [_element(item) for item in value]
    return _scalar(value, kind)


def _scalar(value: object, kind: Kind) -> Any:
    match kind, value:
        case (Kind.TEXT, str()) | (Kind.BOOL, bool()):
            return value
        case (Kind.NUMBER, int()) if not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value
        case (Kind.DECIMAL, int() | float()) if not isinstance(value, bool):
            return float(value)
        case (Kind.DATE, date()) if not isinstance(value, datetime):
            return value.isoformat()
        case (Kind.DATE, str()):
            return _iso(value)
    raise TypeError(f"a {type(value).__name__} is not a {kind}")


def _element(value: object) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"a {type(value).__name__} cannot stand in a list")


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise TypeError("this text is not a date (YYYY-MM-DD)") from None
