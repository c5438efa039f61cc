"""The clock of a case: a ledger of runs and pauses over the working time of a place. Pure: moments in, moments out.

A ledger is a sequence of entries in the order in which they were made; each begins something that lasts until the
next one. All moments are local time. Terms in days: the day on which a run starts or resumes is not counted; a day
on which the clock is paused at any time is not counted; the term ends with its last day, which for natural days
moves on to a working day. Terms in hours: every minute counts in which the office is open and the clock runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count, islice, takewhile
from typing import Final

from linli.engines.cases.terms import Term, Unit, end_after
from linli.registers.calendar.rules import WorkCalendar

BY_LAW: Final = "law"
"""The reason of an extension that the law allows."""

_DAY = timedelta(days=1)


class Op(StrEnum):
    """`RESTART`: the clock begins anew (a case is reopened); what was used or added before no longer counts."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"
    EXTEND = "extend"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Entry:
    """From `at` on the clock runs, is paused (for `reason`) or has stopped; or `extra` time is given: on the promise
    alone, or, where the law allows it (`BY_LAW` for a reason), on its own limit too."""

    op: Op
    at: datetime
    reason: str = ""
    extra: Term | None = None

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Run:
    """The clock ran from `start` to `end`; None: it still runs."""

    start: datetime
    end: datetime | None
    stopped: bool

    @property
    def last(self) -> date | None:
        """The last day that counts: the day of a pause does not, that of the decision does."""
        if self.end is None:
            return None
        return self.end.date() if self.stopped else self.end.date() - _DAY


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood from `start` to `end`, the days of both included; None: it still stands."""

    start: datetime
    end: datetime | None
    reason: str


def current(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The ledger since the clock last began: from the last `RESTART` on, if there is one."""
    last = max((index for index, entry in enumerate(entries) if entry.op is Op.RESTART), default=0)
    return entries[last:]


def of_law(entries: Sequence[Entry]) -> list[Entry]:
    """The ledger that the limit of the law is counted by: what an office adds on its own does not move that."""
    return [entry for entry in entries if entry.op is not Op.EXTEND or entry.reason == BY_LAW]


def of_step(entries: Sequence[Entry], since: datetime, limit: Term) -> list[Entry]:
    """The ledger of a step's own limit: it runs from `since` on, without pauses, longer by what was added since."""
    added = [one for one in entries if one.extra and one.extra.unit is limit.unit and one.at >= since]
    return [Entry(Op.RUN, since), *added]


def runs(entries: Sequence[Entry]) -> list[Run]:
    """The stretches in which the clock ran since it last began, in order."""
    found: list[Run] = []
    start: datetime | None = None
    for entry in current(entries):
        if entry.op in (Op.RUN, Op.RESTART):
            start = entry.at if start is None else start
        elif entry.op is not Op.EXTEND and start is not None:
            found.append(Run(start, entry.at, entry.op is Op.STOP))
            start = None
    return found if start is None else [*found, Run(start, None, stopped=False)]


def pauses(entries: Sequence[Entry]) -> list[Pause]:
    """The stretches in which the clock stood since it last began, in order."""
    found: list[Pause] = []
    begun: Entry | None = None
    for entry in current(entries):
        if entry.op is Op.EXTEND:
            continue
        if begun is not None:
            found.append(Pause(begun.at, entry.at, begun.reason))
        begun = entry if entry.op is Op.PAUSE else None
    return found if begun is None else [*found, Pause(begun.at, None, begun.reason)]


def begun_at(entries: Sequence[Entry]) -> datetime | None:
    """When the clock last began, which is the first that its ledger tells; None before it did."""
    return next((entry.at for entry in current(entries)), None)


def stopped_at(entries: Sequence[Entry]) -> datetime | None:
    """When the clock stopped since it last began; None while it has not."""
    return next((entry.at for entry in current(entries) if entry.op is Op.STOP), None)


def extension(entries: Sequence[Entry], unit: Unit) -> int:
    """What was added since the clock last began: days, or with hours minutes. Raises ValueError for an extension in
    another unit, which no checked procedure gives."""
    given = [entry.extra for entry in current(entries) if entry.extra]
    if any(extra.unit is not unit for extra in given):
        raise ValueError(f"a term in {unit} cannot be extended in another unit")
    return sum(extra.amount for extra in given)


def total(entries: Sequence[Entry], limit: Term) -> int:
    """The whole term with what was added: days, or with hours minutes."""
    return limit.amount + extension(entries, limit.unit)


def due_at(entries: Sequence[Entry], limit: Term, calendar: WorkCalendar) -> datetime | None:
    """The last moment of a term: for days the end of a day. None while nothing runs and the term is not used up.

    For a case that is closed: when it would have ended.
    """
    left = total(entries, limit)
    for run in runs(entries):
        counted = _counted(run, limit.unit, calendar)
        if counted is None or counted >= left or run.stopped:
            return end_after(limit.unit, left, run.start, calendar)
        left -= counted
    return None


def _counted(run: Run, unit: Unit, calendar: WorkCalendar) -> int | None:
    """What a run used up; None where it has not ended."""
    if run.end is None or run.last is None:
        return None
    if unit is Unit.HOURS:
        return calendar.count_minutes(run.start, run.end)
    if unit is Unit.DAYS:
        return max(0, (run.last - run.start.date()).days)
    return max(0, calendar.count_workdays(run.start.date(), run.last))


def used(entries: Sequence[Entry], limit: Term, calendar: WorkCalendar, now: datetime) -> int:
    """What is used up at `now`: days, today included, or with hours minutes. Nothing more after the clock stopped."""
    stopped = stopped_at(entries)
    now = min(now, stopped) if stopped else now
    if limit.unit is Unit.HOURS:
        return sum(
            calendar.count_minutes(run.start, now if run.end is None else min(run.end, now))
            for run in runs(entries)
        )
    today = now.date()
    return sum(1 for _day in takewhile(lambda day: day <= today, counted_days(entries, limit, calendar)))


def counted_days(entries: Sequence[Entry], limit: Term, calendar: WorkCalendar) -> Iterator[date]:
    """The days that count for a term in days, one after the other, without end while the clock runs; after it
    has stopped those that would have counted.

    The last natural day is a working day (民法典 203): those between the day on which the term would have ended
    and the working day after it are passed over.
    """
    raw = _raw_days(entries, limit.unit, calendar)
    due = due_at(entries, limit, calendar) if limit.unit is Unit.DAYS else None
    if due is None:
        yield from raw
        return
    yield from islice(raw, total(entries, limit) - 1)
    yield due.date()
    yield from (day for day in raw if day > due.date())


def _raw_days(entries: Sequence[Entry], unit: Unit, calendar: WorkCalendar) -> Iterator[date]:
    for run in runs(entries):
        for number in count(1):
            day = run.start.date() + number * _DAY
            if run.last is not None and day > run.last and not run.stopped:
                break
            if unit is Unit.DAYS or calendar.is_workday(day):
                yield day
