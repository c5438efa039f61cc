"""Typed texts put into a content, from a page or from a workbook: every fault at once, at its field."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from linli.engines.overlays.adjustable import Adjustables, Leaf, Rows, list_leaves, put, reach, step_of
from linli.engines.overlays.kinds import Form, Json, Unreadable
from linli.engines.packs.sections import DocPath

NEW, GONE = "+", "-"
"""In names of fields: `entries/+0/label` is the label of a new member, `entries/code=a/-` takes one away."""


@dataclass(slots=True)
class Edited:
    """`content` with everything that could be read, `faults` by the name of the field; `names` leads from where a new
    member stands to the name it was typed under."""

    content: Json
    faults: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    units_apart: bool = False

    def refuse(self, name: str, leaf: Leaf, error: Unreadable) -> None:
        """What was expected, at the input that it was expected in."""
        if error.what == "term" and self.units_apart:
            self.faults[name] = _("Write a whole number, 1 or more.")
        else:
            self.faults[name] = tell(error.what, [word for _value, word in leaf.kind.options])

    def name_at(self, path: DocPath) -> str:
        """The name of the field that a path into the content belongs to."""
        value, steps = self.content, list[str]()
        for step in path:
            if isinstance(value, list) and isinstance(step, int) and step < len(value):
                steps.append(step_of(value[step], step))
                value = value[step]
            elif isinstance(value, dict):
                steps.append(str(step))
                value = value.get(str(step))
        name = "/".join(steps)
        for place, typed in self.names.items():
            if name == place or name.startswith(f"{place}/"):
                return typed + name[len(place) :]
        return name


def edit(
    declared: Adjustables,
    model: type[BaseModel],
    content: Json,
    typed: Mapping[str, str],
    *,
    units_apart: bool = False,
) -> Edited:
    """A copy of the content with the texts that differ from what is shown; names that are not typed stay.
    `units_apart`: the number and the unit of a term were asked for apart, so a fault tells what the number is to be.
    """
    edited = Edited(deepcopy(content), units_apart=units_apart)
    for leaf in list_leaves(declared, model, content):
        if leaf.name in typed:
            _edit_leaf(edited, leaf, typed[leaf.name])
    for rows in declared.rows:
        if rows.open:
            _change_members(edited, declared, model, rows, typed)
    return edited


def _change_members(
    edited: Edited, declared: Adjustables, model: type[BaseModel], rows: Rows, typed: Mapping[str, str]
) -> None:
    """Take away and add; every member that stays is still known by the name it was typed under."""
    members = reach(edited.content, rows.pattern.split("."))
    if not isinstance(members, list):
        return
    named = [(f"{rows.pattern}/{step_of(member, index)}", member) for index, member in enumerate(members)]
    kept = [(name, member) for name, member in named if not typed.get(f"{name}/{GONE}")]
    added = list(_add(edited, declared, model, rows, typed))
    everything = [*added, *kept] if rows.new_first else [*kept, *added]
    members[:] = [member for _name, member in everything]
    for index, (name, member) in enumerate(everything):
        edited.names.setdefault(f"{rows.pattern}/{step_of(member, index)}", name)


def _edit_leaf(edited: Edited, leaf: Leaf, text: str) -> None:
    if _plain(text) == leaf.shown:
        return
    try:
        value = leaf.kind.read(text)
    except Unreadable as error:
        edited.refuse(leaf.name, leaf, error)
        return
    if value in (None, []) and leaf.kind.needed:
        edited.faults[leaf.name] = _("This cannot be left empty.")
    else:
        edited.content = put(edited.content, leaf.path, None if value == [] else value)


def tell(what: Form, options: list[str]) -> str:
    """What was expected, with the mend."""
    if what == "number":
        return _("A number is expected, such as 20.")
    if what == "term":
        return _("A term is expected: a number with its unit, such as «20个工作日» or «30个自然日».")
    if what == "day":
        return _("A day is expected, such as 2026-01-31.")
    return _("There are: %(names)s.") % {"names": "、".join(options)}


def _add(
    edited: Edited, declared: Adjustables, model: type[BaseModel], rows: Rows, typed: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each new member with the name it was typed under."""
    for number, texts in _new_members(rows, typed):
        place = f"{rows.pattern}/{NEW}{number}"
        member = {key: _plain(texts.get(key, "")) for key, _label in rows.keys}
        blank = [key for key, value in member.items() if not value]
        for key in blank:
            edited.faults[f"{place}/{key}"] = _("This cannot be left empty.")
        for leaf in _leaves_of_new(declared, model, rows):
            _edit_new(edited, member, leaf, f"{place}/{leaf.path[-1]}", texts.get(leaf.path[-1], ""))
        if not blank:
            yield place, member


def _new_members(rows: Rows, typed: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """By number, those of which anything is typed."""
    found: dict[int, dict[str, str]] = {}
    for name, text in typed.items():
        head, _slash, key = name.rpartition("/")
        number = head.removeprefix(f"{rows.pattern}/{NEW}")
        if number != head and number.isdecimal() and text.strip():
            found.setdefault(int(number), {})[key] = text
    yield from sorted(found.items())


def _leaves_of_new(declared: Adjustables, model: type[BaseModel], rows: Rows) -> list[Leaf]:
    """What may be changed of a member of these rows, empty."""
    prefix = f"{rows.pattern}.*."
    return [
        Leaf((what.pattern.removeprefix(prefix),), what, what.kind_in(model), None)
        for what in declared.fields
        if what.pattern.startswith(prefix) and "." not in what.pattern.removeprefix(prefix)
    ]


def _edit_new(edited: Edited, member: dict[str, Any], leaf: Leaf, name: str, text: str) -> None:
    try:
        value = leaf.kind.read(text)
    except Unreadable as error:
        edited.refuse(name, leaf, error)
        return
    if value in (None, []) and leaf.kind.needed:
        edited.faults[name] = _("This cannot be left empty.")
    elif value not in (None, []):
        member[leaf.path[-1]] = value


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
