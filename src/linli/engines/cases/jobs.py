"""What time alone does to cases. The worker calls these; each case in a transaction of its own."""

from datetime import datetime

import structlog

from linli.engines.cases.actions import act, escalate, escalate_task, note_overdue
from linli.engines.cases.definitions import Phase
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.queries import get_procedure
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import DomainError, LinliError

log = structlog.get_logger(__name__)


def accept_overdue(now: datetime) -> int:
    """Cases in which nobody told in time what is missing count as accepted from the day of receipt.

    Returns how many. What cannot be accepted is logged and left for the next round.
    """
    accepted = 0
    overdue = Case.objects.filter(phase=Phase.INTAKE, due_at__lt=now).order_by("due_at", "id")
    for case in overdue.only("number", "state", "revision", "procedure_item_id").iterator():
        try:
            rule = get_procedure(case).supplement
            if rule is None or case.state != rule.state:
                continue
            act(actor=SYSTEM, now=now, number=case.number, action=rule.otherwise, revision=case.revision)
        except DomainError as refusal:
            log.warning("case.accept_overdue", case=case.pk, refusal=refusal.code)
        except LinliError as fault:
            log.error("case.accept_overdue", case=case.pk, fault=type(fault).__name__)
        else:
            accepted += 1
    return accepted


def escalate_due(now: datetime) -> int:
    """Cases that are late, or about to be, climb the rungs of their ladders that are due; returns how many rungs.

    A case that cannot is logged and left for the next round.
    """
    climbed = 0
    due = Case.objects.filter(escalate_at__lte=now).order_by("escalate_at", "id")
    for number in due.values_list("number", flat=True).iterator():
        try:
            climbed += escalate(now=now, number=number)
        except LinliError as fault:
            log.error("case.escalate_due", number=number, fault=type(fault).__name__)
    return climbed


def escalate_tasks(now: datetime) -> int:
    """As `escalate_due`, for tasks that nobody has answered."""
    climbed = 0
    due = CaseTask.objects.filter(state="open", escalate_at__lte=now).order_by("escalate_at", "id")
    for task in due.values_list("pk", flat=True).iterator():
        try:
            climbed += escalate_task(now=now, task_id=task)
        except LinliError as fault:
            log.error("case.escalate_tasks", task=task, fault=type(fault).__name__)
    return climbed


def call_overdue_tasks(now: datetime) -> int:
    """Tasks that are over their own limit and not answered are told of, once each; returns how many."""
    over = CaseTask.objects.filter(state="open", overdue_at__isnull=True, due_at__lt=now)
    found = over.order_by("due_at", "id").values_list("pk", flat=True)
    return sum(note_overdue(now=now, task_id=task) for task in found)
