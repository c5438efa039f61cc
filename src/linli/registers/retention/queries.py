"""What is due, what is held, and what was deleted: where the actor keeps files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person, Residence
from linli.registers.people.queries import get_person
from linli.registers.places.queries import within
from linli.registers.retention.models import Deletion, Due, Hold, Ripe, Run, Term
from linli.registers.retention.plan import get_plan
from linli.registers.retention.policies import KEEPERS, READERS
from linli.registers.retention.rules import EVENTS, lapse_of

OPEN: Final = (Deletion.State.WANTED, Deletion.State.ASKED)


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
        terms = {term.event: term for term in list_counting("person-file")}
        lapse = lapse_of(
            died=person.deceased_on,
            left=left_on(person_id, day=day),
            months={event: term.months or 0 for event, term in terms.items()},
        )
        return Standing(
            lapse.due_on if lapse else None,
            terms[lapse.event].basis if lapse else "",
            tuple(list_holds(persons, day=day)),
            list_needed(persons),
        )


def find_kept(actor: Actor, person_id: int, *, day: date) -> Person:
    """A file that the actor keeps: of somebody who lives here, or whose file stands on one of her lists (who moved away
    has no home by which she would see it). Raises `NotFound`."""
    try:
        return get_person(actor.as_staff(), person_id, day=day)
    except NotFound:
        listed = visible_due(actor).filter(person=person_id).exists()
        if (
            not listed
            and not visible_deletions(actor).filter(person_number=person_id, state__in=OPEN).exists()
        ):
            raise
    with acting_as(SYSTEM):
        found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound("no such person")
    return found


def left_on(person_id: int, *, day: date) -> date | None:
    """The first day on which she had no home here any more; None for who has one, will have one, or never had."""
    ends = [home.upper for home in Residence.objects.filter(person=person_id).values_list("valid", flat=True)]
    gone = [end for end in ends if end is not None and end <= day]
    return max(gone) if gone and len(gone) == len(ends) else None


def is_due(person_id: int, *, day: date) -> bool:
    """Whether this file could be deleted on `day` because its term is over."""
    return read_standing(person_id, day=day).is_due(day)


def counting(kind: str, event: str) -> Term | None:
    """The term of a kind from an event that makes something due: of a law, or adopted; None for a proposal."""
    return next((term for term in list_counting(kind) if term.event == event), None)


def list_counting(kind: str) -> list[Term]:
    """As `counting`, from all its events."""
    standing = (Term.Standing.LAW, Term.Standing.ADOPTED)
    return list(Term.objects.filter(kind=kind, months__isnull=False, standing__in=standing).order_by("event"))


def list_terms() -> list[Term]:
    """All terms, for who wants to know how long something is kept."""
    order = list(EVENTS)
    return sorted(Term.objects.all(), key=lambda term: (order.index(term.kind), term.event))


def list_holds(person_ids: Sequence[int], *, day: date) -> QuerySet[Hold]:
    """Holds in force on `day`."""
    return Hold.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), person__in=person_ids, lifted_at__isnull=True
    ).order_by("id")


def visible_due(actor: Actor) -> QuerySet[Due]:
    """Files whose term is over or will be soon, where the actor keeps them."""
    return Due.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_deletions(actor: Actor) -> QuerySet[Deletion]:
    """Deletions asked for and carried out, where the actor keeps files."""
    return Deletion.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_holds(actor: Actor) -> QuerySet[Hold]:
    """Holds on files, lifted ones too, where the actor keeps files."""
    return Hold.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_tombstones(actor: Actor) -> QuerySet[Deletion]:
    """Deletions that were carried out, where the actor keeps files or audits."""
    return Deletion.objects.filter(within(actor.scopes(*READERS)), state=Deletion.State.DONE)


def of_number(stones: QuerySet[Deletion], number: int) -> QuerySet[Deletion]:
    """Those of a file that had this number, or whose receipt bears it."""
    return stones.filter(Q(person_number=number) | Q(pk=number))


def visible_ripe(actor: Actor) -> QuerySet[Ripe]:
    """Counts of other records that are over their term, where the actor keeps files."""
    return Ripe.objects.filter(within(actor.scopes(*KEEPERS)))


def visible_runs(actor: Actor) -> QuerySet[Run]:
    """Deletions of many records at once, where the actor keeps files or audits."""
    return Run.objects.filter(within(actor.scopes(*READERS)))


def list_own(person_id: int) -> list[Deletion]:
    """What became of the wishes to end this file, the latest first; the caller asks for her own."""
    with acting_as(SYSTEM):
        found = Deletion.objects.filter(person_number=person_id, wanted_by__isnull=False)
        return list(found.order_by("-id")[:SHOWN])


SHOWN: Final = 20


def list_needed(persons: Sequence[int]) -> tuple[str, ...]:
    """What needs these files still, in words for people; as the system."""
    found = []
    with connection.cursor() as cursor:
        for obstacle in get_plan().obstacles:
            cursor.execute(obstacle.sql, {"persons": list(persons)})
            if cursor.fetchone()[0]:
                found.append(str(obstacle.words))
    return tuple(found)
