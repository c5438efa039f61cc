"""How far something is: badge, deadline chip, path, timeline, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

State = Literal["new", "running", "paused", "risk", "overdue", "done"]

STATE_NAMES: Final[dict[str, Promise]] = {
    "new": gettext_lazy("New"),
    "running": gettext_lazy("In progress"),
    "paused": gettext_lazy("Clock paused"),
    "risk": gettext_lazy("Due soon"),
    "overdue": gettext_lazy("Overdue"),
    "done": gettext_lazy("Done"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """Status as shape + word + ground. Without `label` the state's own word."""

    template: ClassVar[str] = "ui/parts/badge.html"
    state: State
    label: str = ""

    @property
    def text(self) -> str:
        return self.label or str(STATE_NAMES[self.state])


@dataclass(frozen=True, slots=True)
class DeadlineChip:
    """Left what remains, right the date; the ground fills with `used`, the percent of the term gone."""

    template: ClassVar[str] = "ui/parts/due.html"
    state: State
    left: str
    right: str = ""
    used: int = 0
    big: bool = False

    @property
    def css(self) -> str:
        return f"is-{self.state} n-{max(0, min(100, self.used))}" + (" due-big" if self.big else "")


StopState = Literal["past", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Stop:
    name: str
    note: str = ""
    state: StopState = "ahead"


@dataclass(frozen=True, slots=True)
class Path:
    """A procedure as a bus line: vertical on phones, horizontal from 900 px (unless `vertical`, or long)."""

    template: ClassVar[str] = "ui/parts/path.html"
    stops: Sequence[Stop]
    vertical: bool = False

    @property
    def horizontal(self) -> bool:
        return not self.vertical and len(self.stops) <= 9

    @property
    def many(self) -> bool:
        """So many stops that the tag needs a line of its own."""
        return self.horizontal and len(self.stops) > 6

    @property
    def position(self) -> int:
        """Number of the stop one stands at, counted from 1; all stops when everything is past."""
        for number, stop in enumerate(self.stops, 1):
            if stop.state == "here":
                return number
        return sum(stop.state == "past" for stop in self.stops)

    @property
    def fraction(self) -> str:
        """3 / 6, for rows."""
        return f"{self.position} / {len(self.stops)}"

    @property
    def summary(self) -> str:
        """Step 3 of 6, as a sentence."""
        return _("Step %(step)d of %(steps)d") % {"step": self.position, "steps": len(self.stops)}


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a timeline: when, the fact, who in grey, a quotation, a link to the proof."""

    when: str
    fact: str
    who: str = ""
    quote: str = ""
    href: str = ""
    link: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first."""

    template: ClassVar[str] = "ui/parts/timeline.html"
    traces: Sequence[Trace]


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of what happens or what to do, in order."""

    template: ClassVar[str] = "ui/parts/steps.html"
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Stepper:
    """Pages of one form; `at` counts from 1. Pages passed can be gone back to (`hrefs`, same order)."""

    template: ClassVar[str] = "ui/parts/stepper.html"
    names: Sequence[str]
    at: int
    hrefs: Sequence[str] = ()

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """(state, name, address) of each page."""
        states: list[StopState] = [
            "past" if number < self.at else "here" if number == self.at else "ahead"
            for number in range(1, len(self.names) + 1)
        ]
        hrefs = list(self.hrefs) + [""] * (len(self.names) - len(self.hrefs))
        return [
            (state, name, href if state == "past" else "")
            for state, name, href in zip(states, self.names, hrefs, strict=True)
        ]


def days_left(count: int) -> str:
    """剩10天 · 10 days left: working days, for the chip."""
    return ngettext("%(count)d day left", "%(count)d days left", count) % {"count": count}


def days_over(count: int) -> str:
    """超期1天 · 1 day over."""
    return ngettext("%(count)d day over", "%(count)d days over", count) % {"count": count}
