"""The interpreter: a procedure, what happened so far, and one more step. Pure; nothing is written here.

A step is allowed or refused with a code; what it does to the clock and whose queue the case enters is its
result.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.course import Course, Past, Post, Task, handed_after, is_settled, replay
from linli.engines.cases.deadline import BY_LAW, Entry, Op
from linli.engines.cases.definitions import (
    APPLICANT,
    SYSTEM,
    Action,
    Clock,
    Holder,
    Outcome,
    Phase,
    Procedure,
    State,
    Target,
)
from linli.engines.cases.refusals import (
    EvidenceMissing,
    FormMissing,
    MainMissing,
    MovedOn,
    NobodyInCharge,
    NoteMissing,
    NothingHandedOver,
    NotYours,
    TargetUnknown,
    TooEarly,
    TooLate,
    TooOften,
    UnknownAction,
)
from linli.engines.cases.tasks import check_answers, check_asked, missing_answers, opened
from linli.engines.cases.terms import end_of, first_after
from linli.registers.calendar.rules import WorkCalendar


@dataclass(frozen=True, slots=True)
class Facts:
    """What the actor is to this case: holds these roles at its place, is its applicant (or agent), is the
    system. `posts` are all posts held, wherever they are: a case can be handed elsewhere."""

    holds: frozenset[Holder] = frozenset()
    applicant: bool = False
    system: bool = False
    posts: frozenset[Post] = frozenset()

    def may(self, action: Action, course: Course) -> bool:
        """Who has the case in the stead of its state's own holder does what that holder would do."""
        if action.recalls and not self.posts.isdisjoint(course.handed):
            return True
        return any(self._is(by, action, course) for by in action.by)

    def _is(self, by: Holder | str, action: Action, course: Course) -> bool:
        if course.holder is not None and by == course.state.by and not action.recalls:
            return course.holder in self.posts
        if by == APPLICANT:
            return self.applicant
        return self.system if by == SYSTEM else by in self.holds


@dataclass(frozen=True, slots=True)
class HandOver:
    """Where the case is to go: as the procedure names it, and the post there; None where nobody holds it."""

    target: Target
    post: Post | None


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with the step. `asked` names whom each chosen task is asked of, None where nobody holds the
    post; `main`: an open case is named that this one can be merged into."""

    note: bool = False
    evidence: int = 0
    forms: frozenset[str] = frozenset()
    asked: Mapping[str, Post | None] = field(default_factory=dict)
    to: HandOver | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """The result of a step: where the case goes, since when it is there, and what its clock does; which tasks it
    opens and takes back (by number); the posts it was handed to before and after, the last one has it."""

    action: Action
    before: State
    after: State
    since: datetime
    clock: tuple[Entry, ...]
    asked: tuple[Task, ...] = ()
    cancelled: tuple[int, ...] = ()
    lent: tuple[Post, ...] = ()
    handed: tuple[Post, ...] = ()

    @property
    def holder(self) -> Post | None:
        """The post that has the case instead of the state's own holder."""
        return self.handed[-1] if self.handed else None


@dataclass(frozen=True, slots=True)
class Option:
    """A step the actor may take now, or from `not_before` on, or once the tasks `waits_for` are answered."""

    action: Action
    not_before: datetime | None = None
    waits_for: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        return self.not_before is None and not self.waits_for


def open_clock(procedure: Procedure, now: datetime) -> tuple[Entry, ...]:
    """What the clock does when the case is opened: nothing, unless the procedure has no intake."""
    return tuple(_clock(Clock.NONE, procedure.state(procedure.starts), now, accepted=False))


def interpret(
    procedure: Procedure,
    history: Sequence[Past],
    action_code: str,
    *,
    facts: Facts,
    given: Given,
    now: datetime,
    calendar: WorkCalendar,
) -> Move:
    """What `action_code` does now. Raises the refusals of `refusals.py`."""
    action = procedure.action(action_code)
    if action is None:
        raise UnknownAction(_("This procedure has no such step."), action=action_code)
    course = replay(procedure, history)
    if not facts.may(action, course):
        raise NotYours(_("This step is somebody else's."))
    if course.state.code not in action.from_:
        raise _moved_on(action, history)
    _check_time(procedure, course, action, now, calendar)
    _check_given(action, given)
    _check_main(action, given)
    check_answers(procedure, course, action)
    check_asked(course, action, given.asked)
    post = _check_hand_over(course, action, given.to)
    after = _after(procedure, course, action)
    begins = overdue_since(procedure, course, now, calendar)  # nobody told what was missing: with the receipt
    stays = after == course.state
    clock = [] if stays else [*_turned(course, after, begins or now)]
    if action.extends:
        clock.append(Entry(Op.EXTEND, now, BY_LAW if action.clause else "", extra=action.extends))
    since = course.since if stays else now
    return Move(
        action, course.state, after, since, tuple(clock),
        asked=tuple(opened(course, given.asked, now.date())),
        cancelled=tuple(task.number for task in course.open_tasks if is_settled(task, action, after)),
        lent=course.handed,
        handed=handed_after(course.state, course.handed, action, after, post),
    )  # fmt: skip


