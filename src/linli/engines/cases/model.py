"""A procedure as a pack states it: states, actions between them, time limits. Pure.

The clock follows from the states: nothing runs before acceptance (`phase: intake`) and after the end
(`closed`); between them it runs, and only a special procedure (`pause`) stops it (行政许可法 45).
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints, model_validator

from linli.engines.cases.terms import Term

APPLICANT = "applicant"
SYSTEM = "system"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Level = Literal["county", "town", "community", "grid"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Phase(StrEnum):
    """Before acceptance (收件), from acceptance to decision (办理), after the end (办结)."""

    INTAKE = "intake"
    RUNNING = "running"
    CLOSED = "closed"


class Clock(StrEnum):
    NONE = "none"
    RUN = "run"
    PAUSE = "pause"


class Special(StrEnum):
    """Special procedures, the only ones that stop the clock."""

    INSPECTION = "inspection"
    HEARING = "hearing"
    APPRAISAL = "appraisal"
    PUBLICITY = "publicity"


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class TaskKind(StrEnum):
    """An opinion asked of another post (会办), or a report asked of who has the case (督办)."""

    CONSULTATION = "consultation"
    SUPERVISION = "supervision"


class Holder(_Part):
    """A role at the level of the place whose queue it is: the clerk of the case's community."""

    role: str
    at: Level


class Target(Holder):
    """Who a case can be handed to: the role at the case's own place of that level, or, with `within`, at any place
    of that level inside of it."""

    within: Level | None = None


class Task(_Part):
    """What can be asked of another post beside the way of the case, with its own limit. `of: holder` asks who has
    the case."""

    code: Code
    title: Title
    kind: TaskKind = TaskKind.CONSULTATION
    of: Holder | Literal["holder"]
    within: Term | None = None


class State(_Part):
    """Where a case can be. `by` has it in the queue; `also` may see it and act, without having it in the
    queue. `assign` names the table that decides which post has it in the stead of `by`, and does what `by` may do."""

    code: Code
    title: Title
    phase: Phase
    by: Holder | Literal["applicant"] | None = None
    assign: Code | None = None
    also: tuple[Holder, ...] = ()
    pause: Special | None = None
    limit: Term | None = Field(default=None, description="time for this step, from when it is reached")

    @property
    def clock(self) -> Clock:
        if self.phase is not Phase.RUNNING:
            return Clock.NONE
        return Clock.PAUSE if self.pause else Clock.RUN


class Rung(_Part):
    """A rung of the ladder (催办) that a case climbs when it is late, or about to be: so much `before` or `after` it is
    due, who is told, or gets the case. `states`: only while it is there; without them, anywhere."""

    before: Term | None = None
    after: Term | None = None
    notify: Holder | None = None
    hand_to: Holder | None = None
    states: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _one_of_each(self) -> "Rung":
        if (self.before is None) == (self.after is None):
            raise ValueError("give one of before, after")
        if (self.notify is None) == (self.hand_to is None):
            raise ValueError("give one of notify, hand_to")
        if self.before is not None and self.before.hours:
            raise ValueError("before counts in workdays or days")
        return self

    @property
    def holder(self) -> Holder:
        """Who is told, or gets the case."""
        if self.notify is not None:
            return self.notify
        if self.hand_to is not None:
            return self.hand_to
        raise TypeError("a rung without a holder")


class Requires(_Part):
    """What must come with the step: a note (reason), at least one paper, forms that are filled in; and which tasks
    must have been answered before."""

    note: bool = False
    evidence: bool = False
    forms: tuple[Code, ...] = ()
    answers: tuple[Code, ...] = ()


