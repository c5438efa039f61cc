"""The verbs on a case. All that follows from one is written in one transaction."""

from linli.engines.cases.actions.escalation import escalate, escalate_task
from linli.engines.cases.actions.links import relate
from linli.engines.cases.actions.opening import Part, open_bundle, open_case
from linli.engines.cases.actions.rows import rebuild_due
from linli.engines.cases.actions.steps import NOTHING, Chosen, act, take
from linli.engines.cases.actions.tasks import answer, note_overdue

__all__ = [
    "NOTHING",
    "Chosen",
    "Part",
    "act",
    "answer",
    "escalate",
    "escalate_task",
    "note_overdue",
    "open_bundle",
    "open_case",
    "rebuild_due",
    "relate",
    "take",
]
