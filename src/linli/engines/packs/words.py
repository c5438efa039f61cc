"""Differences in words, one line each."""

from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs.differences import ABSENT, Difference
from linli.engines.packs.faults import shorten

_SIGNS = {"added": "+", "removed": "−", "changed": "~"}


def say(difference: Difference) -> str:
    """`~ states › accepted › limit › workdays: 5 → 3`"""
    place = say_path(difference.path[:-1] if difference.is_order else difference.path)
    if difference.is_order:
        order = " → ".join(say_value(names) for names in (difference.old, difference.new))
        return f"{_SIGNS['changed']} {_('%(place)s, order') % {'place': place}}: {order}"
    if difference.old is ABSENT:
        return f"{_SIGNS['added']} {place}: {say_value(difference.new)}"
    if difference.new is ABSENT:
        return f"{_SIGNS['removed']} {place}: {say_value(difference.old)}"
    return f"{_SIGNS['changed']} {place}: {_change(difference.old, difference.new)}"


def say_path(path: tuple[str, ...]) -> str:
    """`states › accepted › limit`: members of lists by their code."""
    return " › ".join(step.partition("=")[2] or step for step in path) or _("everything")


def say_value(value: Any) -> str:
    """A value in one short line; a thing by its code and title, a list by what is in it."""
    if value is None:
        return _("empty")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return shorten(", ".join(say_value(member) for member in value), 200)
    if isinstance(value, dict):
        return shorten(_thing(value), 200)
    return shorten(str(value), 200)


def _thing(value: dict[str, Any]) -> str:
    names = [str(value[key]) for key in ("code", "title", "label") if value.get(key)]
    return " ".join(names) or ", ".join(f"{key}: {say_value(inner)}" for key, inner in value.items())


def _change(old: Any, new: Any) -> str:
    """Of lists of texts only what came and went."""
    if _texts(old) and _texts(new) and set(old) != set(new):
        went = [f"− {text}" for text in old if text not in new]
        came = [f"+ {text}" for text in new if text not in old]
        return shorten("  ".join(went + came), 400)
    return f"{say_value(old)} → {say_value(new)}"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(member, str) for member in value)
