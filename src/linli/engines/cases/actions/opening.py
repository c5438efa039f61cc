"""Receiving a request: the case gets its number and query code and enters its first queue."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import deadline, procedure, rules
from linli.engines.cases.actions import rows
from linli.engines.cases.actions.assigning import assign_holder
from linli.engines.cases.course import OPENED
from linli.engines.cases.definitions import Procedure, State
from linli.engines.cases.models import Case, CaseBundle, CaseParticipant
from linli.engines.cases.policies import may_open
from linli.engines.cases.published import CaseOpened
from linli.engines.cases.queries import (
    QUERY_CODE_CONTEXT,
    get_procedure,
    places_of,
    query_code_digest,
)
from linli.engines.cases.refusals import NotYours
from linli.engines.packs.models import PackItem
from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.clock import local, local_day
from linli.kernel.events.actions import publish
from linli.registers.people.models import Person
from linli.registers.places.queries import get_version
from linli.registers.places.rules import Position

_COUNT = """
INSERT INTO case_counter (place_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (place_id, day) DO UPDATE SET last = case_counter.last + 1 RETURNING last
"""


def open_case(
    *,
    actor: Actor,
    now: datetime,
    room: str,
    title: str,
    matter_item: PackItem,
    procedure_item: PackItem,
    position: Position,
    applicant: Person,
    agent: Person | None = None,
    synthetic: bool = False,
    bundle: CaseBundle | None = None,
    answers: Mapping[str, object] | None = None,
    query_code: str = "",
) -> Case:
    """Receive a request (收件): the case gets its number and query code and enters its first queue.

    The applicant or who holds the first queue may do it; who acts in the applicant's name becomes the agent. `answers`
    are for the assignment table of the first state, which keeps none of them. Cases of a bundle share its `query_code`.
    Raises `NotYours`, `NobodyInCharge`.
    """
    agent_id = agent.pk if agent else actor.agent_id
    case = Case(
        room=room, title=title, matter_item=matter_item, procedure_item=procedure_item,
        place_id=position.place_id, **position.columns(),
        applicant=applicant, agent_id=None if agent_id == applicant.pk else agent_id,
        operator_user_id=actor.user_id, opened_at=now, synthetic=synthetic, bundle=bundle,
    )  # fmt: skip
    pinned = get_procedure(case)
    if not may_open(actor, pinned, places=places_of(case), applicant_id=applicant.pk):
        raise NotYours(_("You cannot file for this person here."))
    state, entries = pinned.state(pinned.starts), procedure.open_clock(pinned, local(now))
    rows.project(case, pinned, state, local(now), entries, now=now)
    _write_opening(
        case, pinned, state, entries, position=position, actor=actor, now=now, answers=answers,
        query_code=query_code or _new_query_code(),
    )  # fmt: skip
    return case


@dataclass(frozen=True, slots=True)
class Part:
    """One case of a bundle: what is asked for, and how it goes. `answers` as in `open_case`."""

    room: str
    title: str
    matter_item: PackItem
    procedure_item: PackItem
    answers: Mapping[str, object] | None = None


@transaction.atomic
def open_bundle(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    parts: Sequence[Part],
    position: Position,
    applicant: Person,
    agent: Person | None = None,
    synthetic: bool = False,
) -> list[Case]:
    """Receive several requests for one occasion (一件事) under one number and one query code: all of them, or none.

    Each goes its own way. Raises as `open_case`.
    """
    query_code = _new_query_code()
    bundle = CaseBundle.objects.create(
        number=_next_number(position, local_day(now)), title=title, opened_at=now
    )
    return [
        open_case(
            actor=actor, now=now, room=part.room, title=part.title, matter_item=part.matter_item,
            procedure_item=part.procedure_item, position=position, applicant=applicant, agent=agent,
            synthetic=synthetic, bundle=bundle, answers=part.answers, query_code=query_code,
        )
        for part in parts
    ]  # fmt: skip


@transaction.atomic(savepoint=False)
def _write_opening(
    case: Case,
    pinned: Procedure,
    state: State,
    entries: Sequence[deadline.Entry],
    *,
    position: Position,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, object] | None,
    query_code: str,
) -> None:
    """All of it or nothing; where the caller has a transaction, the caller's."""
    case.number = _next_number(position, local_day(now))
    case.query_code_sealed = crypto.seal(query_code, context=QUERY_CODE_CONTEXT)
    case.query_code_digest = query_code_digest(case.number, query_code)
    case.save(force_insert=True)
    case.story, case.ledger = [], []
    by_applicant = actor.person_id == case.applicant_id
    rows.write_step(
        case, OPENED, "", actor=actor, office=actor.standing if by_applicant else actor.office, now=now
    )
    rows.write_clock(case, entries)
    named = [CaseParticipant(case=case, kind=CaseParticipant.Kind.APPLICANT, person_id=case.applicant_id)]
    if case.agent_id is not None:
        named.append(CaseParticipant(case=case, kind=CaseParticipant.Kind.AGENT, person_id=case.agent_id))
    rows.add_participants(case, pinned, state, named)
    opened = CaseOpened(
        subject=f"case:{case.pk}", case_id=case.pk, room=case.room, matter_item_id=case.matter_item_id,
        procedure_item_id=case.procedure_item_id, state=case.state, county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(opened, actor=actor, now=now, place_id=case.place_id)
    rows.record_change(case, OPENED, actor=actor, office="", now=now)
    assign_holder(case, pinned, now=now, answers=answers)


def _next_number(position: Position, today: date) -> str:
    unit = position.community or position.town or position.county or position.place_id
    known = position.code if position.place_id == unit else ""
    code = known or get_version(unit).code
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [unit, today])
        return rules.number_for(code, today, int(cursor.fetchone()[0]))


def _new_query_code() -> str:
    return "".join(secrets.choice(rules.QUERY_CODE_ALPHABET) for _ in range(rules.QUERY_CODE_LENGTH))
