"""A term told day by day, and for hours slot by slot: why it ends when it does. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise, takewhile

from linli.engines.cases import deadline
from linli.engines.cases.deadline import Entry, Op
from linli.engines.cases.terms import Term, Unit
from linli.registers.calendar.rules import Kind as CalendarKind
from linli.registers.calendar.rules import WorkCalendar

_DAY = timedelta(days=1)


class DayMark(StrEnum):
    """What a day is in the drawing of a term. `MOVED`: the last natural day would be here, and moves on."""

    ACCEPTED = "accepted"
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
    accepted_at: datetime
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
    def accepted_on(self) -> date:
        return self.accepted_at.date()

    @property
    def due_day(self) -> date | None:
        return self.due.date() if self.due else None

    @property
    def stopped_on(self) -> date | None:
        return self.stopped_at.date() if self.stopped_at else None


@dataclass(frozen=True, slots=True)
class _Term:
    """What is known of a term before its days are told; `reached`: now, or when the clock stopped. `paused` has the
    reason of each day with a pause, `turns` from when on the clock runs, stands or neither (None),
    `cuts` the minutes of each day at which something changes."""

    entries: Sequence[Entry]
    limit: Term
    calendar: WorkCalendar
    start: datetime
    due: datetime | None
    stopped: datetime | None
    now: datetime
    paused: Mapping[date, str]
    turns: Sequence[tuple[datetime, Op | None]]
    cuts: Mapping[date, Sequence[int]]

    @property
    def reached(self) -> datetime:
        return min(self.now, self.stopped) if self.stopped else self.now

    @property
    def last_day(self) -> date:
        days = (self.reached.date(), self.start.date())
        return max(*days, self.due.date()) if self.due else max(days)


def explain(
    entries: Sequence[Entry], limit: Term, calendar: WorkCalendar, now: datetime
) -> Explanation | None:
    """The term from its beginning to its end (or `now`, if later or no end is known); None before it began."""
    start = deadline.begun_at(entries)
    if start is None:
        return None
    entries = deadline.current(entries)
    stopped = deadline.stopped_at(entries)
    until = min(now, stopped) if stopped else now
    turns, due = list(_turns(entries)), deadline.due_at(entries, limit, calendar)
    term = _Term(
        entries, limit, calendar, start, due, stopped, now,
        paused=_paused_days(entries, until.date()), turns=turns,
        cuts=_cuts([*(at for at, _state in turns), until, *([due] if due else [])]),
    )  # fmt: skip
    days = tuple(_days(term))
    used, whole = deadline.used(entries, limit, calendar, now), deadline.total(entries, limit)
    standing = next((pause for pause in deadline.pauses(entries) if pause.end is None), None)
    due_day = term.due.date() if term.due else None
    return Explanation(
        days=days,
        unit=limit.unit,
        accepted_at=start,
        limit=limit.amount,
        extended=whole - limit.amount,
        used=used,
        left=whole - used,
        paused=sum(day.mark is DayMark.PAUSED for day in days),
        due=term.due,
        paused_since=standing.start if standing else None,
        pause_reason=standing.reason if standing else "",
        stopped_at=stopped,
        restarted=entries[0].op is Op.RESTART,
        holidays=_holidays(days, due_day),
        make_up_days=tuple(
            day.day for day in days if day.make_up and day.counted and (not due_day or day.day <= due_day)
        ),
        provisional=calendar.is_provisional(days[0].day, due_day or days[-1].day),
        example_hours=any(calendar.hours.rule(day.day).example for day in days if day.slots),
    )


def _days(term: _Term) -> Iterator[Day]:
    spans = (term.last_day - term.start.date()).days + 1
    days = (term.start.date() + number * _DAY for number in range(spans))
    return _hour_days(term, days) if term.limit.unit is Unit.HOURS else _whole_days(term, days)


def _whole_days(term: _Term, days: Iterator[date]) -> Iterator[Day]:
    counted = takewhile(
        lambda day: day <= term.last_day, deadline.counted_days(term.entries, term.limit, term.calendar)
    )
    numbers = {day: number for number, day in enumerate(counted, start=1)}
    for day in days:
        mark, reason = _whole_day(term, day, numbers)
        if mark is not None:
            make_up = term.calendar.kind(day).kind is CalendarKind.MAKE_UP
            yield Day(day, mark, numbers.get(day), reason, make_up, today=day == term.now.date())


def _whole_day(term: _Term, day: date, numbers: dict[date, int]) -> tuple[DayMark | None, str]:
    if day == term.start.date():
        return DayMark.ACCEPTED, ""
    if day in numbers:
        return _mark(day, term), ""
    kind = term.calendar.kind(day)
    natural = term.limit.unit is Unit.DAYS
    if day in term.paused and (natural or kind.works):
        return DayMark.PAUSED, term.paused[day]
    if natural:
        return DayMark.MOVED, kind.name
    if not kind.works:
        return (DayMark.HOLIDAY if kind.kind is CalendarKind.HOLIDAY else DayMark.OFF), kind.name
    return None, ""


def _mark(day: date, term: _Term) -> DayMark:
    if term.due is not None and day >= term.due.date():
        return DayMark.END if day == term.due.date() else DayMark.OVER
    return DayMark.USED if day <= term.reached.date() else DayMark.LEFT


def _hour_days(term: _Term, days: Iterator[date]) -> Iterator[Day]:
    for day in days:
        slots, kind = tuple(_slots(term, day)), term.calendar.kind(day)
        marks = {slot.mark for slot in slots}
        reason = kind.name
        if term.due and day == term.due.date():
            mark = DayMark.END
        elif day == term.start.date():
            mark = DayMark.ACCEPTED
        elif not kind.works:
            mark = DayMark.HOLIDAY if kind.kind is CalendarKind.HOLIDAY else DayMark.OFF
        elif marks <= {SlotMark.PAUSED, SlotMark.OUTSIDE}:
            mark, reason = DayMark.PAUSED, term.paused.get(day, "")
        else:
            mark = next(
                one for one in (DayMark.OVER, DayMark.LEFT, DayMark.USED, DayMark.OFF)
                if one is DayMark.OFF or SlotMark(one.value) in marks
            )  # fmt: skip
        make_up = kind.kind is CalendarKind.MAKE_UP
        yield Day(day, mark, None, reason, make_up, day == term.now.date(), slots)


def _paused_days(entries: Sequence[Entry], until: date) -> dict[date, str]:
    """Every day up to `until` on which the clock stood at any time, with the reason of the first pause of that day."""
    found: dict[date, str] = {}
    for pause in deadline.pauses(entries):
        first, last = pause.start.date(), pause.end.date() if pause.end else until
        for number in range((last - first).days + 1):
            found.setdefault(first + number * _DAY, pause.reason)
    return found


def _turns(entries: Sequence[Entry]) -> Iterator[tuple[datetime, Op | None]]:
    """From when on the clock runs or stands; a run that stopped is told as if it went on, a pause is over."""
    state: Op | None = None
    for entry in entries:
        if entry.op is not Op.EXTEND:
            stopped = state if state is Op.RUN else None
            state = {Op.PAUSE: Op.PAUSE, Op.STOP: stopped}.get(entry.op, Op.RUN)
            yield _cut(entry.at), state


def _cuts(moments: Iterable[datetime]) -> dict[date, list[int]]:
    """The minutes of each day at which something changes, in order."""
    found: dict[date, set[int]] = {}
    for moment in moments:
        found.setdefault(moment.date(), set()).add(_minute(moment))
    return {day: sorted(minutes) for day, minutes in found.items()}


def _slots(term: _Term, day: date) -> Iterator[Slot]:
    """The office hours of a day, cut wherever the clock or its meaning changes."""
    cuts = term.cuts.get(day, ())
    for opens, closes in term.calendar.open_at(day):
        edges = [opens, *(cut for cut in cuts if opens < cut < closes), closes]
        pieces = [Slot(a, b, _slot_mark(term, day, a)) for a, b in pairwise(edges)]
        for mark, run in groupby(pieces, key=lambda slot: slot.mark):
            joined = list(run)
            yield Slot(joined[0].start, joined[-1].end, mark)


def _slot_mark(term: _Term, day: date, minute: int) -> SlotMark:
    at = datetime.combine(day, time(), term.start.tzinfo) + timedelta(minutes=minute)
    known = bisect_right(term.turns, at, key=lambda turn: turn[0])
    state = term.turns[known - 1][1] if known else None
    now, due = _cut(term.reached), term.due
    if state is Op.PAUSE:
        return SlotMark.PAUSED if at < now else SlotMark.OUTSIDE
    if state is None or (due is not None and at >= due and at >= now):
        return SlotMark.OUTSIDE
    if at >= now:
        return SlotMark.LEFT
    return SlotMark.OVER if due is not None and at >= due else SlotMark.USED


def _cut(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _holidays(days: Sequence[Day], due: date | None) -> tuple[tuple[str, int], ...]:
    within = [day for day in days if day.mark is DayMark.HOLIDAY and (due is None or day.day <= due)]
    return tuple((name, len(list(group))) for name, group in groupby(within, key=lambda day: day.reason))
