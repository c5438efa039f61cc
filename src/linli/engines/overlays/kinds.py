"""How a value that a city may change is shown as a text and read from one. Pure.

One text form serves the page and the workbook: terms are «5个工作日», lists have a line for each entry.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Json = Any
Form = Literal["text", "number", "flag", "choice", "term", "lines"]

YES, NO = "是", "否"
UNITS: Final[Mapping[str, str]] = {"workdays": "个工作日", "days": "个自然日", "hours": "个工作小时"}
_TERM: Final = re.compile(r"(\d+)\s*个?\s*(工作日|自然日|工作小时|小时|天|日)")
_UNIT_OF: Final = {
    "工作日": "workdays",
    "自然日": "days",
    "天": "days",
    "日": "days",
    "工作小时": "hours",
    "小时": "hours",
}


class Unreadable(ValueError):
    """The text is not of this kind; the message names what is expected, `what` is the kind for the mend."""

    def __init__(self, what: Form) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Kind:
    """`default` stands where the content says nothing; `needed` values cannot be left out."""

    form: Form
    needed: bool = False
    default: Json = None
    options: tuple[str, ...] = ()

    def show(self, value: Json) -> str:
        """The value as a text; empty for none."""
        value = self.default if value is None else value
        if value is None:
            return ""
        if self.form == "flag":
            return YES if value else NO
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
        return {
            "text": str,
            "choice": self._choice,
            "number": self._number,
            "flag": self._flag,
            "term": self._term,
        }[self.form](text)

    def _choice(self, text: str) -> str:
        if text not in self.options:
            raise Unreadable("choice")
        return text

    def _number(self, text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).replace(",", "")
        if not re.fullmatch(r"-?\d{1,12}(\.0+)?", plain):
            raise Unreadable("number")
        return int(plain.partition(".")[0])

    def _flag(self, text: str) -> bool:
        words = {
            YES: True,
            "true": True,
            "1": True,
            "√": True,
            NO: False,
            "false": False,
            "0": False,
            "×": False,
        }
        if text.lower() not in words:
            raise Unreadable("flag")
        return words[text.lower()]

    def _term(self, text: str) -> dict[str, int]:
        found = _TERM.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None or not 0 < int(found[1]) < 10_000:
            raise Unreadable("term")
        return {_UNIT_OF[found[2]]: int(found[1])}


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
    needed = (field is None or field.is_required()) and not optional
    if get_origin(kind) is Literal:
        return Kind("choice", needed, default, tuple(str(option) for option in get_args(kind)))
    if get_origin(kind) in (tuple, list, frozenset, set):
        return Kind("lines", needed, default)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return Kind("term", needed, default)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Kind("choice", needed, default, tuple(str(option.value) for option in kind))
    form: Form = "flag" if kind is bool else "number" if kind in (int, float) else "text"
    return Kind(form, needed, default)


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)


def _plain(kind: Any) -> Any:
    """Without `Annotated` and `| None`."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _plain(next(member for member in get_args(kind) if member is not type(None)))
    return kind
