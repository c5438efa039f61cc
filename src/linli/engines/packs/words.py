"""Differences in words, for a page and for a terminal: which thing, under which heading, what it was and what it is
to be."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.packs.differences import ABSENT, ORDER, Difference, Json, Path, look_up
from linli.engines.packs.faults import shorten

_LINE: Final = 160
_UNITS: Final = ("workdays", "days", "hours")
_NAMED_BY: Final = ("title", "label", "name", "code")


class Names(Protocol):
    """What keys and members of lists are called; a pattern is a path with `*` for a member: `states.*.limit`."""

    def label(self, pattern: str) -> str:
        """The name of a key, empty where it has none."""

    def member(self, pattern: str) -> str:
        """What one member of the list at `pattern` is called, empty where there is no word for it."""


class NoNames:
    """Keys stand as they are written."""

    def label(self, pattern: str) -> str:
        return ""

    def member(self, pattern: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Told:
    """One difference for people; `key` is its path, joined; `sign` tells whether it is new (+), gone (−) or other
    (~)."""

    key: str
    what: str
    old: str
    new: str
    sign: str = "~"

    @property
    def line(self) -> str:
        """`~ 状态「受理」 · 时限: 5个工作日 → 3个工作日`"""
        if self.sign == "+":
            return f"+ {self.what}: {in_line(self.new)}"
        if self.sign == "−":
            return f"− {self.what}: {in_line(self.old)}"
        return f"~ {self.what}: {_change(self.old, self.new)}"


def tell(difference: Difference, names: Names, old: Json, new: Json) -> Told:
    """`old` and `new` are the whole contents: members are named from them."""
    sign = "+" if difference.old is ABSENT else "−" if difference.new is ABSENT else "~"
    path, was, now = _whole(difference)
    return Told(
        "/".join(difference.path), tell_path(path, names, new, old), tell_value(was), tell_value(now), sign
    )


def _whole(difference: Difference) -> tuple[Path, Json, Json]:
    """Where only the amount of a term differs, the terms: «5 working days», not «5»."""
    path, unit = difference.path[:-1], difference.path[-1:]
    values = (difference.old, difference.new)
    if unit and unit[0] in _UNITS and path and all(isinstance(value, int) for value in values):
        return path, {unit[0]: difference.old}, {unit[0]: difference.new}
    return difference.path, *values


def tell_path(path: Path, names: Names, *contents: Json) -> str:
    """«材料「身份证照片」 · 提示»: keys as they stand where nothing names them."""
    words: list[str] = []
    pattern: list[str] = []
    for index, step in enumerate(path):
        last = index == len(path) - 1
        if step == ORDER and last and index:
            words.append(_("order"))
        elif "=" in step or step.startswith("#"):
            words.append(_member(path[: index + 1], names.member(".".join(pattern)), contents))
            pattern.append("*")
        else:
            pattern.append(step)
            into_list = not last and ("=" in path[index + 1] or path[index + 1].startswith("#"))
            if not into_list or not names.member(".".join(pattern)):
                words.append(names.label(".".join(pattern)) or names.member(".".join(pattern)) or step)
    return " · ".join(words) or _("everything")


def _member(path: Path, kind: str, contents: tuple[Json, ...]) -> str:
    for content in contents:
        member = look_up(content, path)
        if isinstance(member, dict) and (name := name_of_member(member)):
            return f"{kind}「{name}」"
    place = path[-1]
    if place.startswith("#"):
        return _("%(kind)s no. %(number)d") % {"kind": kind, "number": int(place[1:]) + 1}
    return f"{kind}「{place.partition('=')[2]}」"


def name_of_member(member: dict[str, Any]) -> str:
    """What people know it by: title, label, name or code; empty where it has none."""
    return next((str(member[key]) for key in _NAMED_BY if member.get(key)), "")


def tell_value(value: Any) -> str:
    """A value for people: terms with their unit, lists with a line for each entry."""
    if value is ABSENT or value is None or value == "":
        return _("(nothing)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(tell_value(entry) for entry in value) or _("(nothing)")
    return _thing(value) if isinstance(value, dict) else str(value)


def _thing(value: dict[str, Any]) -> str:
    if term := _term(value):
        return term
    named = [str(value[key]) for key in ("label", "title", "name") if value.get(key)]
    code = f"（{value['code']}）" if value.get("code") else ""
    return f"{named[0]}{code}" if named else "，".join(f"{k}：{tell_value(v)}" for k, v in value.items())


def _term(value: dict[str, Any]) -> str:
    """`{workdays: 5}` and its like; empty for anything else."""
    if len(value) != 1 or not isinstance(amount := next(iter(value.values())), int):
        return ""
    match next(iter(value)):
        case "workdays":
            told = ngettext("%(count)d working day", "%(count)d working days", amount)
        case "days":
            told = ngettext("%(count)d natural day", "%(count)d natural days", amount)
        case "hours":
            told = ngettext("%(count)d working hour", "%(count)d working hours", amount)
        case _:
            return ""
    return told % {"count": amount}


def in_line(text: str) -> str:
    """A told value in one short line."""
    return shorten("、".join(text.split("\n")), _LINE)


def _change(old: str, new: str) -> str:
    """Of lists only what came and went."""
    before, after = old.split("\n"), new.split("\n")
    if max(len(before), len(after)) > 1 and set(before) != set(after):
        went = [f"− {line}" for line in before if line not in after]
        came = [f"+ {line}" for line in after if line not in before]
        return shorten("; ".join(went + came), 2 * _LINE)
    return f"{in_line(old)} → {in_line(new)}"
