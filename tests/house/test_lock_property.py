"""Whatever cases name and wherever people lived: the second lock shows what the first one gives, and the queue."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case, CaseParticipant
from linli.kernel.actors import Actor, Grant
from linli.kernel.guard import acting_as
from linli.registers.people import queries as people
from linli.registers.people.models import Person, Residence
from tests.support.drawing import examples

if TYPE_CHECKING:
    from tests.support.world import World

DAY = date(2026, 3, 2)
ROLES = ("clerk", "inspector", "reviewer", "decider", "auditor")
PLACES = ("532301100001", "532301100002", "532301100", "532301101", "532301")
posts = st.tuples(st.sampled_from(ROLES), st.sampled_from(PLACES))
persons = st.integers(0, 3)
homes = st.tuples(persons, st.sampled_from(PLACES[:2]), st.integers(-400, 30), st.integers(1, 500))
named = st.tuples(persons, st.none() | persons, posts, st.lists(posts | persons, max_size=3))


def scope(world: "World", code: str) -> str:
    position = world.cast.places[code]
    return position.scope_at(position.level)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    held=st.lists(posts, max_size=3),
    own=st.none() | persons,
    lived=st.lists(homes, max_size=5),
    opened=st.lists(named, min_size=1, max_size=4),
)
@pytest.mark.django_db
def test_the_second_lock_means_the_same_as_the_first(
    world: "World", held: list[Any], own: int | None, lived: list[Any], opened: list[Any]
) -> None:
    with transaction.atomic():
        they = [Person.objects.create(name=f"人{n}", sex="1", synthetic=True) for n in range(4)]
        settle(world, they, lived)
        file(world, they, opened)
        actor = Actor(
            user_id=None if not held and own is None else 990_000,
            person_id=None if own is None else they[own].pk,
            grants=tuple(Grant(role, scope(world, code)) for role, code in held),
        )
        waiting = [case for case in Case.objects.exclude(queue_role="") if in_queue(case, actor)]
        seen = {case.pk for case in waiting} | set(cases.visible_to(actor).values_list("pk", flat=True))
        of_cases = Case.objects.filter(pk__in=seen).values_list("applicant_id", "agent_id")
        known = set(people.visible_to(actor, day=DAY).values_list("pk", flat=True))
        known |= {person for both in of_cases for person in both if person is not None}
        known |= set(ids_of_participants(seen))
        with acting_as(actor, day=DAY):
            assert set(Case.objects.values_list("pk", flat=True)) == seen
            assert set(Person.objects.values_list("pk", flat=True)) == known
            assert set(Residence.objects.values_list("person_id", flat=True)) <= known
        transaction.set_rollback(True)


def ids_of_participants(seen: set[int]) -> list[int]:
    """Persons whom a case names, in whatever part."""
    rows = CaseParticipant.objects.filter(case_id__in=seen, person__isnull=False)
    return list(rows.values_list("person_id", flat=True))


def settle(world: "World", they: list[Person], lived: list[Any]) -> None:
    done: dict[int, date] = {}
    for who, code, start, length in sorted(lived, key=lambda home: home[2]):
        begins = max(DAY + timedelta(start), done.get(who, date.min))
        ends = begins + timedelta(length)
        done[who] = ends
        Residence.objects.create(
            person=they[who], kind="dwelling", address="x", valid=DateRange(begins, ends),
            **world.cast.places[code].columns(),
        )  # fmt: skip


def file(world: "World", they: list[Person], opened: list[Any]) -> None:
    like = Case.objects.order_by("id")[0]
    same = {f.attname: getattr(like, f.attname) for f in like._meta.local_fields if not f.primary_key}
    for number, (applicant, agent, (role, code), others) in enumerate(opened):
        case = Case.objects.create(
            **same
            | {
                "number": f"planted-{number}", "applicant_id": they[applicant].pk, "phase": "intake",
                "agent_id": they[agent].pk if agent not in (None, applicant) else None,
                "queue_role": role, "queue_scope": scope(world, code), "closed_at": None,
            }
        )  # fmt: skip
        people_of = {
            case.applicant_id,
            *(they[one].pk for one in others if isinstance(one, int)),
        }
        CaseParticipant.objects.bulk_create(
            [CaseParticipant(case=case, kind="applicant", person_id=one) for one in people_of if one]
            + [CaseParticipant(case=case, kind="agent", person_id=one) for one in [case.agent_id] if one]
            + [
                CaseParticipant(case=case, kind="handling", role=one[0], scope=scope(world, one[1]))
                for one in {one for one in others if not isinstance(one, int)}
            ]
        )


def in_queue(case: Case, actor: Actor) -> bool:
    return any((grant.role, grant.scope) == (case.queue_role, case.queue_scope) for grant in actor.grants)
