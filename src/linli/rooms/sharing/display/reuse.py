"""Agreements that give the data of a person away, in words for herself and for who keeps her file: field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.kernel.ui.format import format_full_date
from linli.rooms.sharing.display.agreements import field_text
from linli.rooms.sharing.queries.agreements import label_titles
from linli.rooms.sharing.queries.reuse import Reusing


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """Who gets one field, for what, until when."""

    number: str
    unit: str
    purpose: str
    until: str


@dataclass(frozen=True, slots=True)
class ReusedField:
    field: str
    lines: Sequence[ReuseLine]


def fields_of(found: Sequence[Reusing]) -> list[ReusedField]:
    """Each field that some agreement opens, in the order in which they name them."""
    labels = label_titles()
    fields = dict.fromkeys(field for one in found for field in one.fields)
    return [
        ReusedField(
            field_text(field, labels),
            [
                ReuseLine(one.number, one.unit, one.purpose_of(field), format_full_date(one.until))
                for one in found
                if field in one.fields
            ],
        )
        for field in fields
    ]
