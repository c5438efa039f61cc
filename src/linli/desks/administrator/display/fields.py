"""The form of an item: an input for everything that may be changed, the pack's words beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.overlays.adjustable import Adjustables, Leaf, Rows, list_leaves
from linli.engines.overlays.editing import GONE, NEW
from linli.engines.overlays.kinds import UNITS, YES
from linli.engines.packs import sections
from linli.engines.packs.differences import Json
from linli.kernel.ui import components as ui

NEW_MEMBERS = 3
"""Empty rows under a list to which members may be added."""


SIDE_BY_SIDE = 3
"""Members of an open list with at most so many fields stand in one line each."""
OPEN_UP_TO = 3
FIELDS_UP_TO = 12
"""So few members of lists, and so few fields in them, stand open; with more each is folded to a line."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One thing to change: one input, or number and unit of a term; `shown` is what it says, `was` what the pack says,
    if that is something else."""

    inputs: Sequence[ui.Field]
    was: str = ""
    shown: str = ""

    @property
    def pair(self) -> bool:
        return len(self.inputs) > 1

    @property
    def faulty(self) -> bool:
        return any(field.error for field in self.inputs)

    @property
    def typed(self) -> bool:
        return any(field.value for field in self.inputs if field.kind not in ("select", "checkbox"))

    @property
    def unset(self) -> bool:
        """Neither set nor needed: nobody misses it on a page that is looked through."""
        return not (self.shown or self.was or self.faulty) and all(
            not field.required and field.kind != "checkbox" for field in self.inputs[:1]
        )


@dataclass(slots=True)
class FieldGroup:
    """Fields under one heading; `key` names the part of the item they belong to (`tab` is its title), empty for the
    item itself. `compact`: a row of a list, its fields side by side. `folded`: one line, which opens."""

    title: str
    rows: list[FieldRow] = field(default_factory=list)
    key: str = ""
    level: int = 2
    compact: bool = False
    tab: str = ""
    folded: bool = False

    @property
    def faulty(self) -> bool:
        return any(row.faulty for row in self.rows)

    @property
    def changed(self) -> bool:
        """Whether the city says something else than the pack."""
        return any(row.was for row in self.rows)

    @property
    def set_rows(self) -> list[FieldRow]:
        return [row for row in self.rows if self.compact or not row.unset]

    @property
    def unset_rows(self) -> list[FieldRow]:
        return [] if self.compact else [row for row in self.rows if row.unset]

    @property
    def unset_names(self) -> str:
        return "、".join(row.inputs[0].label for row in self.unset_rows)

    @property
    def summary(self) -> str:
        """What the folded line says besides its title."""
        said = [row for row in self.rows if row.shown and row.inputs[0].kind != "checkbox"]
        told = [f"{row.inputs[0].label} {_short(row.shown)}" for row in said if row.shown not in self.title]
        return " · ".join(told[:4])


def _short(text: str) -> str:
    line = text.replace("\n", "、")
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


_SHORT = 28


def list_fields(
    declared: Adjustables,
    section: str,
    content: Json,
    base: Json,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> list[FieldGroup]:
    """The form of an item: what is in force (or was typed), with the pack's words where they are others."""
    model = sections.get(section).model
    was = {leaf.name: leaf.shown for leaf in list_leaves(declared, model, base)}
    groups: dict[tuple[str, ...], FieldGroup] = {}
    last: dict[tuple[str, ...], Leaf] = {}
    for leaf in list_leaves(declared, model, content):
        if leaf.under not in groups:
            groups[leaf.under] = _group(declared, leaf)
        groups[leaf.under].rows.append(_field_row(leaf, was.get(leaf.name, leaf.shown), typed, faults or {}))
        last[leaf.under] = leaf
    for under, leaf in last.items():
        groups[under].rows += _take_away_row(declared, leaf, typed)
    return list(groups.values())


def fold(groups: Sequence[FieldGroup]) -> None:
    """Fold the members of lists where there are many; what is wrong stays open."""
    members = [group for group in groups if group.level > 1 and group.key and not group.compact]
    if len(members) > OPEN_UP_TO or sum(len(group.rows) for group in members) > FIELDS_UP_TO:
        for group in members:
            group.folded = True


