"""A term as it is told day by day: what a page draws and what a sentence needs. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.engines.cases.terms import Unit


class DayMark(StrEnum):
    """What a day is in the drawing of a term. `MOVED`: the last natural day would be here, and moves on."""

    BEGUN = "begun"
    USED = "used"
    LEFT = "left"
    PAUSED = "paused"
    OFF = "off"
    HOLIDAY = "holiday"
    MOVED = "moved"
    END = "end"
    OVER = "over"


class SlotMark(StrEnum):
    """What becomes of the office hours of a day; those before the clock began and after it ended are `OUTSIDE`."""

    USED = "used"
    LEFT = "left"
    PAUSED = "paused"
    OVER = "over"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Slot:
    """Office hours of one day with one mark, from `start` to `end` in minutes since midnight."""

    start: int
    end: int
    mark: SlotMark

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a term. `counted` is its number among the counted days, or None; `reason` is the name of the
    holiday or the reason of the pause; `make_up` marks a weekend that is worked; `slots` are its office hours, for
    a term in hours."""

    day: date
    mark: DayMark
    counted: int | None = None
    reason: str = ""
    make_up: bool = False
    today: bool = False
    slots: tuple[Slot, ...] = ()

    @property
    def minutes(self) -> int:
        """Working time used up on this day."""
        return sum(slot.minutes for slot in self.slots if slot.mark in (SlotMark.USED, SlotMark.OVER))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A term told day by day, and what a sentence needs.

    `limit`, `extended`, `used` and `left` are days, or minutes where `unit` is hours; `used` includes today, `left`
    is below zero when the term is over. `paused`: days with a pause that would have counted. `restarted`: this is
    not the first time that the clock began. `holidays` names each holiday that was passed over with its calendar
    days; `provisional`: the schedule of a year of the span is not published yet; `example_hours`: nobody has
    decided the office hours, those of the example were taken.
    """

    days: tuple[Day, ...]
    unit: Unit
    begun_at: datetime
    limit: int
    extended: int
    used: int
    left: int
    paused: int
    due: datetime | None
    paused_since: datetime | None
    pause_reason: str
    stopped_at: datetime | None
    restarted: bool
    holidays: tuple[tuple[str, int], ...]
    make_up_days: tuple[date, ...]
    provisional: bool
    example_hours: bool = False

    @property
    def begun_on(self) -> date:
        return self.begun_at.date()

    @property
    def due_day(self) -> date | None:
        return self.due.date() if self.due else None

    @property
    def stopped_on(self) -> date | None:
        return self.stopped_at.date() if self.stopped_at else None
