"""The words that a procedure is written in: codes, levels, phases, who, what is asked beside the way. Pure."""

from enum import StrEnum
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

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


class Task(Part):
    """What can be asked of another post beside the way of the case, with its own limit. `of: holder` asks who has
    the case."""

    code: Code
    title: Title
    kind: TaskKind = TaskKind.CONSULTATION
    of: Holder | Literal["holder"]
    within: Term | None = None