def list_new(
    declared: Adjustables,
    section: str,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> list[FieldGroup]:
    """Empty rows for what may be added to the open lists of the item."""
    return [
        _new_member(declared, section, rows, number, typed, faults or {})
        for rows in declared.rows
        if rows.open
        for number in range(NEW_MEMBERS)
    ]


def list_differing(declared: Adjustables, content: Json, typed: Mapping[str, str]) -> dict[str, str]:
    """What the item says by now, at each field in which something else was typed."""
    model = sections.get(declared.section).model
    return {
        leaf.name: _("It says by now: %(value)s") % {"value": _short(leaf.shown) or _("(nothing)")}
        for leaf in list_leaves(declared, model, content)
        if leaf.name in typed and typed[leaf.name].replace("\r\n", "\n").strip() != leaf.shown
    }


def _group(declared: Adjustables, leaf: Leaf) -> FieldGroup:
    title = leaf.under[-1] if leaf.under else _("The item itself")
    key, tab = _part_of(declared, leaf)
    rows = _rows_of(declared, leaf)
    compact = rows is not None and rows.open and _width(declared, rows) <= SIDE_BY_SIDE
    return FieldGroup(title, [], key, 1 + max(1, len(leaf.under)), compact, tab or title)


def _width(declared: Adjustables, rows: Rows) -> int:
    return len(rows.keys) + sum(what.pattern.startswith(f"{rows.pattern}.*.") for what in declared.fields)


def _part_of(declared: Adjustables, leaf: Leaf) -> tuple[str, str]:
    """Key and title of the leaf's part: a whole list (`states`), or one member of a list whose members
    hold lists themselves (`parts/#0`)."""
    for index, step in enumerate(leaf.path):
        if "=" in step or step.startswith("#"):
            pattern = ".".join(leaf.path[:index])
            nested = any(rows.pattern.startswith(f"{pattern}.*") for rows in declared.rows)
            rows = declared.rows_at(pattern)
            if nested or rows is None:
                return "/".join(leaf.path[: index + 1]), leaf.under[0]
            return pattern, str(rows.label)
    return "", ""


def _rows_of(declared: Adjustables, leaf: Leaf) -> Rows | None:
    """The list that the leaf is a member's direct value of."""
    return declared.rows_at(".".join(leaf.path[:-2])) if len(leaf.path) > 2 else None


def _field_row(
    leaf: Leaf, was: str, typed: Mapping[str, str] | None, faults: Mapping[str, str], prefix: str = ""
) -> FieldRow:
    name = prefix or leaf.name
    shown = leaf.shown if typed is None else typed.get(name, leaf.shown)
    what, label = leaf.what, str(leaf.what.label)
    was = "" if was == leaf.shown else was or _("(nothing)")
    error = faults.get(name, "")
    hint = str(what.hint)
    if leaf.kind.form == "term":
        needed = leaf.kind.needed
        return FieldRow(_term_inputs(name, label, shown, hint, error, required=needed), was, leaf.shown)
    if leaf.kind.form == "choice":
        choices = [ui.Choice(word, word, word == shown) for _value, word in leaf.kind.options]
        if shown and not any(choice.checked for choice in choices):
            choices.insert(0, ui.Choice(shown, shown, checked=True))
        if prefix or (not leaf.kind.needed and leaf.kind.default is None):
            choices.insert(0, ui.Choice("", _("(nothing)"), not shown))
        chosen = ui.Field(name, label, "select", shown, hint, error, choices=choices)
        return FieldRow([chosen], was, leaf.shown)
    if leaf.kind.form == "lines":
        hint = hint or _("one on each line")
    long = what.long or leaf.kind.form == "lines"
    kind: Any = "textarea" if long else _INPUTS.get(leaf.kind.form, "text")
    lines = max(2, min(8, shown.count("\n") + 1 + len(shown) // 40)) if long else 3
    required = leaf.kind.needed and not prefix
    return FieldRow(
        [ui.Field(name, label, kind, shown, hint, error, required=required, rows=lines)], was, leaf.shown
    )


_INPUTS = {"number": "number", "day": "date"}


def _term_inputs(
    name: str, label: str, shown: str, hint: str, error: str, *, required: bool
) -> list[ui.Field]:
    """Number and unit; what cannot be taken apart stays whole in the number, so that nothing typed is lost."""
    unit = next((word for word in UNITS.values() if shown.endswith(word)), "")
    number = shown.removesuffix(unit)
    choices = [ui.Choice(word, word.removeprefix("个"), word == unit) for word in UNITS.values()]
    unit_label = _("Unit")
    return [
        ui.Field(name, label, "number", number.strip(), hint, error, required=required),
        ui.Field(f"{name}/unit", unit_label, "select", unit, choices=choices),
    ]


def join_terms(posted: Mapping[str, str]) -> dict[str, str]:
    """Number and unit of a term as one text again."""
    typed = {name: text for name, text in posted.items() if not name.endswith("/unit")}
    for name, unit in posted.items():
        whole = name.removesuffix("/unit")
        if whole != name and typed.get(whole, "").strip():
            typed[whole] = typed[whole].strip() + unit
    return typed


def _take_away_row(declared: Adjustables, leaf: Leaf, typed: Mapping[str, str] | None) -> list[FieldRow]:
    """The tick that takes this member out of its list, where that is allowed."""
    rows = _rows_of(declared, leaf)
    if rows is None or not rows.open:
        return []
    name = "/".join((*leaf.path[:-1], GONE))
    ticked = bool(typed and typed.get(name))
    tick = ui.Field(
        name,
        _("Take away"),
        "checkbox",
        YES,
        required=False,
        choices=[ui.Choice(YES, "", ticked)],
    )
    return [FieldRow([tick])]


def _new_member(
    declared: Adjustables,
    section: str,
    rows: Rows,
    number: int,
    typed: Mapping[str, str] | None,
    faults: Mapping[str, str],
) -> FieldGroup:
    place = f"{rows.pattern}/{NEW}{number}"
    group = FieldGroup(
        _("New: %(what)s") % {"what": rows.label}, [], NEW, compact=_width(declared, rows) <= SIDE_BY_SIDE
    )
    for key, label in rows.keys:
        name = f"{place}/{key}"
        value, error = (typed or {}).get(name, ""), faults.get(name, "")
        group.rows.append(FieldRow([ui.Field(name, str(label), "text", value, "", error, required=False)]))
    prefix = f"{rows.pattern}.*."
    for what in declared.fields:
        key = what.pattern.removeprefix(prefix)
        if key != what.pattern and "." not in key:
            leaf = Leaf((key,), what, what.kind_in(sections.get(section).model), None)
            group.rows.append(_field_row(leaf, "", typed, faults, f"{place}/{key}"))
    return group
