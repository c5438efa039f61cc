"""Who lives with whom."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.guard import acting_as
from linli.registers.people.models import Household, Membership, Person
from linli.registers.people.queries import visible_to

HEAD = "0"
"""First digit of the relation of who heads a household (GB/T 4761: 本人或户主)."""


def list_own_household(actor: Actor, *, day: date) -> list[Person]:
    """The actor herself, then who is in a household with her on `day`; nobody without a file.

    One's own household is known to one: the second lock, which shows her own file only, is lifted for its names.
    """
    if actor.person_id is None:
        return []
    with acting_as(SYSTEM):
        together = _current(day).filter(
            household__in=_current(day).filter(person=actor.person_id).values("household")
        )
        found = Person.objects.filter(pk__in=together.values("person")).order_by("birth_date", "id")
        own = Person.objects.filter(pk=actor.person_id)
        return [*own, *(person for person in found if person.pk != actor.person_id)]


def list_households(people: Sequence[Person], *, day: date) -> list[tuple[Household, list[Person]]]:
    """The households of these people (whom the caller may see) with all their members, the head first."""
    with acting_as(SYSTEM):
        numbers = _current(day).filter(person__in=[person.pk for person in people]).values("household")
        rows = _current(day).filter(household__in=numbers).select_related("household", "person")
        found: dict[int, tuple[Household, list[Person]]] = {}
        for row in rows.order_by("household_id", "id"):
            _household, members = found.setdefault(row.household_id, (row.household, []))
            members.insert(0 if row.relation.startswith(HEAD) else len(members), row.person)
    return list(found.values())


def list_relations(household_ids: Iterable[int], *, day: date) -> dict[tuple[int, int], str]:
    """(household, person) → relation to its head (GB/T 4761), of households that the caller may see."""
    with acting_as(SYSTEM):
        rows = _current(day).filter(household__in=list(household_ids))
        return {(row.household_id, row.person_id): row.relation for row in rows}


def get_household(actor: Actor, number: str, *, day: date) -> tuple[Household, list[Person]] | None:
    """A household one of whose members the actor may see."""
    members = _current(day).filter(household__number=number).values("person")
    seen = list(visible_to(actor, day=day).filter(pk__in=members)[:1])
    return next((row for row in list_households(seen, day=day) if row[0].number == number), None)


def _current(day: date) -> "QuerySet[Membership]":
    return Membership.objects.filter(valid__contains=day)
