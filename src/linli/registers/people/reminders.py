"""What runs out soon in the actor's places: labels, and the acting of guardians for children who grow up. Pages record
the look themselves."""

from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.kernel.actors import Actor
from linli.registers.people.models import Label, Person, Relationship, Residence
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.rules import years_before
from linli.registers.places.queries import within

CHILD: Final = 14
"""Years from which on no guardian consents for somebody (个人信息保护法第三十一条)."""


After = tuple[date, int]
"""The day and id of the row before."""


def list_ending(
    actor: Actor, *, day: date, until: date, limit: int, after: After | None = None
) -> list[Label]:
    """Labels that hold on `day` and no longer on `until`, of the living, the next to end first; with their persons.

    Read in the order of their ends, so that a county's labels are never read all at once.
    """
    last = after or (day, 0)
    rows = Label.objects.filter(
        Exists(_here(actor, day, "person")), _behind("valid__endswith", last), valid__upper_inf=False,
        valid__startswith__lte=day, valid__endswith__gt=day, valid__endswith__lte=until,
        person__deceased_on__isnull=True, person__merged_into__isnull=True,
    )  # fmt: skip
    return list(rows.select_related("person").order_by("valid__endswith", "pk")[:limit])


def list_growing_up(
    actor: Actor, *, day: date, until: date, limit: int, after: After | None = None
) -> list[Person]:
    """Children with a guardian whose fourteenth birthday lies after `day`, at the latest on `until`; `after` says the
    birth date."""
    guarded = Relationship.objects.filter(person=OuterRef("pk"), kind="guardian", valid__contains=day)
    last = after or (years_before(day, CHILD), 0)
    rows = Person.objects.filter(
        Exists(guarded), Exists(_here(actor, day, "pk")), _behind("birth_date", last), deceased_on__isnull=True,
        merged_into__isnull=True, birth_date__gt=years_before(day, CHILD), birth_date__lte=years_before(until, CHILD),
    )  # fmt: skip
    return list(rows.order_by("birth_date", "pk")[:limit])


def _behind(name: str, last: After) -> Q:
    day, key = last
    return Q(**{f"{name}__gte": day}) & (Q(**{f"{name}__gt": day}) | Q(pk__gt=key))


def _here(actor: Actor, day: date, outer: str) -> "QuerySet[Residence]":
    there = within(actor.scopes(*FILE_ROLES))
    return Residence.objects.filter(there, person=OuterRef(outer), valid__contains=day)
