"""The verbs on a case: open it, take a step. All that follows from one is written in one transaction."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import deadline, procedure, rules
from linli.engines.cases.course import OPENED, replay
from linli.engines.cases.model import Phase, Procedure, State
from linli.engines.cases.models import Case, CaseParticipant, CaseStep, ClockInterval
from linli.engines.cases.policies import facts_for, may_open, office_for
from linli.engines.cases.published import CaseMoved, CaseOpened
from linli.engines.cases.queries import (
    NOTE_CONTEXT,
    QUERY_CODE_CONTEXT,
    calendar_of,
    entries_of,
    get_procedure,
    history_of,
    lock_case,
    persons_of,
    places_of,
    query_code_digest,
)
from linli.engines.cases.refusals import MovedOn, NotYours
from linli.engines.packs.models import PackItem
from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import LOCAL, local_day
from linli.kernel.errors import LinliError
from linli.kernel.events.actions import publish
from linli.registers.people.models import Person
from linli.registers.places.queries import get_version
from linli.registers.places.rules import Position

log = structlog.get_logger(__name__)

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
) -> Case:
    """Receive a request (收件): the case gets its number and query code and enters its first queue.

    Applicant, agent, or who holds the first queue may do it. Raises `NotYours`, `NobodyInCharge`.
    """
    today = local_day(now)
    if agent == applicant:
        agent = None
    case = Case(
        room=room, title=title, matter_item=matter_item, procedure_item=procedure_item,
        place_id=position.place_id, **position.columns(),
        applicant=applicant, agent=agent, operator_user_id=actor.user_id, opened_at=now, synthetic=synthetic,
    )  # fmt: skip
    pinned, places, persons = get_procedure(case), places_of(case), persons_of(case)
    if not may_open(actor, pinned, places=places, persons=persons):
        raise NotYours(_("You cannot file for this person here."))
    state, entries = pinned.state(pinned.starts), procedure.open_clock(pinned, today)
    _project(case, pinned, state, today, entries, now=now)
    _write_opening(case, pinned, state, entries, position=position, actor=actor, now=now)
    return case


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
) -> None:
    """All of it or nothing; where the caller has a transaction, the caller's."""
    case.number = _next_number(position, local_day(now))
    _give_query_code(case)
    case.save(force_insert=True)
    case.story, case.ledger = [], []
    by_applicant = actor.person_id in persons_of(case)
    _write_step(case, OPENED, "", actor=actor, office="" if by_applicant else actor.office, now=now)
    _write_clock(case, entries)
    named = [CaseParticipant(case=case, kind=CaseParticipant.Kind.APPLICANT, person_id=case.applicant_id)]
    if case.agent_id is not None:
        named.append(CaseParticipant(case=case, kind=CaseParticipant.Kind.AGENT, person_id=case.agent_id))
    _add_participants(case, pinned, state, named)
    opened = CaseOpened(
        subject=f"case:{case.pk}", case_id=case.pk, room=case.room, matter_item_id=case.matter_item_id,
        procedure_item_id=case.procedure_item_id, state=case.state, county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(opened, actor=actor, now=now, place_id=case.place_id)
    _record(case, OPENED, actor=actor, office="", now=now)


@transaction.atomic
def act(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    action: str,
    revision: int | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[int] = (),
) -> Case:
    """Look the case up and take a step; as `take`. Raises `NotFound` besides."""
    case = lock_case(actor, number)
    return take(
        case=case,
        actor=actor,
        now=now,
        action=action,
        revision=revision,
        note=note,
        data=data,
        evidence=evidence,
    )


def take(
    *,
    case: Case,
    actor: Actor,
    now: datetime,
    action: str,
    revision: int | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[int] = (),
) -> Case:
    """Take the step `action` on a case from `lock_case`, in the caller's transaction.

    `revision` is the one the page was made from: an older one is refused. `note` is sealed; `data` holds codes,
    ids and numbers only, with the answers to required forms as `{"forms": {code: id}}`; `evidence` are ids of
    documents. Raises the refusals of `refusals.py`, `MovedOn` (a `Conflict`) when the step was taken already or
    somebody was faster.
    """
    data = dict(data or {})
    rules.check_data(data)
    if revision is not None and revision != case.revision:
        raise MovedOn(_("The case has moved on in the meantime. Reload the page to see where it is."))
    pinned, today, calendar, places = get_procedure(case), local_day(now), calendar_of(case), places_of(case)
    history, entries = history_of(case), entries_of(case)
    move = procedure.interpret(
        pinned, history, action,
        facts=facts_for(actor, places=places, persons=persons_of(case)),
        given=procedure.Given(bool(note.strip()), len(evidence), frozenset(data.get("forms", {}))),
        today=today, calendar=calendar,
    )  # fmt: skip
    case.revision += 1
    case.outcome = str(move.action.outcome or "")
    _project(case, pinned, move.after, move.since, [*entries, *move.clock], now=now)
    office = office_for(actor, move.action, places=places)
    _write_step(
        case,
        action,
        move.before.code,
        actor=actor,
        office=office,
        now=now,
        note=note,
        data=data,
        evidence=evidence,
    )
    _write_clock(case, move.clock)
    if move.after != move.before:
        _add_participants(case, pinned, move.after, [])
    case.save(update_fields=_PROJECTED)
    moved = CaseMoved(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room,
        matter_item_id=case.matter_item_id, procedure_item_id=case.procedure_item_id, action=action,
        from_state=move.before.code, to_state=case.state, phase=case.phase, outcome=case.outcome,
        event=move.action.event or "", notice=move.action.notice or "", county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(moved, actor=actor, now=now, place_id=case.place_id)
    _record(case, action, actor=actor, office=office, now=now)
    return case


def rebuild_due() -> int:
    """Compute the due day of every open case anew, after a calendar has changed; returns how many moved.

    A case that takes a step meanwhile is left alone: its step has computed it. One whose history is broken is
    logged and left as it is.
    """
    moved = 0
    cases = Case.objects.exclude(phase=Phase.CLOSED).prefetch_related("steps", "intervals").order_by("id")
    for case in cases.iterator(chunk_size=500):
        try:
            pinned = get_procedure(case)
            course = replay(pinned, history_of(case))
            due_at = _due_at(case, pinned, course.state, course.since, entries_of(case))
        except LinliError as fault:
            log.error("case.rebuild_due", case=case.pk, fault=type(fault).__name__)
            continue
        if due_at != case.due_at:
            moved += Case.objects.filter(pk=case.pk, revision=case.revision).update(due_at=due_at)
    return moved


_PROJECTED = (
    "state", "phase", "queue_role", "queue_scope", "accepted_at", "due_at", "closed_at", "outcome",
    "revision",
)  # fmt: skip


def _project(
    case: Case,
    pinned: Procedure,
    state: State,
    since: date,
    entries: Sequence[deadline.Entry],
    *,
    now: datetime,
) -> None:
    """Set what the case's row says about where it stands."""
    case.state, case.phase = state.code, str(state.phase)
    case.queue_role, case.queue_scope = rules.queue_of(state, places_of(case), case.applicant_id)
    if entries and case.accepted_at is None:
        # Deemed accepted from the day of receipt: then the case was accepted when that day's step was taken.
        case.accepted_at = now if entries[0].day == local_day(now) else _start_of(entries[0].day)
    case.due_at = _due_at(case, pinned, state, since, entries)
    case.closed_at = now if state.phase is Phase.CLOSED else None


def _due_at(
    case: Case, pinned: Procedure, state: State, since: date, entries: Sequence[deadline.Entry]
) -> datetime | None:
    due = rules.current_due(pinned, state, since, entries, calendar_of(case))
    return None if due is None else datetime.combine(due, time(23, 59, 59), LOCAL)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _next_number(position: Position, today: date) -> str:
    unit = position.community or position.town or position.county or position.place_id
    known = position.code if position.place_id == unit else ""
    code = known or get_version(unit).code
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [unit, today])
        return rules.number_for(code, today, int(cursor.fetchone()[0]))


def _give_query_code(case: Case) -> None:
    code = "".join(secrets.choice(rules.QUERY_CODE_ALPHABET) for _ in range(rules.QUERY_CODE_LENGTH))
    case.query_code_sealed = crypto.seal(code, context=QUERY_CODE_CONTEXT)
    case.query_code_digest = query_code_digest(case.number, code)


def _write_step(
    case: Case,
    action: str,
    before: str,
    *,
    actor: Actor,
    office: str,
    now: datetime,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[int] = (),
) -> None:
    step = CaseStep.objects.create(
        case=case, seq=case.revision, action=action, from_state=before, to_state=case.state,
        actor_user_id=actor.user_id, office=office, at=now,
        note_sealed=crypto.seal(note.strip(), context=NOTE_CONTEXT) if note.strip() else None,
        data=dict(data or {}), evidence=list(evidence),
    )  # fmt: skip
    case.story.append(step)


def _write_clock(case: Case, entries: Sequence[deadline.Entry]) -> None:
    known = len(case.ledger)
    rows = [
        ClockInterval(
            case=case, seq=known + number, op=entry.op.value, day=entry.day, reason=entry.reason,
            days=entry.days, step=case.revision,
        )
        for number, entry in enumerate(entries, start=1)
    ]  # fmt: skip
    if rows:
        ClockInterval.objects.bulk_create(rows)
        case.ledger.extend(rows)


def _add_participants(case: Case, pinned: Procedure, state: State, named: list[CaseParticipant]) -> None:
    for role, scope, decides in rules.posts_of(pinned, state, places_of(case)):
        kind = CaseParticipant.Kind.DECIDING if decides else CaseParticipant.Kind.HANDLING
        named.append(CaseParticipant(case=case, kind=kind, role=role, scope=scope))
    if named:
        CaseParticipant.objects.bulk_create(named, ignore_conflicts=True)


def _record(case: Case, action: str, *, actor: Actor, office: str, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        kind="change",
        office=office,
        act=f"case.{action}",
        object_ref=f"case:{case.pk}",
        persons=persons_of(case),
    )
