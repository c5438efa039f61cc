"""What this engine promises to tell: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """What is told of every case: of which room it is and where it stands. `community` is None above communities."""

    case_id: int
    room: str
    county: int
    town: int | None
    community: int | None
    synthetic: bool


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A request was received (收件)."""

    NAME: ClassVar[str] = "case.opened"
    matter_item_id: int
    procedure_item_id: int
    state: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(CaseEvent):
    """A step was taken. `event` and `notice` are the codes that the procedure gives the action, or empty;
    `outcome` is empty until the case is closed; `seq` is the number of the step."""

    NAME: ClassVar[str] = "case.moved"
    seq: int
    matter_item_id: int
    procedure_item_id: int
    action: str
    from_state: str
    to_state: str
    phase: str
    outcome: str
    event: str
    notice: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAsked(CaseEvent):
    """A task was asked of a post: an opinion, or a report. `task` is its number in the case, `code` its code in the
    procedure."""

    NAME: ClassVar[str] = "case.asked"
    seq: int
    task: int
    code: str
    kind: str
    role: str
    scope: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered(CaseEvent):
    """A task was answered (`agree`, `object`, `report`); `role` and `scope` are the post that has the case."""

    NAME: ClassVar[str] = "case.answered"
    seq: int
    task: int
    code: str
    answer: str
    role: str
    scope: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaskOverdue(CaseEvent):
    """A task was not answered within its own limit; published once. `role` and `scope` owe the answer."""

    NAME: ClassVar[str] = "case.task_overdue"
    task: int
    code: str
    role: str
    scope: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked(CaseEvent):
    """A case was `merged` into another, `related` to it, or is a `follow_up` of it."""

    NAME: ClassVar[str] = "case.linked"
    other_id: int
    kind: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(CaseEvent):
    """A table decided which post has the case. `rule` is the row that decided; with a `reason` (`no_rule`,
    `undecided`, `nobody`, `no_table`) no row did, and somebody at `role` and `scope` has to place it by hand."""

    NAME: ClassVar[str] = "case.assigned"
    seq: int
    table: str
    rule: int | None
    reason: str
    role: str
    scope: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """A case is late, or about to be, and a rung of its ladder was taken: the post is told, or (`handed`) has the case
    now. Not `held`: nobody holds that post, which somebody must mend. With a `task` it is the answer to that which is
    late."""

    NAME: ClassVar[str] = "case.escalated"
    seq: int
    rung: int
    role: str
    scope: str
    held: bool
    handed: bool
    task: int = 0
