"""The working days and office hours of a place, kept per process.

A change made in this process is seen at once, one made by another process within `FRESH_SECONDS`.
"""

from dataclasses import replace
from datetime import date
from threading import Lock
from time import monotonic

from django.db.models import Count, Max

from linli.registers.calendar.hours import STANDARD, HoursRule
from linli.registers.calendar.models import CalendarDay, OfficeHoursRule
from linli.registers.calendar.rules import DayKind, Kind, WorkCalendar, published_years
from linli.registers.places.queries import get_region_code
from linli.registers.places.rules import Position

FRESH_SECONDS = 60.0

Days = dict[date, DayKind]
Hours = dict[str, list[HoursRule]]
Stamp = tuple[int, ...]


class _Memory:
    """What this process knows: days by region, and the calendars made of them."""

    def __init__(self, regions: dict[str, Days], hours: Hours, stamp: Stamp) -> None:
        self.regions = regions
        self.hours = hours
        self.stamp = stamp
        self.checked_at = monotonic()
        self.calendars: dict[str, WorkCalendar] = {}

    def calendar(self, region_code: str) -> WorkCalendar:
        found = self.calendars.get(region_code)
        if found is None:
            national = self.regions.get("", {})
            hours = STANDARD.laid_over(self.hours.get("", ()))
            found = WorkCalendar(days=national, published=published_years(national))
            for length in (2, 4, 6):
                if len(region_code) >= length:
                    found = found.with_days(self.regions.get(region_code[:length], {}).items())
                    hours = hours.laid_over(self.hours.get(region_code[:length], ()))
            found = replace(found, hours=hours)
            self.calendars[region_code] = found
        return found


_lock = Lock()
_memory: list[_Memory] = []


def get_calendar(position: Position) -> WorkCalendar:
    """The calendar of a place: the nation's days, then those of its province, city and county laid over
    them.
    """
    return get_calendar_of_region(get_region_code(position))


def get_calendar_of_region(region_code: str = "") -> WorkCalendar:
    """The calendar of a region by the first digits of its division code; empty for the nation alone."""
    with _lock:
        return _remember().calendar(region_code)


def forget() -> None:
    """Read the days again next time (after a change; between tests that roll back)."""
    with _lock:
        _memory.clear()


def _remember() -> _Memory:
    if _memory and monotonic() - _memory[0].checked_at < FRESH_SECONDS:
        return _memory[0]
    stamp = _read_stamp()
    if _memory and _memory[0].stamp == stamp:
        _memory[0].checked_at = monotonic()
    else:
        _memory[:] = [_Memory(_read_regions(), _read_hours(), stamp)]
    return _memory[0]


def _read_stamp() -> Stamp:
    # Rows are replaced, never changed in place, so every change moves the highest id or the count.
    found = CalendarDay.objects.aggregate(count=Count("id"), last=Max("id"))
    hours = OfficeHoursRule.objects.aggregate(count=Count("id"), last=Max("id"))
    return found["count"], found["last"] or 0, hours["count"], hours["last"] or 0


def _read_regions() -> dict[str, Days]:
    regions: dict[str, Days] = {}
    rows = CalendarDay.objects.values_list("region_code", "day", "kind", "name", "source", "provisional")
    for region_code, day, kind, name, source, provisional in rows:
        regions.setdefault(region_code, {})[day] = DayKind(Kind(kind), name, source, provisional)
    return regions


def _read_hours() -> Hours:
    found: Hours = {}
    for row in OfficeHoursRule.objects.order_by("id"):
        season = (
            ((row.season[0][0], row.season[0][1]), (row.season[1][0], row.season[1][1]))
            if row.season
            else None
        )
        rule = HoursRule(
            tuple((opens, closes) for opens, closes in row.intervals), frozenset(row.weekdays), season,
            row.first, row.last, row.source, row.example,
        )  # fmt: skip
        found.setdefault(row.region_code, []).append(rule)
    return found
