"""One question as a widget."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.engines.forms import texts
from linli.engines.forms.questions import FormField
from linli.engines.forms.summaries import show
from linli.engines.forms.values import to_list, to_map, to_text
from linli.engines.forms.widgets import Computed, Line, Table, Widget
from linli.kernel.ui.components.forms import Choice, Field, Kind

_KINDS: Final[Mapping[str, Kind]] = {
    "textarea": "textarea",
    "number": "number",
    "money": "money",
    "phone": "tel",
    "checkbox": "checkbox",
}
_COMPLETE: Final = {
    "person.name": "name",
    "person.phone": "tel-national",
    "person.birth_date": "bday",
    "person.address": "street-address",
}
_TRUE: Final = "true"
SELECT_FROM: Final = 8
"""Choices from this many on become a drop-down list, fewer are shown at once."""


def draw(
    field: FormField,
    path: str,
    value: object,
    *,
    from_register: bool,
    errors: "Mapping[str, str | Promise]",
    condition: str,
) -> Widget:
    """The widget of a question: `value` is raw as typed, of a computed field the value itself."""
    hint = _hint(field, condition, locked=from_register and field.locked)
    if field.compute is not None:
        words = show(field, value) if value is not None else ""
        return Computed(path, field.label, words, hint, str(errors.get(path, "")))
    if field.type == "table":
        return _table(field, path, to_map(value), hint, errors)
    return _plain(field, path, value, hint, str(errors.get(path, "")), from_register=from_register)


def _hint(field: FormField, condition: str, *, locked: bool) -> str:
    if locked:
        return ""
    example = _("For example: %(example)s") % {"example": field.example} if field.example else ""
    soft = _("Fill it in if you can.") if field.required == "soft" else ""
    return _sentences(condition, field.hint, soft, example)


def _sentences(*parts: str) -> str:
    """One after the other; Chinese sets no space behind its full stop."""
    joined = ""
    for text in parts:
        joined += (" " if joined and text and not joined.endswith("。") else "") + text
    return joined


def _plain(
    field: FormField, path: str, value: object, hint: str, error: str, *, from_register: bool = False
) -> Field:
    return Field(
        name=path,
        label=field.label,
        kind=_kind(field),
        value=_TRUE if field.type == "checkbox" else to_text(value),
        hint=hint,
        error=error,
        source=(field.source or _("the register")) if from_register else "",
        known=from_register and field.locked,
        required=field.required is True,
        choices=_choices(field, value),
        unit=_("yuan") if field.type == "money" else field.unit,
        autocomplete=_COMPLETE.get(field.prefill or "", "off"),
        maxlength=field.longest if field.type in ("text", "textarea") else None,
        wide=field.type in ("textarea", "choice", "checkbox"),
        inputmode="numeric" if field.type == "bank-card" else "decimal" if field.decimals else "",
    )


def _choices(field: FormField, value: object) -> tuple[Choice, ...]:
    if field.type == "checkbox":
        return (Choice(_TRUE, field.label, checked=texts.read_yes(to_text(value))),)
    chosen = {to_text(item) for item in to_list(value)}
    choices = tuple(
        Choice(entry.code, entry.label, checked=entry.code in chosen, hint=entry.note)
        for entry in field.choices
    )
    return (Choice("", _("Please choose")), *choices) if _kind(field) == "select" else choices


def _kind(field: FormField) -> Kind:
    if field.type == "choice" and field.multiple:
        return "checkboxes"
    if field.type == "choice":
        return "select" if len(field.choices) >= SELECT_FROM else "radio"
    return _KINDS.get(field.type, "text")


def _table(
    field: FormField,
    path: str,
    value: Mapping[str, object],
    hint: str,
    errors: "Mapping[str, str | Promise]",
) -> Table:
    lines = [
        Line(
            row.label,
            row.note,
            [_cell(c, f"{path}.{row.code}", to_map(value.get(row.code)), errors) for c in field.columns],
        )
        for row in field.rows
    ]
    return Table(
        name=path,
        label=field.label,
        columns=[column.label for column in field.columns],
        lines=lines,
        hint=hint,
        error=str(errors.get(path, "")),
        required=field.required is True,
    )


def _cell(
    column: FormField, row: str, cells: Mapping[str, object], errors: "Mapping[str, str | Promise]"
) -> Field:
    """Which columns a row needs, only a row that is filled in knows: none is marked as required or not."""
    path = f"{row}.{column.code}"
    field = _plain(column, path, cells.get(column.code), "", str(errors.get(path, "")))
    return field
