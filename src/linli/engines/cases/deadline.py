"""The clock of a case: a ledger of runs and pauses over the working days of a place. Pure: days in, days out.

Rules: the day on which a run starts or resumes is not counted; a day on which the clock is paused at any
time is not counted; the term ends with its last working day. A ledger is a sequence of entries in the
order in which they were made; each begins something that lasts until the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from linli.registers.calendar.rules import Kind as CalendarKind
from linli.registers.calendar.rules import WorkCalendar

_DAY = timedelta(days=1)


class Op(StrEnum):
    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Entry:
    """From `day` on the clock runs, is paused (for `reason`) or has stopped; or `days` more are given."""

    op: Op
    day: date
    reason: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The clock ran from `start` (not counted) up to and including `last`; None: it still runs."""

    start: date
    last: date | None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood from `first` up to and including `last`, the day of resuming; None: it still stands."""

    first: date
    last: date | None
    reason: str

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def runs(entries: Sequence[Entry]) -> list[Run]:
    """The stretches in which the clock ran, in order."""
    found: list[Run] = []
    start: date | None = None
    for entry in entries:
        if entry.op is Op.RUN:
            start = entry.day if start is None else start
        elif entry.op is not Op.EXTEND and start is not None:
            stopped = entry.op is Op.STOP
            found.append(Run(start, entry.day if stopped else entry.day - _DAY, stopped))
            start = None
    return found if start is None else [*found, Run(start, None)]


def pauses(entries: Sequence[Entry]) -> list[Pause]:
    """The stretches in which the clock stood, in order."""
    found: list[Pause] = []
    current: Entry | None = None
    for entry in entries:
        if entry.op is Op.EXTEND:
            continue
        if current is not None:
            found.append(Pause(current.day, entry.day, current.reason))
        current = entry if entry.op is Op.PAUSE else None
    return found if current is None else [*found, Pause(current.day, None, current.reason)]


def extension(entries: Sequence[Entry]) -> int:
    """Working days that were added."""
    return sum(entry.days for entry in entries if entry.op is Op.EXTEND)


def due_day(entries: Sequence[Entry], limit: int, calendar: WorkCalendar) -> date | None:
    """The last day of a term of `limit` working days; None while nothing runs and the term is not used up.

    For a case that is closed: the day on which it would have ended.
    """
    left = limit + extension(entries)
    for run in runs(entries):
        if run.last is None or run.stopped:
            return calendar.add_workdays(run.start, left)
        counted = _count(calendar, run.start, run.last)
        if counted >= left:
            return calendar.add_workdays(run.start, left)
        left -= counted
    return None


def used_days(entries: Sequence[Entry], calendar: WorkCalendar, today: date) -> int:
    """Counted working days up to and including `today`."""
    return sum(
        _count(calendar, run.start, today if run.last is None else min(run.last, today))
        for run in runs(entries)
    )


def _count(calendar: WorkCalendar, after: date, until: date) -> int:
    return calendar.count_workdays(after, until) if until > after else 0


class DayMark(StrEnum):
    """What a day is in the drawing of a term."""

    ACCEPTED = "accepted"
    USED = "used"
    LEFT = "left"
    PAUSED = "paused"
    OFF = "off"
    HOLIDAY = "holiday"
    END = "end"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a term. `counted` is its number among the counted days, or None; `reason` is the name of the
    holiday or the reason of the pause; `make_up` marks a weekend that is worked."""

    day: date
    mark: DayMark
    counted: int | None = None
    reason: str = ""
    make_up: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A term told day by day, and what a sentence needs. Numbers are working days unless said otherwise.

    `used` includes today; `left` is below zero when the term is over. `holidays` names each holiday that
    was passed over with its calendar days; `provisional`: the schedule of a year of the span is not
    published yet.
    """

    days: tuple[Day, ...]
    accepted_on: date
    limit: int
    extended: int
    used: int
    left: int
    paused: int
    due: date | None
    paused_since: date | None
    pause_reason: str
    stopped_on: date | None
    holidays: tuple[tuple[str, int], ...]
    make_up_days: tuple[date, ...]
    provisional: bool


def explain(entries: Sequence[Entry], limit: int, calendar: WorkCalendar, today: date) -> Explanation | None:
    """The term from acceptance to its end (or today, if later or no end is known); None before it began."""
    if not any(entry.op is Op.RUN for entry in entries):
        return None
    due = due_day(entries, limit, calendar)
    stopped_on = next((entry.day for entry in entries if entry.op is Op.STOP), None)
    reached = min(today, stopped_on) if stopped_on else today
    days = tuple(_days(entries, calendar, due, reached, today))
    total = limit + extension(entries)
    standing = next((pause for pause in pauses(entries) if pause.last is None), None)
    used = used_days(entries, calendar, reached)
    return Explanation(
        days=days,
        accepted_on=days[0].day,
        limit=limit,
        extended=total - limit,
        used=used,
        left=total - used,
        paused=sum(day.mark is DayMark.PAUSED for day in days),
        due=due,
        paused_since=standing.first if standing else None,
        pause_reason=standing.reason if standing else "",
        stopped_on=stopped_on,
        holidays=_holidays(days, due),
        make_up_days=tuple(
            day.day for day in days if day.make_up and day.counted and (not due or day.day <= due)
        ),
        provisional=calendar.is_provisional(days[0].day, due or days[-1].day),
    )


def _days(
    entries: Sequence[Entry], calendar: WorkCalendar, due: date | None, reached: date, today: date
) -> Iterator[Day]:
    stretches, standing = runs(entries), pauses(entries)
    start = min(entry.day for entry in entries if entry.op is Op.RUN)
    counted = 0
    for number in range((max(reached, due or reached, start) - start).days + 1):
        day = start + number * _DAY
        kind = calendar.kind(day)
        make_up = kind.kind is CalendarKind.MAKE_UP
        if day == start:
            yield Day(day, DayMark.ACCEPTED, today=day == today)
        elif not kind.works:
            mark = DayMark.HOLIDAY if kind.kind is CalendarKind.HOLIDAY else DayMark.OFF
            yield Day(day, mark, reason=kind.name, today=day == today)
        elif pause := next((pause for pause in standing if pause.covers(day)), None):
            yield Day(day, DayMark.PAUSED, reason=pause.reason, make_up=make_up, today=day == today)
        elif any(
            run.start < day and (run.last is None or run.stopped or day <= run.last) for run in stretches
        ):
            counted += 1
            yield Day(day, _mark(day, due, reached), counted, make_up=make_up, today=day == today)


def _mark(day: date, due: date | None, reached: date) -> DayMark:
    if due is not None and day >= due:
        return DayMark.END if day == due else DayMark.OVER
    return DayMark.USED if day <= reached else DayMark.LEFT


def _holidays(days: Sequence[Day], due: date | None) -> tuple[tuple[str, int], ...]:
    within = [day for day in days if day.mark is DayMark.HOLIDAY and (due is None or day.day <= due)]
    return tuple((name, len(list(group))) for name, group in groupby(within, key=lambda day: day.reason))
