"""A form as rows to show: everything a template needs is decided here, so that it only writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.engines.forms import answers, texts
from linli.engines.forms.definitions import FormDefinition, FormField
from linli.engines.forms.masks import mask
from linli.kernel.ui.components.forms import Choice, Field, Kind
from linli.kernel.ui.format import join_words

_KINDS: Final[Mapping[str, Kind]] = {
    "textarea": "textarea",
    "number": "number",
    "money": "money",
    "phone": "tel",
    "checkbox": "checkbox",
    "photo": "file",
}
_COMPLETE: Final = {
    "person.name": "name",
    "person.phone": "tel-national",
    "person.birth_date": "bday",
    "person.address": "street-address",
}
_EQUALS: Final = re.compile(r"""\s*([a-z][a-z0-9_]*)\s*==\s*(['"])([^'"]*)\2\s*""")
_TICKED: Final = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:==\s*true\s*)?")
_TRUE: Final = "true"
SELECT_FROM: Final = 8
"""Choices from this many on become a drop-down list, fewer are shown at once."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One row: `field` draws itself (`{% part row.field %}`).

    `show_field` and `show_values` let the page hide the row until another field has one of the values;
    without scripts it stays visible, and its hint says when to fill it in. `part` is the heading it begins.
    """

    code: str
    field: Field
    show_field: str = ""
    show_values: str = ""
    part: str = ""
    part_hint: str = ""

    @property
    def id(self) -> str:
        return self.field.id

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def error(self) -> str:
        return self.field.error


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
        heading = (part.title, part.hint)
        for field in part.fields:
            show_field, show_values = _show_when(field)
            if not show_field and not answers.is_shown(definition, field, judged, today):
                continue  # no script could judge it: it appears when the answers came in
            condition = _condition(definition, show_field, show_values)
            value, from_register = _value(field, values is None, typed, known)
            error = str((faults or {}).get(field.code, ""))
            drawn = _draw(field, value, from_register=from_register, error=error, condition=condition)
            rows.append(FieldView(field.code, drawn, show_field, show_values, *heading))
            heading = ("", "")
    return rows


def _fill(
    definition: FormDefinition, values: Mapping[str, object] | None, known: Mapping[str, object]
) -> Mapping[str, object]:
    """What the answers would be now, to judge which fields are shown."""
    if values is not None:
        return answers.restore_prefill(definition, values, known)
    return {field.code: known.get(field.prefill) for field in definition.fields() if field.prefill}


def _value(
    field: FormField, fresh: bool, typed: Mapping[str, object], known: Mapping[str, object]
) -> tuple[str, bool]:
    """What stands in the field, and whether the register says so."""
    register = mask(field, answers.to_text(known.get(field.prefill))) if field.prefill else ""
    if fresh or (field.locked and register):
        return register, bool(register)
    given = answers.to_text(typed.get(field.code))
    return given, bool(register) and given == register


def _draw(field: FormField, value: str, *, from_register: bool, error: str, condition: str) -> Field:
    locked = from_register and field.locked
    example = _("For example: %(example)s") % {"example": field.example} if field.example else ""
    return Field(
        name=field.code,
        label=field.label,
        kind=_kind(field),
        value=_TRUE if field.type == "checkbox" else value,
        hint="" if locked else _sentences(condition, field.hint, example),
        error=error,
        source=(field.source or _("the register")) if from_register else "",
        known=locked,
        required=field.required,
        choices=_choices(field, value),
        unit=_("yuan") if field.type == "money" else "",
        autocomplete=_COMPLETE.get(field.prefill or "", "off"),
        accept="image/*" if field.type == "photo" else "",
        maxlength=field.longest if field.type in ("text", "textarea") else None,
        wide=field.type in ("textarea", "choice", "photo", "checkbox"),
        inputmode="numeric" if field.type == "bank-card" else "",
    )


def _sentences(*parts: str) -> str:
    """One after the other; Chinese sets no space behind its full stop."""
    joined = ""
    for text in parts:
        joined += (" " if joined and text and not joined.endswith("。") else "") + text
    return joined


def _choices(field: FormField, value: str) -> tuple[Choice, ...]:
    if field.type == "checkbox":
        return (Choice(_TRUE, field.label, checked=texts.read_yes(value)),)
    choices = tuple(
        Choice(entry.code, entry.label, checked=entry.code == value, hint=entry.note)
        for entry in field.choices
    )
    return (Choice("", _("Please choose")), *choices) if _kind(field) == "select" else choices


def _kind(field: FormField) -> Kind:
    if field.type == "choice":
        return "select" if len(field.choices) >= SELECT_FROM else "radio"
    return _KINDS.get(field.type, "text")


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
    return _("Only if «%(label)s» is: %(values)s") % {"label": other.label, "values": join_words(labels)}
