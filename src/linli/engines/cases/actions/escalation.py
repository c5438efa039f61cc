"""Climbing the ladder: what time alone does to a case, or a task of it, that is late or about to be."""

from datetime import datetime

from django.db import transaction

from linli.engines.cases import holders, rules
from linli.engines.cases.actions import rows
from linli.engines.cases.course import ESCALATED, Climbed, Course, Post, replay
from linli.engines.cases.definitions import Phase, Procedure
from linli.engines.cases.ladder import Next, next_rung
from linli.engines.cases.models import Case, CaseParticipant, CaseTask
from linli.engines.cases.published import CaseEscalated
from linli.engines.cases.queries import calendar_of, entries_of, get_procedure, history_of, lock_case
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local, local_day
from linli.kernel.events.actions import publish
from linli.registers.organisations.queries import list_held


@transaction.atomic
def escalate(*, now: datetime, number: str) -> int:
    """Take every rung of a case that is due by `now`; returns how many.

    A rung whose post nobody holds is recorded as such, and the next one is taken at once.
    """
    case = lock_case(SYSTEM, number)
    pinned, taken, at_once = get_procedure(case), 0, False
    while (ahead := _ahead(case, pinned)) and (at_once or ahead.at <= now):
        at_once = not _climb(case, pinned, ahead, local(case.due_at or now), now=now)
        taken += 1
    if not taken:
        case.escalate_at = ahead.at if ahead else None
        case.save(update_fields=("escalate_at",))
    return taken


def _ahead(case: Case, pinned: Procedure) -> Next | None:
    course = replay(pinned, history_of(case))
    if case.due_at is None or course.state.phase is Phase.CLOSED:
        return None
    due = local(case.due_at)
    return next_rung(pinned.escalation, course.climbed, due, calendar_of(case), state=course.state.code)


@transaction.atomic
def escalate_task(*, now: datetime, task_id: int) -> int:
    """As `escalate`, for a task that nobody has answered: its ladder tells of it, and leaves the case where it is."""
    case = lock_case(SYSTEM, CaseTask.objects.select_related("case").get(pk=task_id).case.number)
    task = CaseTask.objects.get(pk=task_id)
    if task.state != "open" or task.due_at is None:
        return 0
    pinned, due, taken, at_once = get_procedure(case), local(task.due_at), 0, False
    while (ahead := _ahead_of(case, pinned, task, due)) and (at_once or ahead.at <= now):
        at_once = not _climb(case, pinned, ahead, due, now=now, task=task.number)
        taken += 1
    task.escalate_at = ahead.at if ahead else None
    task.save(update_fields=("escalate_at",))
    return taken


def _ahead_of(case: Case, pinned: Procedure, task: CaseTask, due: datetime) -> Next | None:
    declared, course = pinned.task(task.code), replay(pinned, history_of(case))
    rungs = declared.escalation if declared else ()
    return next_rung(rungs, course.climbed, due, calendar_of(case), task=task.number)


def _climb(
    case: Case, pinned: Procedure, ahead: Next, due: datetime, *, now: datetime, task: int = 0
) -> bool:
    """Whether there was somebody to tell, or to hand the case to."""
    course = replay(pinned, history_of(case))
    post = holders.find_post(case, ahead.rung.holder)
    held = bool(post and list_held([post], day=local_day(now)))
    handed = post if held and ahead.rung.hand_to is not None and post != _holder(case, course) else None
    climbed = Climbed(ahead.number, due, nobody=not held, task=task)
    case.revision += 1
    rows.write_step(
        case, ESCALATED, case.state, actor=SYSTEM, office=SYSTEM.office, now=now,
        data=rules.does(climbed=climbed, handed=handed),
    )  # fmt: skip
    rows.project(
        case, pinned, course.state, course.since, entries_of(case), now=now, holder=handed or course.holder
    )
    if held and post is not None:
        kind = CaseParticipant.Kind.HANDLING if handed else CaseParticipant.Kind.SUPERVISING
        CaseParticipant.objects.bulk_create([rows.participant(case, kind, post)], ignore_conflicts=True)
    case.save(update_fields=rows.PROJECTED)
    _publish(case, ahead, post, held=held, handed=handed is not None, now=now, task=task)
    rows.record_change(case, ESCALATED, actor=SYSTEM, office=SYSTEM.office, now=now)
    return held


def _holder(case: Case, course: Course) -> Post:
    return course.holder or (case.queue_role, case.queue_scope)


def _publish(
    case: Case, ahead: Next, post: Post | None, *, held: bool, handed: bool, now: datetime, task: int
) -> None:
    role, scope = post or (ahead.rung.holder.role, "")
    told = CaseEscalated(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room, rung=ahead.number,
        role=role, scope=scope, held=held, handed=handed, task=task, county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(told, actor=SYSTEM, now=now, place_id=case.place_id)
