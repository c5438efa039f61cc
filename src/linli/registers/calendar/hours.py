"""When an office is open on a working day: rules laid over one another. Pure.

A later rule lies over an earlier one on the days that it covers; so summer hours follow the ordinary ones, and
a county's hours those of the nation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Interval = tuple[int, int]
"""Opens, closes: minutes since midnight; 24:00 is 1440."""
MonthDay = tuple[int, int]

MONDAY = 1


@dataclass(frozen=True, slots=True)
class HoursRule:
    """Open at `intervals` (in order, apart) on `weekdays` (ISO: 1 is Monday), within `season` each year (may
    reach over New Year) and from `first` to `last`, all ends included. `source` says who has fixed it; an
    `example` is nobody's decision."""

    intervals: tuple[Interval, ...]
    weekdays: frozenset[int] = frozenset(range(1, 8))
    season: tuple[MonthDay, MonthDay] | None = None
    first: date | None = None
    last: date | None = None
    source: str = ""
    example: bool = False

    def covers(self, day: date, weekday: int) -> bool:
        return (
            weekday in self.weekdays
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and (self.season is None or _in_season(day, *self.season))
        )


BUILT_IN = HoursRule(((9 * 60, 12 * 60), (14 * 60, 17 * 60)), source="built-in", example=True)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The rules of one place, those of wider regions first."""

    rules: Sequence[HoursRule] = (BUILT_IN,)

    def rule(self, day: date, *, make_up: bool = False) -> HoursRule:
        """What holds on a working day; a weekend that is worked (`make_up`) has the hours of a Monday."""
        weekday = MONDAY if make_up else day.isoweekday()
        return next((rule for rule in reversed(self.rules) if rule.covers(day, weekday)), BUILT_IN)

    def laid_over(self, rules: Iterable[HoursRule]) -> "OfficeHours":
        return OfficeHours((*self.rules, *rules))


STANDARD = OfficeHours()


def _in_season(day: date, start: MonthDay, end: MonthDay) -> bool:
    at = (day.month, day.day)
    return start <= at <= end if start <= end else at >= start or at <= end
