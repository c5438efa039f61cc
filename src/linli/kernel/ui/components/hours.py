"""A term in working hours: a line for each day, drawn over the office hours, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

_MOST_HOURS = 12

SlotKind = Literal["used", "left", "paused", "over", "outside"]


@dataclass(frozen=True, slots=True)
class HourSlot:
    """From `start` to `end` in minutes since midnight."""

    start: int
    end: int
    kind: SlotKind

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class HourLine:
    """One day: its date as people read it, its office hours, what became of them in words."""

    label: str
    slots: Sequence[HourSlot]
    words: str
    today: bool = False
    now: int | None = None


@dataclass(frozen=True, slots=True)
class HourStrip:
    """Days above one another on one axis from the earliest opening to the latest closing, in full hours."""

    template: ClassVar[str] = "ui/parts/hours.html"
    lines: Sequence[HourLine]

    @property
    def _hours(self) -> tuple[int, int]:
        """Hours between which everything lies; the whole day where that is more than twelve."""
        first = min((slot.start for line in self.lines for slot in line.slots), default=0) // 60
        last = -(-max((slot.end for line in self.lines for slot in line.slots), default=60) // 60)
        return (first, last) if last - first <= _MOST_HOURS else (0, 24)

    @property
    def first(self) -> int:
        return self._hours[0] * 60

    @property
    def span(self) -> int:
        first, last = self._hours
        return (last - first) * 60

    @property
    def marks(self) -> list[tuple[int, int]]:
        """(minutes from the left, hour) of the axis: every hour, or every fourth of a whole day."""
        first, last = self._hours
        return [
            ((hour - first) * 60, hour)
            for hour in range(first, last + 1, 4 if last - first > _MOST_HOURS else 1)
        ]

    @property
    def drawn(self) -> list[tuple[HourLine, list[tuple[int, int, str]], int | None]]:
        """Each line with its boxes: (minutes from the left, width, kind), and where now is."""
        return [
            (
                line,
                [(slot.start - self.first, slot.minutes, slot.kind) for slot in line.slots],
                None if line.now is None else min(self.span, max(0, line.now - self.first)),
            )
            for line in self.lines
        ]
