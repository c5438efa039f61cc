"""Rows of the lists of persons and households."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.crypto import mask_id_number, unseal_text
from linli.kernel.ui.format import join_words
from linli.registers.people.labels import LabelView
from linli.registers.people.models import Household, Person, Residence
from linli.registers.people.queries import age_on
from linli.registers.people.sealing import CONTEXT_ID_NUMBER
from linli.rooms.files.display.person import about
from linli.rooms.files.forms.words import HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    href: str
    about: str
    address: str
    apart: str
    labels: str
    number: str


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    number: str
    href: str
    kind: str
    head: str
    address: str
    count: int


def person_rows(
    found: Sequence[Person],
    homes: Mapping[int, Mapping[str, Residence]],
    labels: Mapping[int, list[LabelView]],
    *,
    day: date,
) -> list[PersonRow]:
    return [_person(one, homes.get(one.pk, {}), labels.get(one.pk, []), day) for one in found]


def _person(one: Person, homes: Mapping[str, Residence], labels: Sequence[LabelView], day: date) -> PersonRow:
    here, there = homes.get("dwelling"), homes.get("registered")
    home = here or there
    apart = here and there and here.community != there.community
    return PersonRow(
        name=one.name,
        href=reverse("files:person", args=[one.pk]),
        about=about(one, age_on(one.birth_date, day) if one.birth_date else None),
        address=home.address if home else "",
        apart=_("registered elsewhere") if apart else "",
        labels=join_words(label.title for label in labels if label.title),
        number=mask_id_number(unseal_text(one.id_number_sealed, context=CONTEXT_ID_NUMBER)),
    )


def household_rows(
    found: Sequence[Household], heads: Mapping[int, tuple[list[Person], int]]
) -> list[HouseholdRow]:
    rows = []
    for one in found:
        leading, count = heads.get(one.pk, ([], 0))
        head = join_words(person.name for person in leading)
        href = reverse("files:household", args=[one.pk])
        rows.append(HouseholdRow(one.number, href, _(HOUSEHOLDS[one.kind]), head, one.address, count))
    return rows
