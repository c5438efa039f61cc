"""The days of a term in hours, told slot by slot: what becomes of the office hours of each. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

from linli.engines.cases.deadline import Entry, Op
from linli.engines.cases.explained import Day, DayMark, Slot, SlotMark
from linli.engines.cases.terms import Term
from linli.registers.calendar.rules import Kind as CalendarKind
from linli.registers.calendar.rules import WorkCalendar


@dataclass(frozen=True, slots=True)
class Span:
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


def hour_days(term: Span, days: Iterator[date]) -> Iterator[Day]:
    for day in days:
        slots, kind = tuple(_slots(term, day)), term.calendar.kind(day)
        marks = {slot.mark for slot in slots}
        reason = kind.name
        if term.due and day == term.due.date():
            mark = DayMark.END
        elif day == term.start.date():
            mark = DayMark.BEGUN
        elif not kind.works:
            mark = DayMark.HOLIDAY if kind.kind is CalendarKind.HOLIDAY else DayMark.OFF
        elif marks <= {SlotMark.PAUSED, SlotMark.OUTSIDE}:
            mark, reason = DayMark.PAUSED, term.paused.get(day, "")
        else:
            furthest = (DayMark.OVER, DayMark.LEFT, DayMark.USED)
            mark = next(one for one in furthest if SlotMark(one.value) in marks)
        make_up = kind.kind is CalendarKind.MAKE_UP
        yield Day(day, mark, None, reason, make_up, day == term.now.date(), slots)


def turns_of(entries: Sequence[Entry]) -> Iterator[tuple[datetime, Op | None]]:
    """From when on the clock runs or stands; a run that stopped is told as if it went on, a pause is over."""
    state: Op | None = None
    for entry in entries:
        if entry.op is not Op.EXTEND:
            stopped = state if state is Op.RUN else None
            state = {Op.PAUSE: Op.PAUSE, Op.STOP: stopped}.get(entry.op, Op.RUN)
            yield _cut(entry.at), state


def cuts_of(moments: Iterable[datetime]) -> dict[date, list[int]]:
    """The minutes of each day at which something changes, in order."""
    found: dict[date, set[int]] = {}
    for moment in moments:
        found.setdefault(moment.date(), set()).add(_minute(moment))
    return {day: sorted(minutes) for day, minutes in found.items()}


def _slots(term: Span, day: date) -> Iterator[Slot]:
    """The office hours of a day, cut wherever the clock or its meaning changes."""
    cuts = term.cuts.get(day, ())
    for opens, closes in term.calendar.open_at(day):
        edges = [opens, *(cut for cut in cuts if opens < cut < closes), closes]
        pieces = [Slot(a, b, _slot_mark(term, day, a)) for a, b in pairwise(edges)]
        for mark, run in groupby(pieces, key=lambda slot: slot.mark):
            joined = list(run)
            yield Slot(joined[0].start, joined[-1].end, mark)


def _slot_mark(term: Span, day: date, minute: int) -> SlotMark:
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
