"""Working days and office hours. Pure: the start is never counted (民法典 201), weekends may be working days;
moments are local time, seconds are cut off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from enum import StrEnum

from linli.registers.calendar.hours import STANDARD, Interval, OfficeHours

ONE_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60


class Kind(StrEnum):
    """What a day is: an ordinary working day, a free weekend, a holiday, or a weekend that is worked
    (调休上班).
    """

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class DayKind:
    """One day: `kind`, the `name` of the holiday it belongs to (Chinese; empty for plain days), and the
    source.

    `provisional` marks a holiday that is computed, not published: fixed holidays of a year without a
    schedule, or feasts reckoned from the lunar calendar.
    """

    kind: Kind
    name: str = ""
    source: str = ""
    provisional: bool = False

    @property
    def works(self) -> bool:
        return self.kind in (Kind.WORKDAY, Kind.MAKE_UP)


WORKDAY = DayKind(Kind.WORKDAY)
WEEKEND = DayKind(Kind.WEEKEND)

# Holidays bound to a solar date by the national rules in force since 2025. Spring Festival, Dragon Boat and
# Mid-Autumn follow the moon and are not guessed; nor is which weekend will be worked in exchange.
FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
_BUILT_IN = {
    key: DayKind(Kind.HOLIDAY, name, "built-in", provisional=True)
    for key, name in (FIXED | {(4, 0): "清明节"}).items()
}


def tomb_sweeping_day(year: int) -> date:
    """清明, the solar term, by the usual formula; good for 2000–2099 (agrees with every schedule since
    2008).
    """
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def published_years(days: Mapping[date, DayKind]) -> frozenset[int]:
    """Years whose schedule is in `days`: both New Year's Day and National Day are there.

    A schedule may reach into the neighbouring December, so single days of a year prove nothing.
    """
    return frozenset(
        year for year in {day.year for day in days} if date(year, 1, 1) in days and date(year, 10, 1) in days
    )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working time of one place: listed `days` over plain weeks, and the office `hours` of those that are
    worked; `published` are the years with a schedule.
    """

    days: Mapping[date, DayKind] = field(default_factory=dict)
    published: frozenset[int] = frozenset()
    hours: OfficeHours = STANDARD
    _reckoned: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reckoned = tuple(sorted(at for at, day in self.days.items() if day.provisional))
        object.__setattr__(self, "_reckoned", reckoned)  # the class is frozen

    def kind(self, day: date) -> DayKind:
        found = self.days.get(day)
        if found is not None:
            return found
        if day.year not in self.published:
            fixed = _BUILT_IN.get((day.month, day.day))
            if fixed is not None:
                return fixed
            if day.month == 4 and 2000 <= day.year <= 2099 and day == tomb_sweeping_day(day.year):
                return _BUILT_IN[4, 0]
        return WEEKEND if day.weekday() >= 5 else WORKDAY

    def is_workday(self, day: date) -> bool:
        return self.kind(day).works

    def add_workdays(self, start: date, n: int) -> date:
        """The `n`-th working day after `start`, which is not counted; `start` itself when `n` is 0.

        Raises ValueError for a negative `n` and OverflowError past the last year a date can hold.
        """
        if n < 0:
            raise ValueError("n must not be negative")
        day = start
        while n:
            day += ONE_DAY
            if self.is_workday(day):
                n -= 1
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """Working days later than `after` up to and including `until`; negative when `until` lies before."""
        if until < after:
            return -self.count_workdays(until, after)
        return sum(self.is_workday(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))

    def open_at(self, day: date) -> tuple[Interval, ...]:
        """When the office is open on that day: minutes since midnight; nothing on a day off."""
        kind = self.kind(day)
        return self.hours.rule(day, make_up=kind.kind is Kind.MAKE_UP).intervals if kind.works else ()

    def add_minutes(self, start: datetime, n: int) -> datetime:
        """The moment at which the office has been open for `n` minutes since `start` (a full minute is begun at
        its beginning). Raises ValueError for a negative `n` and OverflowError as `add_workdays`.
        """
        if n < 0:
            raise ValueError("n must not be negative")
        day, at = start.date(), _minute(start)
        while n:
            for opens, closes in self.open_at(day):
                begun = max(opens, at)
                if closes - begun >= n:
                    return _moment(day, begun + n, start)
                n -= max(0, closes - begun)
            day, at = day + ONE_DAY, 0
        return _moment(day, at, start)

    def count_minutes(self, start: datetime, until: datetime) -> int:
        """Minutes for which the office is open from `start` up to `until`; 0 when `until` lies before."""
        first, last, found = start.date(), until.date(), 0
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            since = _minute(start) if day == first else 0
            to = _minute(until) if day == last else _DAY_MINUTES
            found += sum(max(0, min(closes, to) - max(opens, since)) for opens, closes in self.open_at(day))
        return found

    def roll_forward(self, day: date) -> date:
        """`day`, or the first working day after it: where a term of natural days ends (民法典 203)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a result between these days (both included) may still move.

        So it is if any year of the span has no published schedule, or a computed holiday lies in it.
        """
        if any(year not in self.published for year in range(first.year, min(last.year, MAXYEAR) + 1)):
            return True
        return any(first <= day <= last for day in self._reckoned)

    def with_days(self, extra: Iterable[tuple[date, DayKind]]) -> "WorkCalendar":
        """This calendar with the days of a region laid over it: the nearer rule wins."""
        return replace(self, days={**self.days, **dict(extra)})


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _moment(day: date, minute: int, like: datetime) -> datetime:
    return datetime.combine(day, time(), like.tzinfo) + timedelta(minutes=minute)
