"""Climbing the ladder: what time alone does to a case that is late, or about to be."""

from datetime import datetime

from django.db import transaction

from linli.engines.cases import holders, rules
from linli.engines.cases.actions import rows
from linli.engines.cases.course import ESCALATED, Climbed, Course, Post, replay
from linli.engines.cases.definitions import Phase, Procedure
from linli.engines.cases.ladder import Next, next_rung
from linli.engines.cases.models import Case, CaseParticipant
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
        at_once = not _climb(case, pinned, ahead, now=now)
        taken += 1
    if not taken:
        case.escalate_at = ahead.at if ahead else None
        case.save(update_fields=("escalate_at",))
    return taken


def _ahead(case: Case, pinned: Procedure) -> Next | None:
    course = replay(pinned, history_of(case))
    if case.due_at is None or course.state.phase is Phase.CLOSED:
        return None
    return next_rung(pinned, course.state, course.climbed, local(case.due_at), calendar_of(case))


def _climb(case: Case, pinned: Procedure, ahead: Next, *, now: datetime) -> bool:
    """Whether there was somebody to tell, or to hand the case to."""
    course = replay(pinned, history_of(case))
    post = holders.find_post(case, ahead.rung.holder)
    held = bool(post and list_held([post], day=local_day(now)))
    handed = post if held and ahead.rung.hand_to is not None and post != _holder(case, course) else None
    climbed = Climbed(ahead.number, local(case.due_at or now), nobody=not held)
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
    _publish(case, ahead, post, held=held, handed=handed is not None, now=now)
    rows.record_change(case, ESCALATED, actor=SYSTEM, office=SYSTEM.office, now=now)
    return held


def _holder(case: Case, course: Course) -> Post:
    return course.holder or (case.queue_role, case.queue_scope)


def _publish(case: Case, ahead: Next, post: Post | None, *, held: bool, handed: bool, now: datetime) -> None:
    role, scope = post or (ahead.rung.holder.role, "")
    told = CaseEscalated(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room, rung=ahead.number,
        role=role, scope=scope, held=held, handed=handed, county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(told, actor=SYSTEM, now=now, place_id=case.place_id)
