"""Differences in words: which thing, under which heading, what it was and what it is to be."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.overlays.adjustable import Adjustables, reach
from linli.engines.overlays.kinds import UNITS, Json
from linli.engines.packs.differences import ABSENT, ORDER, Difference, Path


@dataclass(frozen=True, slots=True)
class Told:
    """One difference for people; `key` is its path, joined."""

    key: str
    what: str
    old: str
    new: str


def tell(difference: Difference, declared: Adjustables | None, old: Json, new: Json) -> Told:
    """`old` and `new` are the whole contents: names of members are taken from them."""
    return Told(
        "/".join(difference.path),
        tell_path(difference.path, declared, new, old),
        tell_value(difference.old),
        tell_value(difference.new),
    )


def tell_path(path: Path, declared: Adjustables | None, *contents: Json) -> str:
    """«材料「身份证照片」 · 提示»: headings and labels as declared, keys as they stand where nothing is."""
    words: list[str] = []
    pattern: list[str] = []
    for index, step in enumerate(path):
        if step == ORDER and index == len(path) - 1 and index:
            words.append(_("order"))
        elif "=" in step or step.startswith("#"):
            rows = declared.rows_at(".".join(pattern)) if declared else None
            words.append(f"{rows.label if rows else ''}「{_name(path[: index + 1], contents)}」")
            pattern.append("*")
        else:
            pattern.append(step)
            label = _label(declared, ".".join(pattern))
            if label:
                words.append(label)
            elif index == len(path) - 1:
                words.append(_rows_label(declared, ".".join(pattern)) or step)
    return " · ".join(words) or _("everything")


def _label(declared: Adjustables | None, pattern: str) -> str:
    if declared is None:
        return ""
    found = [str(field.label) for field in declared.fields if field.pattern == pattern]
    found += [str(locked.label) for locked in declared.locked if locked.key == pattern]
    return found[0] if found else ""


def _rows_label(declared: Adjustables | None, pattern: str) -> str:
    rows = declared.rows_at(pattern) if declared else None
    return str(rows.label) if rows else ""


def _name(path: Path, contents: tuple[Json, ...]) -> str:
    for content in contents:
        member = reach(content, path)
        if isinstance(member, dict):
            for key in ("title", "label", "name", "code"):
                if member.get(key):
                    return str(member[key])
    place = path[-1]
    return str(int(place[1:]) + 1) if place.startswith("#") else place.partition("=")[2]


def tell_value(value: Any) -> str:
    """A value for people: terms with their unit, lists with a line for each entry."""
    if value is ABSENT or value is None or value == "":
        return _("(nothing)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(tell_value(entry) for entry in value) or _("(nothing)")
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in UNITS:
            unit, number = next(iter(value.items()))
            return f"{number}{UNITS[unit]}"
        named = [str(value[key]) for key in ("label", "title", "name") if value.get(key)]
        code = f"（{value['code']}）" if value.get("code") else ""
        return f"{named[0]}{code}" if named else "，".join(f"{k}：{tell_value(v)}" for k, v in value.items())
    return str(value)
