"""Dwellings of the actor's places, and who lives there, as far as she keeps the files."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.people.models import Dwelling, Household, Residence
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import visible_to
from linli.registers.places.queries import within


@dataclass(frozen=True, slots=True)
class Dweller:
    """Who is registered or lives there."""

    person: int
    name: str
    kind: str


def list_dwellings(actor: Actor, *, after: int, limit: int) -> list[Dwelling]:
    """In the order in which they were entered, from after the dwelling `after`."""
    here = Dwelling.objects.filter(within(actor.scopes(*FILE_ROLES)), pk__gt=after)
    return list(here.order_by("pk")[:limit])


def find_dwelling(actor: Actor, dwelling_id: int) -> Dwelling:
    """The dwelling, if it stands in the actor's places; raises `NotFound` otherwise."""
    found = Dwelling.objects.filter(within(actor.scopes(*FILE_ROLES)), pk=dwelling_id).first()
    if found is None:
        raise NotFound(_("There is no such dwelling."))
    return found


def list_dwellers(actor: Actor, dwelling: Dwelling, *, day: date) -> list[Dweller]:
    """Who is registered or lives there on `day` and whose file the actor keeps; one statement."""
    rows = Residence.objects.filter(
        dwelling=dwelling, valid__contains=day, person__in=visible_to(actor, day=day)
    )
    found = rows.order_by("person", "kind").values_list("person", "person__name", "kind")
    return [Dweller(*row) for row in found]


def list_household_numbers(dwelling: Dwelling) -> list[str]:
    """Numbers of the households that stand there today."""
    rows = Household.objects.filter(dwelling=dwelling, dissolved_on__isnull=True)
    return list(rows.order_by("number").values_list("number", flat=True))
