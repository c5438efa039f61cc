"""Replacing the listed days and the office hours of a region. The packs engine calls this when a pack with calendars is
installed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError
from linli.registers.calendar.models import CalendarDay, OfficeHoursRule
from linli.registers.calendar.queries import forget
from linli.registers.calendar.schemas import CalendarRow, OfficeHoursRow


class DayTwice(DomainError):
    """The same day is listed twice for one region."""

    code = "calendar_day_twice"


def replace_days(
    *, region_code: str, rows: Sequence[CalendarRow], source: str, actor: Actor, now: datetime
) -> bool:
    """Make `rows` the days that `source` (the supplier, such as `pack:national`) lists for `region_code`.

    Days of the same supplier that are not in `rows` go; a day that another supplier listed is taken over.
    Returns whether anything changed. Raises `DayTwice`, and ValueError if a row names another region.
    """
    if any(row.region != region_code for row in rows):
        raise ValueError(f"rows of another region among those of {region_code or 'the nation'}")
    fresh = {row.day: row for row in rows}
    if len(fresh) != len(rows):
        twice = next(row.day for row in rows if fresh[row.day] is not row)
        raise DayTwice(_("%(day)s is listed twice: keep one of the two lines.") % {"day": twice})
    with transaction.atomic():
        mine = CalendarDay.objects.select_for_update().filter(region_code=region_code, supplier=source)
        if {(d.day, d.kind, d.name, d.source, d.provisional) for d in mine} == {
            (row.day, row.kind, row.name, row.source, row.provisional) for row in rows
        }:
            return False
        mine.delete()
        CalendarDay.objects.filter(region_code=region_code, day__in=fresh).delete()
        CalendarDay.objects.bulk_create(_day(row, source) for row in rows)
        record(
            actor=actor,
            now=now,
            kind="change",
            act="calendar.replace_days",
            object_ref=f"region:{region_code or 'CN'}",
        )
        forget()
        transaction.on_commit(forget)
    return True


def replace_sheet(*, rows: Sequence[CalendarRow], source: str, actor: Actor, now: datetime) -> bool:
    """As `replace_days`, for rows of several regions; regions that `source` no longer names are emptied."""
    regions: dict[str, list[CalendarRow]] = {row.region: [] for row in rows}
    for row in rows:
        regions[row.region].append(row)
    changed = False
    with transaction.atomic():
        for code in (
            CalendarDay.objects.filter(supplier=source).values_list("region_code", flat=True).distinct()
        ):
            regions.setdefault(code, [])
        for code, days in sorted(regions.items()):
            changed |= replace_days(region_code=code, rows=days, source=source, actor=actor, now=now)
    return changed


def replace_hours(*, rows: Sequence[OfficeHoursRow], source: str, actor: Actor, now: datetime) -> bool:
    """Make `rows`, in their order, the office hours that `source` supplies. Returns whether anything changed."""
    fresh = [_hours(row, source) for row in rows]
    with transaction.atomic():
        mine = OfficeHoursRule.objects.select_for_update().filter(supplier=source).order_by("id")
        if [_content(rule) for rule in mine] == [_content(rule) for rule in fresh]:
            return False
        mine.delete()
        OfficeHoursRule.objects.bulk_create(fresh)
        record(
            actor=actor, now=now, kind="change", act="calendar.replace_hours", object_ref=f"sheet:{source}"
        )
        forget()
        transaction.on_commit(forget)
    return True


def _content(rule: OfficeHoursRule) -> tuple[object, ...]:
    return (
        rule.region_code, rule.weekdays, rule.intervals, rule.season, rule.first, rule.last, rule.source, rule.example,
    )  # fmt: skip


def _hours(row: OfficeHoursRow, supplier: str) -> OfficeHoursRule:
    rule = row.rule()
    return OfficeHoursRule(
        region_code=row.region, weekdays=sorted(rule.weekdays), intervals=[list(one) for one in rule.intervals],
        season=[list(end) for end in rule.season] if rule.season else None, first=rule.first, last=rule.last,
        source=rule.source, example=rule.example, supplier=supplier,
    )  # fmt: skip


def _day(row: CalendarRow, supplier: str) -> CalendarDay:
    return CalendarDay(
        region_code=row.region,
        day=row.day,
        kind=row.kind,
        name=row.name,
        source=row.source,
        provisional=row.provisional,
        supplier=supplier,
    )
