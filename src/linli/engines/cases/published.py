"""What this engine promises to tell: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A request was received (收件). `community` is None where the case stands above communities."""

    NAME: ClassVar[str] = "case.opened"
    case_id: int
    room: str
    matter_item_id: int
    procedure_item_id: int
    state: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(Event):
    """A step was taken. `event` and `notice` are the codes that the procedure gives the action, or empty;
    `outcome` is empty until the case is closed; `seq` is the number of the step."""

    NAME: ClassVar[str] = "case.moved"
    case_id: int
    seq: int
    room: str
    matter_item_id: int
    procedure_item_id: int
    action: str
    from_state: str
    to_state: str
    phase: str
    outcome: str
    event: str
    notice: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAsked(Event):
    """A task was asked of a post: an opinion, or a report. `task` is its number in the case, `code` its code in the
    procedure."""

    NAME: ClassVar[str] = "case.asked"
    case_id: int
    seq: int
    room: str
    task: int
    code: str
    kind: str
    role: str
    scope: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered(Event):
    """A task was answered (`agree`, `object`, `report`); `role` and `scope` are the post that has the case."""

    NAME: ClassVar[str] = "case.answered"
    case_id: int
    seq: int
    room: str
    task: int
    code: str
    answer: str
    role: str
    scope: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskOverdue(Event):
    """A task was not answered within its own limit; published once. `role` and `scope` owe the answer."""

    NAME: ClassVar[str] = "case.task_overdue"
    case_id: int
    room: str
    task: int
    code: str
    role: str
    scope: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked(Event):
    """A case was `merged` into another, `related` to it, or is a `follow_up` of it."""

    NAME: ClassVar[str] = "case.linked"
    case_id: int
    other_id: int
    room: str
    kind: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Event):
    """A table decided which post has the case. `rule` is the row that decided; with a `reason` (`no_rule`,
    `undecided`, `nobody`, `no_table`) no row did, and somebody at `role` and `scope` has to place it by hand."""

    NAME: ClassVar[str] = "case.assigned"
    case_id: int
    seq: int
    room: str
    table: str
    rule: int | None
    reason: str
    role: str
    scope: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEscalated(Event):
    """A case is late, or about to be, and a rung of its ladder was taken: the post is told, or (`handed`) has the case
    now. Not `held`: nobody holds that post, which somebody must mend."""

    NAME: ClassVar[str] = "case.escalated"
    case_id: int
    seq: int
    room: str
    rung: int
    role: str
    scope: str
    held: bool
    handed: bool
    county: int
    town: int | None
    community: int | None
    synthetic: bool
