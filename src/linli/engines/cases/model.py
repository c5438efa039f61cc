"""A procedure as a pack states it: states, actions between them, time limits. Pure.

The clock follows from the states: nothing runs before acceptance (`phase: intake`) and after the end
(`closed`); between them it runs, and only a special procedure (`pause`) stops it (行政许可法 45).
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints

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


class Holder(_Part):
    """A role at the level of the place whose queue it is: the clerk of the case's community."""

    role: str
    at: Level


class State(_Part):
    """Where a case can be. `by` has it in the queue; `also` may see it and act, without having it in the
    queue."""

    code: Code
    title: Title
    phase: Phase
    by: Holder | Literal["applicant"] | None = None
    also: tuple[Holder, ...] = ()
    pause: Special | None = None
    limit_workdays: PositiveInt | None = Field(
        default=None, description="working days for this step, from the day after it is reached"
    )

    @property
    def clock(self) -> Clock:
        if self.phase is not Phase.RUNNING:
            return Clock.NONE
        return Clock.PAUSE if self.pause else Clock.RUN


class Requires(_Part):
    """What must come with the step: a note (reason), at least one paper, forms that are filled in."""

    note: bool = False
    evidence: bool = False
    forms: tuple[Code, ...] = ()


class Action(_Part):
    """A step that someone can take. `after_workdays`: not before so many working days in the state are over.
    `at_most`: how often in one case. `grave`: cannot be undone, so the page asks first."""

    code: Code
    title: Title
    from_: tuple[Code, ...] = Field(alias="from", min_length=1)
    to: Code
    by: tuple[Holder | Literal["applicant", "system"], ...] = Field(min_length=1)
    requires: Requires = Requires()
    after_workdays: PositiveInt | None = None
    at_most: PositiveInt | None = None
    extends_workdays: PositiveInt | None = None
    grave: bool = False
    event: Code | None = None
    notice: Code | None = None
    outcome: Outcome | None = None


class Limits(_Part):
    """Working days from acceptance to decision: what the law allows, what the office promises."""

    legal_workdays: PositiveInt
    promised_workdays: PositiveInt


class Supplement(_Part):
    """Everything missing is told at once within `within_workdays` of receipt; else the case counts as
    accepted from the day of receipt (行政许可法 32): then the system takes the action `otherwise`."""

    state: Code
    within_workdays: PositiveInt = 5
    otherwise: Code


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

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _actions(self) -> Mapping[str, Action]:
        return {action.code: action for action in self.actions}

    def state(self, code: str) -> State:
        """Raises KeyError."""
        return self._states[code]

    def action(self, code: str) -> Action | None:
        return self._actions.get(code)

    def actions_from(self, state: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if state in action.from_)

    def limit_of(self, state: State) -> int | None:
        """The working days that the holder of `state` has for it."""
        if self.supplement and state.code == self.supplement.state:
            return self.supplement.within_workdays
        return state.limit_workdays
