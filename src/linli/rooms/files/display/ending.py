"""Rows of what runs out soon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.registers.people.models import Label, Person
from linli.registers.people.reminders import CHILD
from linli.registers.people.rules import years_after
from linli.rooms.files.display.person import about
from linli.rooms.files.forms.words import full


@dataclass(frozen=True, slots=True)
class EndingRow:
    """`href` leads to the person, `again` to the form by which the label is given once more."""

    name: str
    href: str
    about: str
    what: str
    day: str
    left: str
    again: str = ""


def labels(found: Iterable[Label], titles: Mapping[str, str], *, day: date) -> list[EndingRow]:
    """A sealed one says only that there is one."""
    return [
        _row(
            one.person, titles.get(one.code, one.code) or _("Sealed label"), one.valid.upper, day, again=True
        )
        for one in found
    ]


def children(found: Iterable[Person], *, day: date) -> list[EndingRow]:
    return [_row(one, "", years_after(one.birth_date, CHILD), day) for one in found if one.birth_date]


def _row(person: Person, what: str, last: date, day: date, *, again: bool = False) -> EndingRow:
    days = (last - day).days
    return EndingRow(
        name=person.name,
        href=reverse("files:person", args=[person.pk]),
        about=about(person, None),
        what=what,
        day=full(last),
        left=ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days} if days else _("today"),
        again=reverse("files:draft", args=[person.pk, "label-given"]) if again else "",
    )
