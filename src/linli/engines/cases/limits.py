"""Until when something must happen with a case, and why: every limit that runs, the nearest one first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from linli.engines.cases import deadline, explanation
from linli.engines.cases.course import Course, replay
from linli.engines.cases.deadline import Entry
from linli.engines.cases.definitions import Phase, Procedure
from linli.engines.cases.explained import Explanation
from linli.engines.cases.models import Case
from linli.engines.cases.queries import calendar_of, entries_of, get_procedure, history_of
from linli.engines.cases.terms import Term
from linli.kernel.clock import local
from linli.registers.calendar.rules import WorkCalendar

Began = Literal["received", "accepted", "started", "step", "reopened"]


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """What the law allows: its limit, until when, and by how much (days, or minutes) it was extended by which clauses.
    `due` is None while no day is fixed."""

    limit: Term
    due: datetime | None
    extended: int = 0
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit that runs, and its explanation. `step` is what the step is called whose own limit it is, empty for the
    promise. `began` tells what set its clock going: receipt, acceptance (`started` where the procedure has none), the
    step, or reopening. `law` is what the law says beside a promise."""

    step: str
    began: Began
    explanation: Explanation
    law: LegalTerm | None = None


def explain_limits(case: Case, *, now: datetime) -> list[LimitView]:
    """The limits that run, told day by day. The first one ends on the day that the case's row shows; the promise
    follows where a step has to be done before. None where it is the applicant's turn."""
    pinned, entries, calendar = get_procedure(case), entries_of(case), calendar_of(case)
    course = replay(pinned, history_of(case))
    promise = _promise(case, pinned, entries, calendar, local(now)) if entries else None
    step = _step(pinned, course, entries, calendar, local(now))
    if promise is None or step is None:
        return [view for view in (step, promise) if view is not None]
    due, sooner = promise.explanation.due, step.explanation.due
    return [step, promise] if due is None or (sooner is not None and sooner < due) else [promise]


def promised_due(case: Case) -> datetime | None:
    """Until when who applied hears: the end of the promise, before acceptance that of telling what is missing. None
    while no day is fixed. Without a statement where the ledger was read with the case."""
    entries = entries_of(case)
    if not entries:
        return case.due_at
    return deadline.due_at(entries, get_procedure(case).limits.promised, calendar_of(case))


def _step(
    pinned: Procedure, course: Course, entries: list[Entry], calendar: WorkCalendar, now: datetime
) -> LimitView | None:
    """The limit of the step where the case is: it is never interrupted."""
    limit = pinned.limit_of(course.state)
    if limit is None:
        return None
    told = explanation.explain(deadline.of_step(entries, course.since, limit), limit, calendar, now)
    began: Began = "received" if course.state.phase is Phase.INTAKE else "step"
    return LimitView(course.state.title, began, told) if told else None


def _promise(
    case: Case, pinned: Procedure, entries: list[Entry], calendar: WorkCalendar, now: datetime
) -> LimitView | None:
    """The time within which the office promises to decide, beside that of the law."""
    limits = pinned.limits
    told = explanation.explain(entries, limits.promised, calendar, now)
    if told is None:
        return None
    by_law = deadline.of_law(entries)
    law = LegalTerm(
        limits.legal,
        deadline.due_at(by_law, limits.legal, calendar),
        deadline.extension(by_law, limits.legal.unit),
        _clauses(case, pinned, entries),
    )
    return LimitView("", _began(pinned, told), told, law)


def _clauses(case: Case, pinned: Procedure, entries: list[Entry]) -> tuple[str, ...]:
    """Where the law allows what was added since the clock last began, in order."""
    current = case.ledger[len(entries) - len(deadline.current(entries)) :]
    steps = {row.step for row in current if row.reason == deadline.BY_LAW}
    taken = (pinned.action(step.action) for step in case.story if step.seq in steps)
    return tuple(dict.fromkeys(action.clause for action in taken if action and action.clause))


def _began(pinned: Procedure, told: Explanation) -> Began:
    if told.restarted:
        return "reopened"
    return "accepted" if has_acceptance(pinned) else "started"


def has_acceptance(procedure: Procedure) -> bool:
    """Whether a case is received first and its clock starts with acceptance; else the clock starts at once."""
    return procedure.state(procedure.starts).phase is Phase.INTAKE
