"""The interpreter: a procedure, what happened so far, and one more step. Pure; nothing is written here.

A step is allowed or refused with a code; what it does to the clock and whose queue the case enters is its
result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.deadline import Entry, Op
from linli.engines.cases.model import APPLICANT, SYSTEM, Action, Clock, Holder, Phase, Procedure, State
from linli.engines.cases.refusals import (
    EvidenceMissing,
    FormMissing,
    HistoryBroken,
    MovedOn,
    NoteMissing,
    NotYours,
    TooEarly,
    TooLate,
    TooOften,
    UnknownAction,
)
from linli.registers.calendar.rules import WorkCalendar

OPENED = "open"
"""The action of the first step of every case: the receipt."""


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was taken: the action, where it led, the local day."""

    action: str
    to: str
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the actor is to this case: holds these roles at its place, is its applicant (or agent), is the
    system."""

    holds: frozenset[Holder] = frozenset()
    applicant: bool = False
    system: bool = False

    def may(self, action: Action) -> bool:
        return any(
            (by == APPLICANT and self.applicant) or (by == SYSTEM and self.system) or by in self.holds
            for by in action.by
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with the step."""

    note: bool = False
    evidence: int = 0
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """The result of a step: where the case goes, since when it is there, and what its clock does."""

    action: Action
    before: State
    after: State
    since: date
    clock: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A step the actor may take now, or from `not_before` on."""

    action: Action
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Where a case stands: its state, the day it came there, how often each action was taken."""

    state: State
    since: date
    taken: Mapping[str, int]
    accepted: bool


def replay(procedure: Procedure, history: Sequence[Past]) -> Course:
    """Follow the steps from the receipt on. Raises `HistoryBroken` where one does not fit the procedure."""
    if not history or (history[0].action, history[0].to) != (OPENED, procedure.starts):
        raise HistoryBroken(f"{procedure.code}: the history does not begin with the receipt")
    state, since = procedure.state(procedure.starts), history[0].day
    accepted = state.phase is Phase.RUNNING
    taken: dict[str, int] = {}
    for number, past in enumerate(history[1:], start=2):
        action = procedure.action(past.action)
        if action is None or state.code not in action.from_ or action.to != past.to or past.day < since:
            raise HistoryBroken(
                f"{procedure.code}: step {number} ({past.action}) does not follow from {state.code}"
            )
        taken[action.code] = taken.get(action.code, 0) + 1
        if action.to != state.code:
            state, since = procedure.state(action.to), past.day
        accepted = accepted or state.phase is Phase.RUNNING
    return Course(state, since, taken, accepted)


def open_clock(procedure: Procedure, today: date) -> tuple[Entry, ...]:
    """What the clock does when the case is opened: nothing, unless the procedure has no intake."""
    return tuple(_clock(Clock.NONE, procedure.state(procedure.starts), today, accepted=False))


def interpret(
    procedure: Procedure,
    history: Sequence[Past],
    action_code: str,
    *,
    facts: Facts,
    given: Given,
    today: date,
    calendar: WorkCalendar,
) -> Move:
    """What `action_code` does now. Raises the refusals of `refusals.py`."""
    action = procedure.action(action_code)
    if action is None:
        raise UnknownAction(_("This procedure has no such step."), action=action_code)
    if not facts.may(action):
        raise NotYours(_("This step is somebody else's."))
    course = replay(procedure, history)
    if course.state.code not in action.from_:
        raise _moved_on(action, history)
    _check_time(procedure, course, action, today, calendar)
    _check_given(action, given)
    after = procedure.state(action.to)
    begins = _receipt_counts(procedure, course, after, today, calendar)
    clock = [*_clock(course.state.clock, after, begins or today, accepted=course.accepted)]
    if action.extends_workdays:
        clock.append(Entry(Op.EXTEND, today, days=action.extends_workdays))
    since = course.since if after == course.state else today
    return Move(action, course.state, after, since, tuple(clock))


