"""A form as rows to show: everything a template needs is decided here, so that it only writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition, FormField
from linli.engines.forms.masks import mask

_CONTROLS: Final = {
    "textarea": "textarea",
    "checkbox": "checkbox",
    "photo": "photo",
    "choice": "choice",
}
_INPUT_MODES: Final = {
    "number": "numeric",
    "money": "decimal",
    "phone": "tel",
    "bank-card": "numeric",
    "date": "text",
}
_COMPLETE: Final = {
    "person.name": "name",
    "person.phone": "tel-national",
    "person.birth_date": "bday",
    "person.address": "street-address",
}
_EQUALS: Final = re.compile(r"""\s*([a-z][a-z0-9_]*)\s*==\s*(['"])([^'"]*)\2\s*""")
_TICKED: Final = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:==\s*true\s*)?")
SELECT_FROM: Final = 8
"""Choices from this many on become a drop-down list, fewer are shown at once."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    code: str
    label: str
    note: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field, ready to show.

    `control` is input, textarea, radio, select, checkbox or photo. `error` says the mend. `source` is set
    where the value comes from a register. `show_field` and `show_values` let the page hide a field until
    another has one of the values; without scripts it stays visible and `condition` says when to fill it in.
    """

    code: str
    id: str
    label: str
    control: str
    value: str
    hint: str = ""
    example: str = ""
    error: str = ""
    required: bool = True
    locked: bool = False
    known: bool = False
    source: str = ""
    unit: str = ""
    input_mode: str = ""
    autocomplete: str = "off"
    max_length: int | None = None
    choices: tuple[ChoiceView, ...] = ()
    wide: bool = False
    numeric: bool = False
    shown: bool = True
    show_field: str = ""
    show_values: str = ""
    condition: str = ""
    part: str = ""
    part_hint: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    title: str
    hint: str
    fields: tuple[FieldView, ...]


def fields_for(
    definition: FormDefinition,
    values: Mapping[str, object] | None,
    faults: "Mapping[str, str | Promise] | None" = None,
    prefill: Mapping[str, object] | None = None,
    *,
    today: date,
) -> list[FieldView]:
    """The rows of a form.

    `values` are raw texts as typed (None: a fresh form), `prefill` what the register knows by prefill key.
    Sealed values from the register are masked: `answers.restore_prefill` puts them back.
    """
    typed, known = values if values is not None else {}, prefill or {}
    judged, _faulty = answers.read(definition, _fill(definition, values, known), today)
    rows: list[FieldView] = []
    for part in definition.parts:
        for index, field in enumerate(part.fields):
            heading = (part.title, part.hint) if index == 0 else ("", "")
            shown = answers.is_shown(definition, field, judged, today)
            error = str((faults or {}).get(field.code, ""))
            rows.append(_view(definition, field, values is None, typed, known, error, shown, heading))
    return rows


def parts_for(rows: list[FieldView]) -> list[PartView]:
    """The rows under their headings."""
    parts: list[PartView] = []
    for row in rows:
        if row.part or not parts:
            parts.append(PartView(row.part, row.part_hint, ()))
        last = parts[-1]
        parts[-1] = PartView(last.title, last.hint, (*last.fields, row))
    return parts


def _fill(
    definition: FormDefinition, values: Mapping[str, object] | None, known: Mapping[str, object]
) -> Mapping[str, object]:
    """What the answers would be now, to judge which fields are shown."""
    if values is not None:
        return answers.restore_prefill(definition, values, known)
    return {field.code: known.get(field.prefill) for field in definition.fields() if field.prefill}


def _view(
    definition: FormDefinition,
    field: FormField,
    fresh: bool,
    typed: Mapping[str, object],
    known: Mapping[str, object],
    error: str,
    shown: bool,
    heading: tuple[str, str],
) -> FieldView:
    register = mask(field, answers.to_text(known.get(field.prefill))) if field.prefill else ""
    locked = field.locked and bool(register)
    value = register if fresh or locked else answers.to_text(typed.get(field.code))
    is_known = bool(register) and value == register
    show_field, show_values = _show_when(field)
    return FieldView(
        code=field.code,
        id=f"field-{field.code}",
        label=field.label,
        control=_control(field),
        value=value,
        hint=field.hint,
        example=field.example,
        error=error,
        required=field.required,
        locked=locked,
        known=is_known,
        source=(field.source or _("from the register")) if is_known else "",
        unit=_("yuan") if field.type == "money" else "",
        input_mode=_INPUT_MODES.get(field.type, ""),
        autocomplete=_COMPLETE.get(field.prefill or "", "off"),
        max_length=field.longest if field.type in ("text", "textarea") else None,
        choices=tuple(
            ChoiceView(entry.code, entry.label, entry.note, entry.code == value) for entry in field.choices
        ),
        wide=field.type in ("textarea", "choice", "photo", "checkbox") or field.longest > 100,
        numeric=field.type in ("number", "money", "date", "id-number", "phone", "bank-card"),
        shown=shown or not show_field,
        show_field=show_field,
        show_values=show_values,
        condition=_condition(definition, show_field, show_values),
        part=heading[0],
        part_hint=heading[1],
    )


def _control(field: FormField) -> str:
    control = _CONTROLS.get(field.type, "input")
    if control != "choice":
        return control
    return "select" if len(field.choices) >= SELECT_FROM else "radio"


def _show_when(field: FormField) -> tuple[str, str]:
    """The simple conditions a page can follow: `a == 'x' || a == 'y'`, and a ticked box."""
    if field.show_if is None:
        return "", ""
    matches = [_EQUALS.fullmatch(part) for part in field.show_if.split("||")]
    names = {match[1] for match in matches if match}
    if None not in matches and len(names) == 1:
        return names.pop(), " ".join(match[3] for match in matches if match)
    ticked = _TICKED.fullmatch(field.show_if)
    return (ticked[1], "true") if ticked else ("", "")


def _condition(definition: FormDefinition, code: str, values: str) -> str:
    """«Only if …», in the words of the other field."""
    other = definition.field(code) if code else None
    if other is None:
        return ""
    if other.type == "checkbox":
        return _("Only if ticked: %(label)s") % {"label": other.label}
    labels = [entry.label for entry in other.choices if entry.code in values.split()]
    return _("Only if «%(label)s» is: %(values)s") % {"label": other.label, "values": "、".join(labels)}
