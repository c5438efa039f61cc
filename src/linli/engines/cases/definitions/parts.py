"""The words that a procedure is written in: codes, levels, phases, who, what is asked beside the way, ladders. Pure."""

from enum import StrEnum
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from linli.engines.cases.terms import Term

APPLICANT = "applicant"
SYSTEM = "system"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Level = Literal["county", "town", "community", "grid"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)


class Part(BaseModel):
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


class Holder(Part):
    """A role at the level of the place whose queue it is: the clerk of the case's community."""

    role: str
    at: Level


class Target(Holder):
    """Who a case can be handed to: the role at the case's own place of that level, or, with `within`, at any place
    of that level inside of it."""

    within: Level | None = None


class Rung(Part):
    """A rung of the ladder (催办) that a case, or a task of it, climbs when it is late, or about to be: so much
    `before` or `after` it is due, who is told, or gets the case. `states`: only while it is there; without them,
    anywhere."""

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


class Task(Part):
    """What can be asked of another post beside the way of the case, with its own limit and its own ladder. `of: holder`
    asks who has the case."""

    code: Code
    title: Title
    kind: TaskKind = TaskKind.CONSULTATION
    of: Holder | Literal["holder"]
    within: Term | None = None
    escalation: tuple[Rung, ...] = ()
