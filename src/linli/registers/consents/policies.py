"""Who may say something to a notice, for whom."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.consents.refusals import NeedsGuardian, OwnWord
from linli.registers.consents.rules import State, is_child
from linli.registers.people.changes import list_own_files
from linli.registers.people.models import Person, Relationship
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import get_person

GUARDIANS = (Relationship.Kind.GUARDIAN, Relationship.Kind.PARENT)
"""Parents are the guardians of their children who are minors (民法典 27); others are named."""


def check_may_say(
    actor: Actor, person_id: int, words: Mapping[str, str], *, day: date
) -> tuple[Person, int | None]:
    """The person, and who speaks for her if she does not herself. `actor` acts with her file; whose account it is tells
    who speaks. Raises `NotFound`, `NeedsGuardian`."""
    if person_id != actor.person_id:
        raise NotFound(_("There is no such file."))
    person = get_person(actor.as_resident(), person_id, day=day)
    bound = list_own_files(Actor(user_id=actor.user_id))
    if not bound:
        raise NotFound(_("There is no such file."))
    speaker = None if person.pk in bound else min(bound)
    return person, check_guardian(person, speaker, words, day=day)


def check_may_note(actor: Actor, person_id: int, *, day: date) -> Person:
    """Posts that keep her file note at the counter, never about themselves. Raises `NotFound`, `OwnWord`."""
    if not actor.scopes(*FILE_ROLES):
        raise NotFound(_("There is no such file."))
    person = get_person(actor.as_staff(), person_id, day=day)
    if person.pk in list_own_files(actor):
        raise OwnWord(_("Nobody notes her own consent at the counter: leave it to a colleague."))
    return person


def check_guardian(person: Person, speaker: int | None, words: Mapping[str, str], *, day: date) -> int | None:
    """Who speaks for her. For a child under 14 only a guardian gives; anyone who may speak for her withdraws."""
    gives = State.GIVEN in words.values()
    if gives and is_child(person.birth_date, day) and not is_guardian(person.pk, speaker, day=day):
        raise NeedsGuardian(_("For a child under 14 a parent or guardian agrees."), field="by_person")
    return speaker


def is_guardian(person_id: int, other: int | None, *, day: date) -> bool:
    """Whether `other` is parent or guardian of the person on `day`."""
    rows = Relationship.objects.filter(person=person_id, kind__in=GUARDIANS, valid__contains=day)
    return other is not None and rows.filter(other=other).exists()
