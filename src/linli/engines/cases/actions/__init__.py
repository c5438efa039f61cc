"""The verbs on a case. All that follows from one is written in one transaction."""

from linli.engines.cases.actions.opening import open_case
from linli.engines.cases.actions.rows import rebuild_due
from linli.engines.cases.actions.steps import NOTHING, Chosen, act, take
from linli.engines.cases.actions.tasks import answer

__all__ = ["NOTHING", "Chosen", "act", "answer", "open_case", "rebuild_due", "take"]
