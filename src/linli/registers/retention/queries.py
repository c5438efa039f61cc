"""What is due, what is held, and what was deleted: where the actor keeps files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.guard import acting_as
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.registers.people.rules import months_after
from linli.registers.places.queries import within
from linli.registers.retention.models import Deletion, Due, Hold, Term
from linli.registers.retention.plan import get_plan
from linli.registers.retention.policies import KEEPERS


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the end of a file. `due_on`: when its term is over, None where nobody has set one, or its
    event has not come; `basis`: the law, or who decided; `held_until`: the last day of all holds, `date.max` for open
    ones; `needed`: what needs it still, in words for people."""

    due_on: date | None
    basis: str
    holds: tuple[Hold, ...]
    needed: tuple[str, ...]

    def is_due(self, day: date) -> bool:
        """The term is over on `day` and nothing stops the deletion."""
        return self.due_on is not None and self.due_on <= day and self.is_free

    @property
    def is_free(self) -> bool:
        return not self.holds and not self.needed


def read_standing(person_id: int, *, day: date) -> Standing:
    """Of a file and what was merged into it. The caller has looked the file up as whoever asks."""
    with acting_as(SYSTEM):
        persons = sorted(ids_of(person_id))
        person = Person.objects.get(pk=person_id)
        term = counting("person-file")
        due_on = None
        if person.deceased_on and term is not None and term.months is not None:
            due_on = months_after(person.deceased_on, term.months)
        return Standing(
            due_on, term.basis if term else "", tuple(list_holds(persons, day=day)), _needed(persons)
        )


def is_due(person_id: int, *, day: date) -> bool:
    """Whether this file could be deleted on `day` because its term is over."""
    return read_standing(person_id, day=day).is_due(day)


def counting(kind: str) -> Term | None:
    """The term of a kind that makes something due: of a law, or adopted; None for a proposal."""
    standing = (Term.Standing.LAW, Term.Standing.ADOPTED)
    return Term.objects.filter(kind=kind, months__isnull=False, standing__in=standing).first()


def list_terms() -> list[Term]:
    """All terms, for who wants to know how long something is kept."""
    return list(Term.objects.order_by("kind"))


def list_holds(person_ids: Sequence[int], *, day: date) -> QuerySet[Hold]:
    """Holds in force on `day`."""
    return Hold.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), person__in=person_ids, lifted_at__isnull=True
    ).order_by("id")


def visible_due(actor: Actor) -> QuerySet[Due]:
    """Files whose term is over, where the actor keeps them."""
    return Due.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_deletions(actor: Actor) -> QuerySet[Deletion]:
    """Deletions asked for and carried out, where the actor keeps files."""
    return Deletion.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_holds(actor: Actor) -> QuerySet[Hold]:
    """Holds on files, lifted ones too, where the actor keeps files."""
    return Hold.objects.filter(within(actor.scopes(*KEEPERS)))


def _needed(persons: Sequence[int]) -> tuple[str, ...]:
    found = []
    with connection.cursor() as cursor:
        for obstacle in get_plan().obstacles:
            cursor.execute(obstacle.sql, {"persons": list(persons)})
            if cursor.fetchone()[0]:
                found.append(str(obstacle.words))
    return tuple(found)
