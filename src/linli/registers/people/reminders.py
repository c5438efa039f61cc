"""What runs out soon in the actor's places: labels, and the acting of guardians for children who grow up. Pages record
the look themselves."""

from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from linli.kernel.actors import Actor
from linli.registers.people.models import Label, Person, Relationship, Residence
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.rules import years_before
from linli.registers.places.queries import within

CHILD: Final = 14
"""Years from which on no guardian consents for somebody (个人信息保护法第三十一条)."""


def list_ending(actor: Actor, *, day: date, until: date, limit: int) -> list[Label]:
    """Labels that hold on `day` and no longer on `until`, of the living, the next to end first; with their persons."""
    rows = Label.objects.filter(person__in=_here(actor, day), valid__contains=day, valid__endswith__lte=until)
    living = rows.filter(person__deceased_on__isnull=True, person__merged_into__isnull=True)
    return list(living.select_related("person").order_by("valid__endswith", "pk")[:limit])


def list_growing_up(actor: Actor, *, day: date, until: date, limit: int) -> list[Person]:
    """Children with a guardian whose fourteenth birthday lies after `day`, at the latest on `until`."""
    guarded = Relationship.objects.filter(person=OuterRef("pk"), kind="guardian", valid__contains=day)
    rows = Person.objects.filter(
        Exists(guarded), pk__in=_here(actor, day), deceased_on__isnull=True, merged_into__isnull=True,
        birth_date__gt=years_before(day, CHILD), birth_date__lte=years_before(until, CHILD),
    )  # fmt: skip
    return list(rows.order_by("birth_date", "pk")[:limit])


def _here(actor: Actor, day: date) -> "QuerySet[Residence, Any]":
    there = within(actor.scopes(*FILE_ROLES))
    return Residence.objects.filter(there, valid__contains=day).values("person")
