"""Whether the due moment on a case's row is the one that its ledger, procedure and calendar give."""

import structlog

from linli.engines.cases import rules
from linli.engines.cases.actions import rebuild_due
from linli.engines.cases.course import replay
from linli.engines.cases.definitions import Phase
from linli.engines.cases.models import Case
from linli.engines.cases.queries import calendar_of, entries_of, get_procedure, history_of
from linli.kernel.errors import LinliError

log = structlog.get_logger(__name__)


def list_wrong_due(*, most: int) -> list[str]:
    """Numbers of open cases, among the `most` newest, that are shown as due at another moment than is right; those
    whose history is broken are among them."""
    cases = Case.objects.exclude(phase=Phase.CLOSED).prefetch_related("steps", "intervals").order_by("-id")
    return [case.number for case in cases[:most] if not _is_right(case)]


def _is_right(case: Case) -> bool:
    try:
        pinned = get_procedure(case)
        course = replay(pinned, history_of(case))
        due = rules.current_due(pinned, course.state, course.since, entries_of(case), calendar_of(case))
    except LinliError:
        return False
    return due == case.due_at


def correct_due() -> int:
    """The nightly comparison: every due moment computed anew. Packs and steps keep them right, so that one which moves
    here is an alert. Returns how many moved."""
    moved = rebuild_due()
    if moved:
        log.warning(
            "case.due_was_wrong",
            cases=moved,
            mend="a calendar or pack was changed without `linli pack install`",
        )
    return moved
