"""Answering what was asked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import rules, tasks
from linli.engines.cases.actions import rows
from linli.engines.cases.actions.steps import check_revision
from linli.engines.cases.course import ANSWERED
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.policies import facts_for, office_of
from linli.engines.cases.published import CaseAnswered, CaseTaskOverdue
from linli.engines.cases.queries import get_procedure, history_of, lock_case, persons_of, places_of
from linli.engines.cases.refusals import NotYours
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.events.actions import publish


@transaction.atomic
def answer(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    task: int,
    said: str,
    note: str = "",
    evidence: Sequence[int] = (),
    revision: int | None = None,
) -> Case:
    """Answer the task with this number of a case: `agree`, `object` or `report`; the words are sealed.

    Raises `NotFound`, `NotYours`, `MovedOn`, `AnswerUnknown`, `NoteMissing`.
    """
    case = lock_case(actor, number)
    check_revision(case, revision)
    facts = facts_for(actor, places=places_of(case), persons=persons_of(case))
    if facts.applicant:
        raise NotYours(_("This is asked of somebody else."))
    pinned = get_procedure(case)
    answered = tasks.answer(pinned, history_of(case), task, said, posts=facts.posts, note=bool(note.strip()))
    case.revision += 1
    office = office_of(actor, [answered.post])
    rows.write_step(
        case, ANSWERED, case.state, actor=actor, office=office, now=now, note=note,
        data=rules.does(task=task, answer=said), evidence=evidence,
    )  # fmt: skip
    CaseTask.objects.filter(case=case, number=task).update(
        state=answered.state, answer=said, answered_at=now, answered_step=case.revision
    )
    case.save(update_fields=("revision",))
    told = CaseAnswered(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room, task=task,
        code=answered.code, answer=said, role=case.queue_role, scope=case.queue_scope,
        county=case.county, town=case.town, community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(told, actor=actor, now=now, place_id=case.place_id)
    rows.record_change(case, ANSWERED, actor=actor, office=office, now=now)
    return case


@transaction.atomic
def note_overdue(*, now: datetime, task_id: int) -> bool:
    """Note once that an open task is over its limit, and say so; False where it was noted, or is open no more."""
    waiting = CaseTask.objects.filter(pk=task_id, state="open", overdue_at__isnull=True, due_at__lt=now)
    if not waiting.update(overdue_at=now):
        return False
    task = CaseTask.objects.select_related("case").get(pk=task_id)
    case = task.case
    told = CaseTaskOverdue(
        subject=f"case:{case.pk}", case_id=case.pk, room=case.room, task=task.number, code=task.code,
        role=task.role, scope=task.scope, county=case.county, town=case.town, community=case.community,
        synthetic=case.synthetic,
    )  # fmt: skip
    publish(told, actor=SYSTEM, now=now, place_id=case.place_id)
    return True
