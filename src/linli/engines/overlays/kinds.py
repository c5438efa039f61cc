"""How a value that a city may change is shown as a text and read from one. Pure.

One text form serves the page and the workbook: terms are «5个工作日», lists have a line for each entry.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Json = Any
Form = Literal["text", "number", "choice", "term", "lines", "day"]

YES, NO = "是", "否"
UNITS: Final[Mapping[str, str]] = {"workdays": "个工作日", "days": "个自然日", "hours": "个工作小时"}
_TERM: Final = re.compile(r"(\d+)\s*个?\s*(工作日|自然日|工作小时|工作时)")
"""«20天» alone is refused: it leaves open whether the law means working days."""
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_UNIT_OF: Final = {"工作日": "workdays", "自然日": "days", "工作小时": "hours", "工作时": "hours"}


class Unreadable(ValueError):
    """The text is not of this kind; the message names what is expected, `what` is the kind for the mend."""

    def __init__(self, what: Form) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Kind:
    """`default` stands where the content says nothing; `needed` values cannot be left out; `options` are the values of
    a choice, each with its word."""

    form: Form
    needed: bool = False
    default: Json = None
    options: tuple[tuple[Json, str], ...] = ()

    def with_words(self, words: Mapping[str, str]) -> "Kind":
        """The same with other words for its options; keys are the values as JSON writes them. A text of which only
        these make sense becomes a choice."""
        if self.form == "text" and not self.options:
            return replace(self, form="choice", options=tuple(words.items()))
        worded = tuple((value, words.get(_key(value), word)) for value, word in self.options)
        return replace(self, options=worded)

    def show(self, value: Json) -> str:
        """The value as a text; empty for none."""
        value = self.default if value is None else value
        if value is None:
            return ""
        if self.options:
            return next((word for option, word in self.options if _same(option, value)), str(value))
        if self.form == "lines":
            return "\n".join(str(line) for line in value)
        if self.form == "term":
            return next((f"{value[unit]}{word}" for unit, word in UNITS.items() if value.get(unit)), "")
        return str(value)

    def read(self, text: str) -> Json:
        """The value of a text, None where it is empty; raises `Unreadable`."""
        text = text.replace("\r\n", "\n").strip()
        if self.form == "lines":
            return [line.strip() for line in text.split("\n") if line.strip()]
        if not text:
            return None
        readers: Mapping[Form, Callable[[str], Json]] = {
            "text": str,
            "choice": self._choice,
            "number": self._number,
            "term": self._term,
            "day": self._day,
        }
        return readers[self.form](text)

    def _choice(self, text: str) -> Json:
        for value, word in self.options:
            if text in (word, _key(value)):
                return value
        raise Unreadable("choice")

    def _number(self, text: str) -> int | float:
        plain = unicodedata.normalize("NFKC", text).replace(",", "")
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain):
            raise Unreadable("number")
        whole, _point, part = plain.partition(".")
        return float(plain) if part.strip("0") else int(whole)

    def _term(self, text: str) -> dict[str, int]:
        found = _TERM.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None or not 0 < int(found[1]) < 10_000:
            raise Unreadable("term")
        return {_UNIT_OF[found[2]]: int(found[1])}

    def _day(self, text: str) -> str:
        """«2026-1-31», «2026/1/31», «2026年1月31日»."""
        found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
        try:
            return date(*map(int, found.groups())).isoformat() if found else str(date.fromisoformat(text))
        except ValueError:
            raise Unreadable("day") from None


def kind_of(model: type[BaseModel], pattern: tuple[str, ...]) -> Kind:
    """The kind of what stands at `pattern` («papers», «*», «title»); raises KeyError where nothing does."""
    holder: Any = model
    field: FieldInfo | None = None
    for step in pattern:
        if step == "*":
            holder = get_args(_plain(holder))[0]
            continue
        field = _plain(holder).model_fields[step]
        holder = field.annotation
    return _kind(_plain(holder), field, optional=_is_optional(holder))


def _kind(kind: Any, field: FieldInfo | None, *, optional: bool) -> Kind:
    default = None if field is None or field.is_required() else field.get_default(call_default_factory=True)
    if isinstance(default, Enum):
        default = default.value
    if isinstance(default, BaseModel):
        default = default.model_dump(mode="json", exclude_none=True)
    needed = (field is None or field.is_required()) and not optional
    options = tuple(_options(kind))
    if options:
        return Kind("choice", needed, default, options)
    if get_origin(kind) in (tuple, list, frozenset, set):
        return Kind("lines", needed, default)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return Kind("term", needed, default)
    if kind is date:
        return Kind("day", needed, default)
    return Kind("number" if kind in (int, float) else "text", needed, default)


def _options(kind: Any) -> Iterator[tuple[Json, str]]:
    """The values of a choice; nothing for what is none."""
    if get_origin(kind) is Literal:
        yield from ((value, str(value)) for value in get_args(kind))
    elif get_origin(kind) in (Union, UnionType) and bool in get_args(kind):
        for member in get_args(kind):
            yield from _options(member)
    elif kind is bool:
        yield from ((True, YES), (False, NO))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from ((option.value, str(option.value)) for option in kind)


def _key(value: Json) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _same(one: Json, other: Json) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)


def _plain(kind: Any) -> Any:
    """Without `Annotated` and `| None`."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not type(None)]
        return _plain(members[0]) if len(members) == 1 or bool not in members else kind
    return kind