def options(
    procedure: Procedure, history: Sequence[Past], *, facts: Facts, now: datetime, calendar: WorkCalendar
) -> list[Option]:
    """The steps this actor may take, in the procedure's order; those still to wait for with their first
    day."""
    return list(_options(procedure, replay(procedure, history), facts, now, calendar))


def _options(
    procedure: Procedure, course: Course, facts: Facts, now: datetime, calendar: WorkCalendar
) -> Iterator[Option]:
    for action in procedure.actions_from(course.state.code):
        if not facts.may(action, course) or (action.recalls and not course.handed):
            continue
        try:
            _check_time(procedure, course, action, now, calendar)
        except TooEarly as refusal:
            yield Option(action, refusal.facts["not_before"])
        except (TooLate, TooOften):
            continue
        else:
            yield Option(action, waits_for=tuple(missing_answers(course, action)))


def _after(procedure: Procedure, course: Course, action: Action) -> State:
    """Where the step leads: a case that was merged goes back to where that was decided."""
    return course.merged_at or procedure.after(action, course.state)


def overdue_since(
    procedure: Procedure, course: Course, now: datetime, calendar: WorkCalendar
) -> datetime | None:
    """The moment of receipt, if the time to tell what is missing has run out without a word; else None."""
    rule = procedure.supplement
    if rule is None or course.state.code != rule.state:
        return None
    return course.since if end_of(rule.within, course.since, calendar) < now else None


def _check_time(
    procedure: Procedure, course: Course, action: Action, now: datetime, calendar: WorkCalendar
) -> None:
    overdue = overdue_since(procedure, course, now, calendar)
    after = _after(procedure, course, action)
    if overdue and after != course.state and after.phase is not Phase.RUNNING and APPLICANT not in action.by:
        raise TooLate(_("The time to tell what is missing is over: the case counts as accepted. Accept it."))
    if (
        action.by == (SYSTEM,)
        and procedure.supplement
        and action.code == procedure.supplement.otherwise
        and not overdue
    ):
        raise TooEarly(
            _("The time to tell what is missing is not over yet."),
            not_before=first_after(procedure.supplement.within, course.since, calendar),
        )
    if action.after:
        first = first_after(action.after, course.since, calendar)
        if now < first:
            raise TooEarly(
                _("Not before %(moment)s.") % {"moment": f"{first:%Y-%m-%d %H:%M}"}, not_before=first
            )
    if action.within and end_of(action.within, course.since, calendar) < now:
        raise TooLate(_("The time for this step is over."))
    if action.at_most and course.taken.get(action.code, 0) >= action.at_most:
        raise TooOften(
            _("This step can be taken %(count)d times in a case, and was.") % {"count": action.at_most}
        )


def _check_given(action: Action, given: Given) -> None:
    if action.requires.note and not given.note:
        raise NoteMissing(_("Say why: this step needs a reason."), field="note")
    if action.requires.evidence and not given.evidence:
        raise EvidenceMissing(_("Add a photo or a paper: this step needs one."), field="evidence")
    for form in action.requires.forms:
        if form not in given.forms:
            raise FormMissing(_("Fill in the form that belongs to this step first."), field="form", form=form)


def _check_main(action: Action, given: Given) -> None:
    if action.outcome is Outcome.MERGED and not given.main:
        raise MainMissing(_("Name the case into which this one is merged."), field="main")


def _check_hand_over(course: Course, action: Action, to: HandOver | None) -> Post | None:
    if action.recalls and not course.handed:
        raise NothingHandedOver(_("The case is with its own holder: there is nothing to take back."))
    if not action.hands_to:
        return None
    if to is None or to.target not in action.hands_to:
        raise TargetUnknown(_("Choose to whom the case goes."), field="to")
    if to.post is None:
        raise NobodyInCharge(_("Nobody holds this post there: the case stays where it is."), field="to")
    if to.post == course.holder:
        raise TargetUnknown(_("The case is there already."), field="to")
    return to.post


def _moved_on(action: Action, history: Sequence[Past]) -> MovedOn:
    if history[-1].action == action.code:
        return MovedOn(_("This step was taken already. Reload the page to see where the case is."))
    return MovedOn(_("The case has moved on in the meantime. Reload the page to see where it is."))


def _turned(course: Course, after: State, at: datetime) -> Iterator[Entry]:
    """What the clock does on the way to another state. A case that was accepted, ended and is taken up again: it begins
    anew."""
    if course.state.phase is Phase.CLOSED and course.accepted:
        yield Entry(Op.RESTART, at)
        if after.clock is Clock.PAUSE:
            yield Entry(Op.PAUSE, at, reason=str(after.pause))
    else:
        yield from _clock(course.state.clock, after, at, accepted=course.accepted)


def _clock(before: Clock, after: State, at: datetime, *, accepted: bool) -> Iterator[Entry]:
    if after.clock is not Clock.NONE and not accepted:
        yield Entry(Op.RUN, at)
        before = Clock.RUN
    if after.clock is Clock.PAUSE:
        yield Entry(Op.PAUSE, at, reason=str(after.pause))
    elif after.clock is Clock.RUN and before is Clock.PAUSE:
        yield Entry(Op.RUN, at)
    elif after.clock is Clock.NONE and before is not Clock.NONE:
        yield Entry(Op.STOP, at)
