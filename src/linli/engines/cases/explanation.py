"""A term told day by day, and for hours slot by slot: why it ends when it does. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile

from linli.engines.cases import deadline
from linli.engines.cases.deadline import Entry, Op
from linli.engines.cases.explained import Day, DayMark, Explanation
from linli.engines.cases.explanation_hours import Span, cuts_of, hour_days, turns_of
from linli.engines.cases.terms import Term, Unit
from linli.registers.calendar.rules import Kind as CalendarKind
from linli.registers.calendar.rules import WorkCalendar

_DAY = timedelta(days=1)


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
    turns, due = list(turns_of(entries)), deadline.due_at(entries, limit, calendar)
    term = Span(
        entries, limit, calendar, start, due, stopped, now,
        paused=_paused_days(entries, until.date()), turns=turns,
        cuts=cuts_of([*(at for at, _state in turns), until, *([due] if due else [])]),
    )  # fmt: skip
    days = tuple(_days(term))
    used, whole = deadline.used(entries, limit, calendar, now), deadline.total(entries, limit)
    standing = next((pause for pause in deadline.pauses(entries) if pause.end is None), None)
    due_day = term.due.date() if term.due else None
    return Explanation(
        days=days,
        unit=limit.unit,
        begun_at=start,
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


def _days(term: Span) -> Iterator[Day]:
    spans = (term.last_day - term.start.date()).days + 1
    days = (term.start.date() + number * _DAY for number in range(spans))
    return hour_days(term, days) if term.limit.unit is Unit.HOURS else _whole_days(term, days)


def _whole_days(term: Span, days: Iterator[date]) -> Iterator[Day]:
    counted = takewhile(
        lambda day: day <= term.last_day, deadline.counted_days(term.entries, term.limit, term.calendar)
    )
    numbers = {day: number for number, day in enumerate(counted, start=1)}
    for day in days:
        mark, reason = _whole_day(term, day, numbers)
        if mark is not None:
            make_up = term.calendar.kind(day).kind is CalendarKind.MAKE_UP
            yield Day(day, mark, numbers.get(day), reason, make_up, today=day == term.now.date())


def _whole_day(term: Span, day: date, numbers: dict[date, int]) -> tuple[DayMark | None, str]:
    if day == term.start.date():
        return DayMark.BEGUN, ""
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


def _mark(day: date, term: Span) -> DayMark:
    if term.due is not None and day >= term.due.date():
        return DayMark.END if day == term.due.date() else DayMark.OVER
    return DayMark.USED if day <= term.reached.date() else DayMark.LEFT


def _paused_days(entries: Sequence[Entry], until: date) -> dict[date, str]:
    """Every day up to `until` on which the clock stood at any time, with the reason of the first pause of that day."""
    found: dict[date, str] = {}
    for pause in deadline.pauses(entries):
        first, last = pause.start.date(), pause.end.date() if pause.end else until
        for number in range((last - first).days + 1):
            found.setdefault(first + number * _DAY, pause.reason)
    return found


def _holidays(days: Sequence[Day], due: date | None) -> tuple[tuple[str, int], ...]:
    within = [day for day in days if day.mark is DayMark.HOLIDAY and (due is None or day.day <= due)]
    return tuple((name, len(list(group))) for name, group in groupby(within, key=lambda day: day.reason))
