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
