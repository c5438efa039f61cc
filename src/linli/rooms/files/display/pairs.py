"""Two files beside each other, and the list of such pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.clock import local_day
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, join_words
from linli.registers.people import words
from linli.registers.people.files import DocumentView
from linli.registers.people.labels import LabelView
from linli.registers.people.models import DuplicatePair, Household, Person
from linli.registers.people.queries import FileView
from linli.rooms.files.forms.words import field_word, full, word

UNCOMPARED = frozenset({"created_at", "labels", "documents"})
"""What two files of one person may well say differently."""


@dataclass(frozen=True, slots=True)
class PairRow:
    names: str
    href: str
    born: str
    rule: str
    when: str


@dataclass(frozen=True, slots=True)
class Column:
    """One of the two: texts by field, numbers masked; `alike` by what they are compared."""

    person: int
    name: str
    href: str
    texts: dict[str, str]
    alike: dict[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    label: str
    first: str
    second: str
    word: str
    badge: ui.Badge | None = None


def rows(found: Iterable[DuplicatePair], *, day: date) -> list[PairRow]:
    return [
        PairRow(
            join_words((pair.first.name, pair.second.name)),
            reverse("files:pair", args=[pair.pk]),
            full(pair.first.birth_date or pair.second.birth_date),
            _(words.RULES[pair.rule]),
            format_moment(pair.found_at, today=day),
        )
        for pair in found
    ]


def column(
    person: Person,
    file: FileView,
    labels: Sequence[LabelView],
    households: Sequence[Household],
    papers: Sequence[DocumentView],
) -> Column:
    texts = {
        "name": person.name,
        "sex": word("sex", person.sex),
        "birth_date": full(person.birth_date),
        "id_number": mask_id_number(file.id_number),
        "phone": mask_phone(file.phone),
        "address": file.address,
        "households": join_words(one.number for one in households),
        "documents": join_words(one.masked for one in papers),
        "ethnicity": word("ethnicity", person.ethnicity),
        "marital": word("marital", person.marital),
        "labels": join_words(label.title for label in labels if label.title),
        "created_at": full(local_day(person.created_at)),
    }
    alike = texts | {"id_number": file.id_number, "phone": file.phone}
    return Column(person.pk, person.name, reverse("files:person", args=[person.pk]), texts, alike)


def compare(first: Column, second: Column) -> list[Compared]:
    """Row by row, with a word where both say something: the same, or different."""
    return [_compared(first, second, name) for name in first.texts if first.texts[name] or second.texts[name]]


def _compared(first: Column, second: Column, name: str) -> Compared:
    """What differs stands out: that is what somebody decides by."""
    said = _verdict(first, second, name)
    badge = ui.Badge("risk", said) if said == _("different") else None
    return Compared(_label(name), first.texts[name], second.texts[name], said, badge)


def _label(name: str) -> str:
    return _("File since") if name == "created_at" else field_word(name)


def _verdict(first: Column, second: Column, name: str) -> str:
    one, two = first.alike[name], second.alike[name]
    if not one or not two or name in UNCOMPARED:
        return ""
    return _("alike in both") if one == two else _("different")
