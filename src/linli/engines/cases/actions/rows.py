"""The rows that a step leaves: the step itself, the clock's entries, tasks, participants, and what the case's own row
projects of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from linli.engines.cases import deadline, definitions, rules
from linli.engines.cases.course import Post, Task, TaskState, replay
from linli.engines.cases.definitions import Phase, Procedure, State
from linli.engines.cases.ladder import next_rung
from linli.engines.cases.models import Case, CaseParticipant, CaseStep, CaseTask, ClockInterval
from linli.engines.cases.procedure import Move
from linli.engines.cases.queries import (
    NOTE_CONTEXT,
    calendar_of,
    entries_of,
    get_procedure,
    history_of,
    persons_of,
    places_of,
)
from linli.engines.cases.terms import end_of
from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local
from linli.kernel.errors import LinliError

log = structlog.get_logger(__name__)

PROJECTED = (
    "state", "phase", "queue_role", "queue_scope", "accepted_at", "due_at", "closed_at", "outcome",
    "revision", "escalate_at",
)  # fmt: skip


def project(
    case: Case,
    pinned: Procedure,
    state: State,
    since: datetime,
    entries: Sequence[deadline.Entry],
    *,
    now: datetime,
    holder: Post | None = None,
) -> None:
    """Set what the case's row says about where it stands; `holder` has it instead of the state's own holder."""
    case.state, case.phase = state.code, str(state.phase)
    case.queue_role, case.queue_scope = holder or rules.queue_of(state, places_of(case), case.applicant_id)
    case.accepted_at = deadline.begun_at(entries)
    case.due_at = rules.current_due(pinned, state, since, entries, calendar_of(case))
    case.escalate_at = _escalate_at(case, pinned, state)
    case.closed_at = (case.closed_at or now) if state.phase is Phase.CLOSED else None


def _escalate_at(case: Case, pinned: Procedure, state: State) -> datetime | None:
    if not pinned.escalation or case.due_at is None or state.phase is Phase.CLOSED:
        return None
    climbed = [past.climbed for past in history_of(case) if past.climbed] if case.pk else []
    ahead = next_rung(pinned.escalation, climbed, local(case.due_at), calendar_of(case), state=state.code)
    return ahead.at if ahead else None


def write_step(
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


def write_clock(case: Case, entries: Sequence[deadline.Entry]) -> None:
    known = len(case.ledger)
    rows = [
        ClockInterval(
            case=case, seq=known + number, op=entry.op.value, at=entry.at, reason=entry.reason,
            unit=entry.extra.unit.value if entry.extra else "",
            number=entry.extra.number if entry.extra else 0, step=case.revision,
        )
        for number, entry in enumerate(entries, start=1)
    ]  # fmt: skip
    if rows:
        ClockInterval.objects.bulk_create(rows)
        case.ledger.extend(rows)


def write_tasks(case: Case, pinned: Procedure, move: Move, *, now: datetime) -> None:
    """Keep what the step asked, and take back what it cancelled; nothing where there is neither."""
    if move.cancelled:
        CaseTask.objects.filter(case=case, number__in=move.cancelled).update(state=TaskState.CANCELLED)
    if move.asked:
        CaseTask.objects.bulk_create(_task(case, pinned, task, now=now) for task in move.asked)


def _task(case: Case, pinned: Procedure, task: Task, *, now: datetime) -> CaseTask:
    declared = pinned.task(task.code)
    if declared is None:
        raise TypeError(f"{pinned.code} has no task {task.code}")
    due = _task_due(case, declared, now)
    ahead = next_rung(declared.escalation, (), due, calendar_of(case), task=task.number)
    return CaseTask(
        case=case, number=task.number, code=task.code, kind=declared.kind, role=task.post[0], scope=task.post[1],
        asked_step=case.revision, asked_at=now, due_at=due, escalate_at=ahead.at if ahead else None,
    )  # fmt: skip


def _task_due(case: Case, declared: definitions.Task, now: datetime) -> datetime | None:
    return end_of(declared.within, local(now), calendar_of(case)) if declared.within else None


def add_participants(
    case: Case, pinned: Procedure, state: State, named: Iterable[CaseParticipant] = ()
) -> None:
    """Who takes part in `state` sees the case from now on, and so do those who are `named`."""
    posts = rules.posts_of(pinned, state, places_of(case))
    found = [*named, *(participant(case, kind, post) for post, kind in posts)]
    if found:
        CaseParticipant.objects.bulk_create(found, ignore_conflicts=True)


def participant(case: Case, kind: str, post: Post) -> CaseParticipant:
    return CaseParticipant(case=case, kind=kind, role=post[0], scope=post[1])


def record_change(case: Case, action: str, *, actor: Actor, office: str, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        kind="change",
        office=office,
        act=f"case.{action}",
        object_ref=f"case:{case.pk}",
        persons=persons_of(case),
    )


def rebuild_due() -> int:
    """Compute until when every open case is due anew, after a calendar has changed; returns how many moved.

    A case that takes a step meanwhile is left alone: its step has computed it. One whose history is broken is
    logged and left as it is.
    """
    moved = 0
    cases = Case.objects.exclude(phase=Phase.CLOSED).prefetch_related("steps", "intervals").order_by("id")
    for case in cases.iterator(chunk_size=500):
        try:
            pinned = get_procedure(case)
            course = replay(pinned, history_of(case))
            due_at = rules.current_due(
                pinned, course.state, course.since, entries_of(case), calendar_of(case)
            )
            case_due, case.due_at = case.due_at, due_at
            escalate_at = _escalate_at(case, pinned, course.state)
        except LinliError as fault:
            log.error("case.rebuild_due", case=case.pk, fault=type(fault).__name__)
            continue
        if due_at != case_due:
            unmoved = Case.objects.filter(pk=case.pk, revision=case.revision)
            moved += unmoved.update(due_at=due_at, escalate_at=escalate_at)
    return moved