def options(
    procedure: Procedure, history: Sequence[Past], *, facts: Facts, today: date, calendar: WorkCalendar
) -> list[Option]:
    """The steps this actor may take, in the procedure's order; those still to wait for with their first
    day."""
    return list(_options(procedure, replay(procedure, history), facts, today, calendar))


def _options(
    procedure: Procedure, course: Course, facts: Facts, today: date, calendar: WorkCalendar
) -> Iterator[Option]:
    for action in procedure.actions_from(course.state.code):
        if not facts.may(action):
            continue
        try:
            _check_time(procedure, course, action, today, calendar)
        except TooEarly as refusal:
            yield Option(action, refusal.facts["not_before"])
        except (TooLate, TooOften):
            continue
        else:
            yield Option(action)


def overdue_since(procedure: Procedure, course: Course, today: date, calendar: WorkCalendar) -> date | None:
    """The day of receipt, if the time to tell what is missing has run out without a word; else None."""
    rule = procedure.supplement
    if rule is None or course.state.code != rule.state:
        return None
    return course.since if calendar.add_workdays(course.since, rule.within_workdays) < today else None


def _check_time(
    procedure: Procedure, course: Course, action: Action, today: date, calendar: WorkCalendar
) -> None:
    overdue = overdue_since(procedure, course, today, calendar)
    leads_to = procedure.state(action.to).phase
    if overdue and leads_to is not Phase.RUNNING and APPLICANT not in action.by:
        raise TooLate(_("The time to tell what is missing is over: the case counts as accepted. Accept it."))
    if (
        action.by == (SYSTEM,)
        and procedure.supplement
        and action.code == procedure.supplement.otherwise
        and not overdue
    ):
        raise TooEarly(
            _("The time to tell what is missing is not over yet."),
            not_before=_day_after(calendar, course.since, procedure.supplement.within_workdays),
        )
    if action.after_workdays:
        first = _day_after(calendar, course.since, action.after_workdays)
        if today < first:
            raise TooEarly(
                _("Not before %(day)s: %(count)d working days must have passed.")
                % {"day": first.isoformat(), "count": action.after_workdays},
                not_before=first,
            )
    if action.at_most and course.taken.get(action.code, 0) >= action.at_most:
        raise TooOften(
            _("This step can be taken %(count)d times in a case, and was.") % {"count": action.at_most}
        )


def _day_after(calendar: WorkCalendar, since: date, workdays: int) -> date:
    return calendar.add_workdays(since, workdays) + timedelta(days=1)


def _check_given(action: Action, given: Given) -> None:
    if action.requires.note and not given.note:
        raise NoteMissing(_("Say why: this step needs a reason."), field="note")
    if action.requires.evidence and not given.evidence:
        raise EvidenceMissing(_("Add a photo or a paper: this step needs one."), field="evidence")
    for form in action.requires.forms:
        if form not in given.forms:
            raise FormMissing(_("Fill in the form that belongs to this step first."), field="form", form=form)


def _moved_on(action: Action, history: Sequence[Past]) -> MovedOn:
    if history[-1].action == action.code:
        return MovedOn(_("This step was taken already. Reload the page to see where the case is."))
    return MovedOn(_("The case has moved on in the meantime. Reload the page to see where it is."))


def _receipt_counts(
    procedure: Procedure, course: Course, after: State, today: date, calendar: WorkCalendar
) -> date | None:
    """The day of receipt if the clock must start there: nobody told in time what was missing."""
    if after.phase is not Phase.RUNNING or course.accepted:
        return None
    return overdue_since(procedure, course, today, calendar)


def _clock(before: Clock, after: State, day: date, *, accepted: bool) -> Iterator[Entry]:
    if after.clock is not Clock.NONE and not accepted:
        yield Entry(Op.RUN, day)
        before = Clock.RUN
    if after.clock is Clock.PAUSE:
        yield Entry(Op.PAUSE, day, reason=str(after.pause))
    elif after.clock is Clock.RUN and before is Clock.PAUSE:
        yield Entry(Op.RUN, day)
    elif after.clock is Clock.NONE and accepted:
        yield Entry(Op.STOP, day)
