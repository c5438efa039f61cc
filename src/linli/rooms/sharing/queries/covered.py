"""Whom an agreement is about, and how a list of them is narrowed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.registers.people.models import Label, Person, Residence
from linli.registers.people.sealing import digest_label
from linli.registers.places.queries import within
from linli.rooms.sharing.models import Version
from linli.rooms.sharing.queries.consenting import only_consenting
from linli.rooms.sharing.queries.places import scopes_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to: bearers of a label, ages in full years, both ends counted."""

    label: str = ""
    youngest: int | None = None
    oldest: int | None = None

    @property
    def aged(self) -> bool:
        return self.youngest is not None or self.oldest is not None


def covered(version: Version, *, day: date) -> QuerySet[Person]:
    """Persons registered or living in the agreement's places on `day` whom its filter names. Read by who may."""
    here = Residence.objects.filter(
        within(scopes_of(version.places)), person=OuterRef("pk"), valid__contains=day
    )
    found = Person.objects.filter(Exists(here), merged_into__isnull=True)
    if "deceased_on" not in version.fields:
        found = found.filter(deceased_on__isnull=True)
    found = narrow(found, Wanted(version.label, version.youngest, version.oldest), day=day)
    return only_consenting(found, version.consent, day=day) if version.basis == "consent" else found


def narrow(persons: QuerySet[Person], wanted: Wanted, *, day: date) -> QuerySet[Person]:
    if wanted.label:
        bears = Q(code=wanted.label) | Q(code_digest=digest_label(wanted.label))
        persons = persons.filter(
            Exists(Label.objects.filter(bears, person=OuterRef("pk"), valid__contains=day))
        )
    if wanted.youngest is not None:
        persons = persons.filter(birth_date__lte=_years_before(day, wanted.youngest))
    if wanted.oldest is not None:
        persons = persons.filter(birth_date__gt=_years_before(day, wanted.oldest + 1))
    return persons


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
