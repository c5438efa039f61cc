"""Answers to read: labels instead of codes, sealed values masked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.engines.forms import texts
from linli.engines.forms.answers import WITHOUT
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.masks import mask
from linli.engines.forms.questions import FormField
from linli.engines.forms.values import to_list, to_map
from linli.kernel.ui.format import format_full_date, join_clauses, join_words


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer; `sealed` ones are masked, and unmasking them asks a purpose and is logged. `document` is the
    token of an upload."""

    code: str
    label: str
    value: str
    sealed: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPart:
    title: str
    rows: tuple[SummaryRow, ...]


def summary(
    definition: FormDefinition, answers: Mapping[str, object], *, unmasked: bool = False
) -> list[SummaryPart]:
    """Only what was answered, under the form's headings; each item of a repeated part has its own.

    `unmasked` is for who gave a purpose.
    """
    empty = {str(path) for path in to_list(answers.get(WITHOUT))}
    parts = []
    for title, part, given, prefix in _sections(definition, answers):
        rows = tuple(row for field in part.fields for row in _rows(field, given, prefix, empty, unmasked))
        if rows:
            parts.append(SummaryPart(title, rows))
    return parts


def _sections(
    definition: FormDefinition, answers: Mapping[str, object]
) -> Iterator[tuple[str, Part, Mapping[str, object], str]]:
    for part in definition.parts:
        if part.repeat is None:
            yield part.title, part, answers, ""
            continue
        for index, item in enumerate(to_list(answers.get(part.code or ""))):
            yield item_title(part, index), part, to_map(item), f"{part.code}.{index}."


def item_title(part: Part, index: int) -> str:
    """«家庭成员 2»."""
    return f"{part.repeat.noun if part.repeat else part.title} {index + 1}"


def _rows(
    field: FormField, given: Mapping[str, object], prefix: str, empty: set[str], unmasked: bool
) -> Iterator[SummaryRow]:
    path = prefix + field.code
    if field.code not in given:
        if path in empty:
            yield SummaryRow(path, field.label, _("left empty on purpose"))
        return
    value = given[field.code]
    if field.type != "table":
        document = str(to_map(value).get("document") or "")
        words = show(field, value, unmasked=unmasked)
        yield SummaryRow(path, field.label, words, field.is_sealed, document)
        return
    for row in field.rows:
        cells = to_map(to_map(value).get(row.code))
        parts = [f"{c.label} {show(c, cells[c.code])}" for c in field.columns if c.code in cells]
        if parts:
            yield SummaryRow(f"{path}.{row.code}", f"{field.label} · {row.label}", join_clauses(parts))


def show(field: FormField, value: object, *, unmasked: bool = False) -> str:
    """One answer in words."""
    match field.type:
        case "checkbox":
            return _("yes") if value else _("no")
        case "money" if isinstance(value, int):
            return _("%(amount)s yuan") % {"amount": texts.money_text(value)}
        case "number" if isinstance(value, int | float):
            number = texts.decimal_text(value, field.decimals) if field.decimals else str(value)
            return f"{number} {field.unit}".rstrip()
        case "date":
            return _day(str(value))
        case "choice":
            labels = {entry.code: entry.label for entry in field.choices}
            return join_words([labels.get(str(code), str(code)) for code in to_list(value)])
        case "point":
            found = to_map(value)
            return _("%(lon)s, %(lat)s (WGS 84)") % {"lon": found.get("lon"), "lat": found.get("lat")}
        case "photo":
            return _("1 photo")
        case "signature":
            return _signed(to_map(value))
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("ref") or "")
    return str(value) if unmasked else mask(field, str(value))


def _signed(value: Mapping[str, object]) -> str:
    name = str(value.get("name") or "")
    if value.get("document"):
        return _("signed by hand: %(name)s") % {"name": name} if name else _("signed by hand")
    return _("signed by typing the name: %(name)s") % {"name": name}


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return format_full_date(day)
