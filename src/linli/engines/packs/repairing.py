"""What an item would be if its obvious slips were mended: so that the rest of it can be checked at once too.

Nothing that is repaired here is ever installed: the slips themselves are faults.
"""

from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from linli.engines.packs.sections import DocPath
from linli.engines.packs.slips import split_key

LOW: Final = 1
HIGH: Final = 10_000
"""Stand-ins for a number that cannot be read: a fault that is there with both does not hang on it."""

_ROUNDS: Final = 4
_NUMBERS: Final = ("int", "float", "greater_than", "less_than", "decimal")
_SCALARS: Final = (int, float, bool)


def repaired(model: type[BaseModel], data: Any, *, number: int = LOW) -> Any | None:
    """The model of `data` with unknown keys taken for the ones that were meant, or left out, and `number` (or the bound
    next to it) in the place of what is no number; None where that does not mend it."""
    content = deepcopy(data)
    for _round in range(_ROUNDS):
        try:
            return model.model_validate(content, extra="forbid")
        except ValidationError as error:
            details = error.errors(include_url=False)
            if not _mend(content, details, number):
                return None
    return None


def _mend(content: Any, details: list[ErrorDetails], number: int) -> bool:
    """Whether anything could be mended."""
    missing: dict[DocPath, list[str]] = {}
    for detail in details:
        if detail["type"] == "missing":
            missing.setdefault(existing(content, detail["loc"][:-1]), []).append(str(detail["loc"][-1]))
    return sum(_mend_one(content, detail, missing, number) for detail in details) > 0


def _mend_one(content: Any, detail: ErrorDetails, missing: Mapping[DocPath, list[str]], number: int) -> bool:
    path = existing(content, detail["loc"])
    holder, last = _holder(content, path)
    if (
        holder is not None
        and detail["type"].startswith(_NUMBERS)
        and not isinstance(detail["input"], list | dict)
    ):
        holder[last] = _within(number, detail.get("ctx", {}))
        return True
    match detail["type"]:
        case "extra_forbidden" if isinstance(holder, dict) and last in holder:
            _rename(holder, str(last), missing.get(path[:-1], []))
            return True
        case "string_type" if isinstance(detail["input"], _SCALARS) and holder is not None:
            holder[last] = str(detail["input"])
            return True
        case "literal_error" | "enum" if isinstance(detail["input"], str) and holder is not None:
            choices = (
                str(detail.get("ctx", {}).get("expected", ""))
                .replace(" or ", ", ")
                .replace("'", "")
                .split(", ")
            )
            close = get_close_matches(detail["input"].lower(), choices, n=1, cutoff=0.6)
            if close:
                holder[last] = close[0]
            return bool(close)
        case "model_type" | "dict_type" | "model_attributes_type" if holder is not None:
            pair = split_key(str(detail["input"])) if isinstance(detail["input"], str) else None
            if pair is not None:
                holder[last] = dict([pair])
            return pair is not None
    return False


def _within(number: int, bounds: Mapping[str, Any]) -> Any:
    """The number, or what is nearest to it within the bounds that were broken."""
    least = max(number, bounds.get("ge", number), bounds.get("gt", number - 1) + 1)
    return min(least, bounds.get("le", least), bounds.get("lt", least + 1) - 1)


def choices_of(detail: ErrorDetails) -> list[str]:
    """The words that a literal may be."""
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return [part for part in expected.replace(" or ", ", ").replace("'", "").split(", ") if part]


def _rename(holder: dict[str, Any], key: str, missing: list[str]) -> None:
    value = holder.pop(key)
    pair = split_key(key)
    if pair is not None:
        holder.setdefault(pair[0], pair[1] or value)
        return
    close = get_close_matches(key, missing, n=1, cutoff=0.6)
    if close:
        holder.setdefault(close[0], value)


def existing(data: Any, loc: DocPath) -> DocPath:
    """The steps of `loc` that the document has (pydantic names members of unions too)."""
    path: DocPath = ()
    for step in loc:
        keyed = isinstance(data, dict) and step in data
        if keyed or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            path, data = (*path, step), data[step]
    return path


def _holder(content: Any, path: DocPath) -> tuple[Any, Any]:
    """What holds the last step of the path, and that step; nothing for the whole."""
    if not path:
        return None, ""
    for step in path[:-1]:
        content = content[step]
    return content, path[-1]
