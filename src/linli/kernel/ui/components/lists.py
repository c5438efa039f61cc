"""Lists of many rows, each drawn by one template in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from linli.kernel.ui.components.numbers import TargetBar
from linli.kernel.ui.components.progress import Badge, DeadlineChip, Path


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in a queue: line one what or who, line two number or detail."""

    href: str
    due: DeadlineChip
    what: str
    number: str
    who: str = ""
    who_note: str = ""
    step: str = ""
    path: Path | None = None
    last: str = ""
    last_note: str = ""
    badge: Badge | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """Rows of one stretch of time: overdue, today, this week, later."""

    title: str
    rows: Sequence[QueueRow]
    note: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Cases grouped by time; J and K move, Enter opens. On a phone each row is a block of two lines."""

    template: ClassVar[str] = "ui/parts/queue.html"
    groups: Sequence[QueueGroup]
    caption: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One indicator or one place against its target; without a target no bar and no line."""

    name: str
    now: str
    href: str = ""
    clause: str = ""
    unit: str = ""
    goal: str = ""
    gap: str = ""
    bar: TargetBar | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class PlanGroup:
    title: str
    rows: Sequence[PlanRow]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Bars normalised to their targets: one target line runs down the column."""

    template: ClassVar[str] = "ui/parts/plan.html"
    groups: Sequence[PlanGroup]
    caption: str = ""
    head: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A paper: `got`, `need` (missing and required) or `may` (missing, not required)."""

    title: str
    state: Literal["got", "need", "may"]
    note: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    template: ClassVar[str] = "ui/parts/checklist.html"
    items: Sequence[CheckItem]


@dataclass(frozen=True, slots=True)
class LinkRow:
    title: str
    href: str
    note: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LinkList:
    """Rows that lead on; the whole row is the target."""

    template: ClassVar[str] = "ui/parts/links.html"
    rows: Sequence[LinkRow]


@dataclass(frozen=True, slots=True)
class MyCase:
    """The resident's own case on her home page: what, where it is, until when, what she has to do."""

    template: ClassVar[str] = "ui/parts/mycase.html"
    href: str
    title: str
    line: str
    deadline: str = ""
    path: Path | None = None
    todo: str = ""