class Action(_Part):
    """A step that someone can take. Without `to` the case stays where it is. `after`: not before so much time in
    the state is over; `within`: no later than so long after the state was reached. `extends`: adds to the term.
    `at_most`: how often in one case. `grave`: cannot be undone, so the page asks first. Leading out of a closed state
    it reopens the case: the clock begins anew. With the outcome `merged` the case goes on in another one.

    `asks`: opens these tasks, all of them or, with `pick`, those that are chosen. `waits_for`: not while one of
    these is open. `cancels`: takes these questions back. `hands_to`: gives this step of the case to another unit or
    place; `recalls`: takes it back, or gives it back."""

    code: Code
    title: Title
    from_: tuple[Code, ...] = Field(alias="from", min_length=1)
    to: Code | None = None
    by: tuple[Holder | Literal["applicant", "system"], ...] = Field(min_length=1)
    requires: Requires = Requires()
    asks: tuple[Code, ...] = ()
    pick: bool = False
    waits_for: tuple[Code, ...] = ()
    cancels: tuple[Code, ...] = ()
    hands_to: tuple[Target, ...] = ()
    recalls: bool = False
    after: Term | None = None
    within: Term | None = None
    at_most: PositiveInt | None = None
    extends: Term | None = None
    grave: bool = False
    event: Code | None = None
    notice: Code | None = None
    outcome: Outcome | None = None


class Limits(_Part):
    """From acceptance to decision: what the law allows, what the office promises."""

    legal: Term
    promised: Term


class Supplement(_Part):
    """Everything missing is told at once `within` some time of receipt; else the case counts as
    accepted from the day of receipt (行政许可法 32): then the system takes the action `otherwise`."""

    state: Code
    within: Term = Term(workdays=5)
    otherwise: Code


class Said(_Part):
    """An answer in a worked example: to which task, and what."""

    task: Code
    said: Literal["agree", "object", "report"]


class ExampleStep(_Part):
    """A step of a worked example, in local time. Without `by` the first whom the action names takes it. `to`: the level
    of the post the case is handed to, of another unit there. `note: false`: no reason is given."""

    at: datetime
    action: Code | None = None
    answer: Said | None = None
    by: Holder | Literal["applicant", "system"] | None = None
    asks: tuple[Code, ...] = ()
    to: Level | None = None
    note: bool = True

    @model_validator(mode="after")
    def _one_thing(self) -> "ExampleStep":
        if (self.action is None) == (self.answer is None):
            raise ValueError("give one of action, answer")
        return self


class Expected(_Part):
    """What must be so after the steps: the state, the day it is due (`due: null`: no limit runs), which questions are
    open, who has the case, or the code with which the last step is refused. What is not given is not compared."""

    state: Code | None = None
    due: date | None = None
    tasks: tuple[Code, ...] | None = None
    holder: Holder | Literal["applicant", "elsewhere"] | None = None
    refused: str | None = None


class Example(_Part):
    """A worked example: a case opened at a moment, its history, and what must be so then."""

    title: Title
    opened: datetime
    history: tuple[ExampleStep, ...] = ()
    then: Expected


class Procedure(_Part):
    """One way of handling. `route` is its ordinary course, for drawing the path ahead."""

    code: Code
    title: Title
    starts: Code
    route: tuple[Code, ...] = Field(min_length=2)
    limits: Limits
    supplement: Supplement | None = None
    states: tuple[State, ...] = Field(min_length=2)
    actions: tuple[Action, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = ()
    escalation: tuple[Rung, ...] = ()
    examples: tuple[Example, ...] = ()

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _actions(self) -> Mapping[str, Action]:
        return {action.code: action for action in self.actions}

    @cached_property
    def _tasks(self) -> Mapping[str, Task]:
        return {task.code: task for task in self.tasks}

    def state(self, code: str) -> State:
        """Raises KeyError."""
        return self._states[code]

    def action(self, code: str) -> Action | None:
        return self._actions.get(code)

    def task(self, code: str) -> Task | None:
        return self._tasks.get(code)

    def after(self, action: Action, before: State) -> State:
        """Where `action` leads from `before`."""
        return before if action.to is None else self.state(action.to)

    def supervisors(self, state: State) -> tuple[Holder, ...]:
        """Who may ask the holder of `state` for a report."""
        return tuple(
            by
            for action in self.actions_from(state.code)
            if any(
                self._tasks[code].kind is TaskKind.SUPERVISION for code in action.asks if code in self._tasks
            )
            for by in action.by
            if isinstance(by, Holder)
        )

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Every (from, to) that an action leads; who stays where they are leads nowhere."""
        return tuple(
            (code, action.to) for action in self.actions for code in action.from_ if action.to is not None
        )

    def actions_from(self, state: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if state in action.from_)

    def limit_of(self, state: State) -> Term | None:
        """The time that the holder of `state` has for it."""
        if self.supplement and state.code == self.supplement.state:
            return self.supplement.within
        return state.limit
