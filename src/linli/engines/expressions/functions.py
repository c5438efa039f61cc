"""The functions an expression may call. Each is also written `x.f(y)` for `f(x, y)`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final


def age(birth_date: str | None, day: str | None) -> int | None:
    """Completed years on `day`; born on 29 February, older on 1 March of a common year."""
    if birth_date is None or day is None:
        return None
    born, on = date.fromisoformat(birth_date), date.fromisoformat(day)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def length(value: Any) -> int | None:
    """Characters of a text, items of a list. (CEL's own `size` counts bytes here: 汉字 would count three.)"""
    return None if value is None else len(value)


OWN: Final[Mapping[str, Callable[..., Any]]] = {"age": age, "length": length}

MACROS: Final = frozenset({"all", "exists", "exists_one", "filter", "map"})

FUNCTIONS: Final = frozenset(OWN) | {
    "contains", "startsWith", "endsWith", "matches", "int", "double", "string",
}  # fmt: skip
"""Everything that may be called by name."""
