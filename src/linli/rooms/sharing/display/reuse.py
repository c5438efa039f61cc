"""Agreements that give the data of a person away, in words for herself and for who keeps her file."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.kernel.ui.format import format_full_date, join_words
from linli.rooms.sharing.display.agreements import field_text
from linli.rooms.sharing.queries.agreements import label_titles
from linli.rooms.sharing.queries.reuse import Reusing


@dataclass(frozen=True, slots=True)
class ReuseLine:
    number: str
    unit: str
    purpose: str
    fields: str
    until: str


def lines_of(found: Sequence[Reusing]) -> list[ReuseLine]:
    labels = label_titles()
    return [
        ReuseLine(
            one.number,
            one.unit,
            one.purpose,
            join_words(field_text(field, labels) for field in one.fields),
            format_full_date(one.until),
        )
        for one in found
    ]
