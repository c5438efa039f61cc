"""Her file in plain words: every field with who provided it and which offices use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.engines.forms.standards import word
from linli.kernel.clock import local_day
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import join_clauses, join_words
from linli.registers.people import words
from linli.registers.people.details import CORRECTABLE
from linli.registers.people.files import WholeFile
from linli.registers.people.labels import LabelView
from linli.registers.people.models import Provision
from linli.rooms.mine.queries import Use

ALSO: Final = {
    "address": ("addresses", "dwelling_address"),
    "registered_address": ("addresses",),
    "households": ("registered_household", "dwelling_household"),
}
"""Field → under which other names it is provided and looked at."""
USED: Final = 3
"""Offices that a line names."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with its value; `from_whom` and `used_by` are whole sentences, or empty."""

    field: str
    label: str
    value: str
    from_whom: str = ""
    used_by: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known about fields: who provided them, who uses them."""

    sources: Mapping[str, Provision]
    uses: Mapping[str, list[Use]]

    def from_whom(self, field: str) -> str:
        rows = [self.sources[name] for name in _names(field) if name in self.sources]
        if not rows:
            return ""
        latest = max(rows, key=lambda row: (row.at, row.pk))
        whence = join_clauses(filter(None, (words.source_word(latest), latest.office)))
        return _("from: %(whence)s, %(day)s") % {"whence": whence, "day": words.full(local_day(latest.at))}

    def used_by(self, field: str) -> str:
        found = {use.office: use for name in _names(field) for use in self.uses.get(name, ())}
        latest = sorted(found.values(), key=lambda use: use.last, reverse=True)
        if not latest:
            return ""
        told = join_words(use.office for use in latest[:USED])
        return _("used by: %(offices)s") % {"offices": told + (_(" and more") if len(latest) > USED else "")}


def _names(field: str) -> tuple[str, ...]:
    return (field, *ALSO.get(field, ()))


def rows(whole: WholeFile, told: Told) -> list[FieldRow]:
    """Numbers masked: the phone on which this is read lies on tables."""
    person, file = whole.person, whole.file
    values = {
        "name": person.name,
        "former_names": join_words(person.former_names),
        "sex": word("sex", person.sex),
        "birth_date": words.full(person.birth_date),
        "ethnicity": word("ethnicity", person.ethnicity),
        "nationality": word("nationality", person.nationality),
        "marital": word("marital", person.marital),
        "id_number": mask_id_number(file.id_number),
        "phone": mask_phone(file.phone),
        "address": file.address,
    }
    return [_row(field, value, told) for field, value in values.items() if value or field in CORRECTABLE]


def _row(field: str, value: str, told: Told) -> FieldRow:
    correct = reverse("mine:correct", args=[field]) if field in CORRECTABLE else ""
    return FieldRow(
        field,
        words.field_word(field),
        value or _("not known"),
        told.from_whom(field),
        told.used_by(field),
        correct,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: what, a note, who provided it."""

    title: str
    note: str = ""
    badge: ui.Badge | None = None


def homes(whole: WholeFile, *, day: date) -> list[Line]:
    return [
        Line(
            home.address,
            join_clauses(filter(None, (_(words.HOMES[home.kind]), words.period(home.since, home.until)))),
            ui.Badge("paused", _("over")) if home.until and home.until <= day else None,
        )
        for home in whole.homes
    ]


@dataclass(frozen=True, slots=True)
class Home:
    """A household as its members know it: who is in it, no numbers, no birth dates."""

    title: str
    number: str
    members: list[Line]


def households(whole: WholeFile, relations: Mapping[tuple[int, int], str]) -> list[Home]:
    """Name and relation of housemates; what else their files hold is theirs."""
    return [
        Home(
            _(words.HOUSEHOLDS[household.kind]),
            household.number,
            [
                Line(
                    member.name,
                    word("relation", relations.get((household.pk, member.pk), "")),
                    ui.Badge("done", _("this file")) if member.pk == whole.person.pk else None,
                )
                for member in members
            ],
        )
        for household, members in whole.households
    ]


def kin(whole: WholeFile) -> list[Line]:
    return [
        Line(one.name, join_clauses(filter(None, (_(words.KIN[one.kind]), words.period(one.since, None)))))
        for one in whole.kin
    ]


def labels(found: Iterable[LabelView]) -> list[Line]:
    """Those of the sealed tier too: they are about her."""
    return [
        Line(
            one.title,
            join_clauses(
                filter(
                    None,
                    (
                        words.period(one.since, one.until),
                        _(words.SOURCES[one.source]) if one.source in words.SOURCES else "",
                        one.office,
                    ),
                )
            ),
            ui.Badge("paused", _("kept encrypted")) if one.sealed else None,
        )
        for one in found
    ]


def documents(whole: WholeFile) -> list[Line]:
    return [
        Line(
            _(words.DOCUMENTS[one.kind]),
            join_clauses(
                filter(None, (one.masked, word("nationality", one.issuer), words.period(None, one.until)))
            ),
        )
        for one in whole.documents
    ]


def named(whole: WholeFile) -> set[int]:
    """Whose names stand on the page beside hers."""
    members = {one.pk for _household, found in whole.households for one in found}
    return {*members, *(one.person for one in whole.kin)} - {whole.person.pk}
