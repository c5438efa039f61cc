"""A form on paper, blank or filled in: boxes to write in, squares to tick, a line to sign. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.forms.conditions import condition_words
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.masks import mask
from linli.engines.forms.questions import FormField
from linli.engines.forms.summaries import item_title, show
from linli.engines.forms.values import to_list, to_map

BLANK_ITEMS: Final = 3
"""Items of a repeated part that a blank sheet has room for, if the form allows as many."""

_LONG: Final = frozenset({"household", "place", "organisation", "point"})
_CELLS: Final[Mapping[str, int]] = {"id-number": 18, "phone": 11}


@dataclass(frozen=True, slots=True)
class Square:
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One question on paper. `cells` are single boxes for so many digits; `grid` is a table's rows."""

    label: str
    note: str = ""
    value: str = ""
    unit: str = ""
    squares: tuple[Square, ...] = ()
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    grid: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tall: bool = False
    wide: bool = False
    by_hand: bool = False
    """Signed by hand on the sheet, or brought along: nothing is printed into the box."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One heading with its boxes: a part, or one item of a repeated part."""

    title: str
    boxes: tuple[Box, ...]
    hint: str = ""


def on_paper(definition: FormDefinition, answers: Mapping[str, Any] | None = None) -> list[Sheet]:
    """The sheets of a form; blank without `answers`. Numbers of people are masked, as on every page."""
    found: list[Sheet] = []
    for part in definition.parts:
        if part.repeat is None:
            found.append(Sheet(part.title, _boxes(definition, part, answers), part.hint))
            continue
        items = to_list((answers or {}).get(part.code or ""))
        room = max(part.repeat.min, min(part.repeat.max, BLANK_ITEMS))
        for index in range(len(items) if answers is not None else room):
            given = to_map(items[index]) if answers is not None else None
            hint = part.hint if index == 0 else ""
            found.append(Sheet(item_title(part, index), _boxes(definition, part, given), hint))
    return found


def _boxes(definition: FormDefinition, part: Part, given: Mapping[str, Any] | None) -> tuple[Box, ...]:
    """What is worked out is not asked on a blank sheet; what was not answered stands on no filled one."""
    asked = (f for f in part.fields if (f.code in given if given is not None else f.compute is None))
    return tuple(_box(definition, field, given) for field in asked)


def _box(definition: FormDefinition, field: FormField, given: Mapping[str, Any] | None) -> Box:
    value = (given or {}).get(field.code)
    note = " ".join(text for text in (condition_words(definition, field), field.hint) if text)
    match field.type:
        case "choice":
            chosen = {str(code) for code in to_list(value)}
            squares = tuple(Square(entry.label, entry.code in chosen) for entry in field.choices)
            return Box(field.label, note, squares=squares, wide=len(squares) > 3)
        case "checkbox":
            return Box("", note, squares=(Square(field.label, bool(value)),), wide=True)
        case "table":
            return _grid(field, to_map(value), note)
        case "signature" | "photo" | "file":
            return Box(
                field.label, note, show(field, value) if value else "", tall=True, by_hand=value is None
            )
    if field.type in _CELLS:
        return Box(
            field.label, note, cells=_digits(_CELLS[field.type], mask(field, str(value or ""))), wide=True
        )
    words = show(field, value) if value is not None else ""
    unit = "" if words else _("yuan") if field.type == "money" else field.unit
    tall = field.type == "textarea"
    long = field.type in _LONG or (field.type == "text" and field.longest > 60)
    return Box(field.label, note, words, unit, tall=tall, wide=tall or long)


def _digits(count: int, value: str) -> tuple[str, ...]:
    return tuple(value.ljust(count)[:count])


def _grid(field: FormField, value: Mapping[str, Any], note: str) -> Box:
    rows = tuple(
        (row.label, tuple(_cell(column, to_map(value.get(row.code))) for column in field.columns))
        for row in field.rows
    )
    return Box(
        field.label, note, columns=tuple(column.label for column in field.columns), grid=rows, wide=True
    )


def _cell(column: FormField, cells: Mapping[str, Any]) -> str:
    return show(column, cells[column.code]) if column.code in cells else ""
