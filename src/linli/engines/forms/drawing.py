"""One question as a widget."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.engines.forms import texts
from linli.engines.forms.questions import DOCUMENTS, REFERENCES, Entry, FormField
from linli.engines.forms.summaries import show
from linli.engines.forms.values import Register, ref_of, to_list, to_map, to_text
from linli.engines.forms.widgets import Computed, Finder, Line, Point, Signature, Table, Upload, Widget
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
    register: Register,
) -> Widget:
    """The widget of a question: `value` is raw as typed, of a computed field the value itself."""
    hint = _hint(field, condition, locked=from_register and field.locked)
    if field.compute is not None:
        words = show(field, value) if value is not None else ""
        return Computed(path, field.label, words, hint, str(errors.get(path, "")))
    if field.type == "table":
        return _table(field, path, to_map(value), hint, errors)
    special = _special(field, path, value, hint, str(errors.get(path, "")), register)
    return special or _plain(field, path, value, hint, str(errors.get(path, "")), from_register=from_register)


def _special(
    field: FormField, path: str, value: object, hint: str, error: str, register: Register
) -> Widget | None:
    must, typed = field.required is True, to_map(value)
    if field.type in DOCUMENTS:
        ref, accept = ref_of(value), "image/*" if field.type == "photo" else "image/*,application/pdf"
        known = register.resolve(field, ref) if ref else None
        return Upload(path, field.label, accept, ref if known else "", known or "", hint, error, must)
    if field.type in REFERENCES:
        return _finder(field, path, value, hint, error, register)
    if field.type == "signature":
        ref = ref_of(typed.get("ref"))
        token = ref if ref and register.resolve(field, ref) else ""
        agreed = texts.read_yes(to_text(typed.get("agreed")))
        return Signature(path, field.label, to_text(typed.get("name")), agreed, token, hint, error, must)
    if field.type == "point":
        lon, lat = to_text(typed.get("lon")), to_text(typed.get("lat"))
        return Point(path, field.label, lon, lat, to_text(typed.get("datum")), hint, error, must)
    return None


def _finder(field: FormField, path: str, value: object, hint: str, error: str, register: Register) -> Finder:
    """What was chosen before stands among what is offered."""
    ref, query = ref_of(value), to_text(to_map(value).get("find"))
    offered = list(register.offer(field, query))
    if ref and all(entry.code != ref for entry in offered):
        name = register.resolve(field, ref)
        offered = [Entry(code=ref, label=name), *offered] if name else offered
    choices = [Choice(e.code, e.label, checked=e.code == ref, hint=e.note) for e in offered]
    must = field.required is True
    return Finder(path, field.label, choices, register.searches(field), query, hint, error, must)


def _hint(field: FormField, condition: str, *, locked: bool) -> str:
    if locked:
        return ""
    example = _("For example: %(example)s") % {"example": field.example} if field.example else ""
    soft = _("Fill it in if you can.") if field.required == "soft" else ""
    return _sentences(condition, field.hint, soft, example)


def _sentences(*parts: str) -> str:
    """One after the other. Chinese closes each but the last with its full stop, and sets no space behind it."""
    given = [text for text in parts if text]
    closed = [text if text[-1] in "。？！.?!" or text[-1] < "\u2e80" else text + "。" for text in given[:-1]]
    joined = ""
    for text in [*closed, *given[-1:]]:
        joined += (" " if joined and not joined.endswith(("。", "？", "！")) else "") + text
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
    return _plain(column, path, cells.get(column.code), "", str(errors.get(path, "")))
