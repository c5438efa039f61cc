"""Lists of many rows, each drawn by one template in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar, Literal

from django.utils.safestring import SafeString, mark_safe

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

    @property
    def html(self) -> SafeString:
        """The row, put together here: fifty rows in a template were a third of what the page cost."""
        due, badge, path = self.due, self.badge, self.path
        marks = "".join(f'<i class="{stop.state}"></i>' for stop in path.stops) if path else ""
        return mark_safe(  # noqa: S308  every text is escaped
            f'<tr{_ON if self.current else ""}><td class="c-due"><span class="due {due.css}">'
            f"<span>{escape(due.left)}</span><span>{escape(due.right)}</span></span></td>"
            f'<td class="c-what"><a class="name" href="{escape(self.href)}">{escape(self.what)}</a>'
            + (f' <span class="badge is-{badge.state}">{escape(badge.text)}</span>' if badge else "")
            + f'{_sub(self.number)}</td><td class="c-who">{escape(self.who)}{_sub(self.who_note)}</td>'
            f'<td class="c-step">{escape(self.step)}'
            + (f'<span class="sub"><span class="path-mini" aria-hidden="true">{marks}</span>' if path else "")
            + (f'<span class="of">{escape(path.fraction)}</span></span>' if path else "")
            + f'</td><td class="c-last">{escape(self.last)}{_sub(self.last_note)}</td></tr>'
        )


_ON = ' class="is-on"'


def _sub(text: str) -> str:
    return f'<span class="sub">{escape(text)}</span>'


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
    """The resident's own case on her home page: what, what she wrote of it (`about`), where it is, until when, what she
    has to do; `late` says that the last day has passed."""

    template: ClassVar[str] = "ui/parts/mycase.html"
    href: str
    title: str
    line: str
    deadline: str = ""
    path: Path | None = None
    todo: str = ""
    about: str = ""
    late: bool = False
