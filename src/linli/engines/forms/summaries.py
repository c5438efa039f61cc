"""Answers to read: labels instead of codes, sealed values masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.forms import texts
from linli.engines.forms.definitions import FormDefinition, FormField
from linli.engines.forms.masks import mask
from linli.kernel.ui.format import format_full_date


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer; `sealed` ones are masked, and unmasking them asks a purpose and is logged."""

    code: str
    label: str
    value: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class SummaryPart:
    title: str
    rows: tuple[SummaryRow, ...]


def summary(
    definition: FormDefinition, answers: Mapping[str, object], *, unmasked: bool = False
) -> list[SummaryPart]:
    """Only what was answered, under the form's headings. `unmasked` is for who gave a purpose."""
    parts = []
    for part in definition.parts:
        rows = tuple(
            SummaryRow(
                field.code, field.label, show(field, answers[field.code], unmasked=unmasked), field.is_sealed
            )
            for field in part.fields
            if field.code in answers
        )
        if rows:
            parts.append(SummaryPart(part.title, rows))
    return parts


def show(field: FormField, value: object, *, unmasked: bool = False) -> str:
    """One answer in words."""
    if field.type == "checkbox":
        return _("yes") if value else _("no")
    if field.type == "money" and isinstance(value, int):
        return _("%(amount)s yuan") % {"amount": texts.money_text(value)}
    if field.type == "date":
        return _day(str(value))
    if field.type == "choice":
        return next((entry.label for entry in field.choices if entry.code == value), str(value))
    if field.type == "photo":
        return _("1 photo")
    return str(value) if unmasked else mask(field, str(value))


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return format_full_date(day)
