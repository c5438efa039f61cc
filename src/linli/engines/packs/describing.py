"""Calendars and office hours for the handbook."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.sections import Library
from linli.kernel.ui.format import format_date, format_full_date, format_span, format_weekday
from linli.registers.calendar.schemas import (
    CalendarRow,
    CalendarSheet,
    OfficeHoursRow,
    OfficeHoursSheet,
    season_of,
)

_ONE_DAY = timedelta(days=1)
_YEARS = 3
_SOME_MONDAY = date(2024, 1, 1)


def describe_sheet(sheet: Any, library: Library) -> Iterator[Block]:
    """The newest years, day by day: days off in one stretch, weekends that are worked. Of older ones how many there
    are."""
    if not isinstance(sheet, CalendarSheet):
        return
    rows = sorted(sheet.rows, key=lambda row: (-row.day.year, row.region, row.day))
    years = {year: list(found) for year, found in groupby(rows, key=lambda row: row.day.year)}
    yield Facts(((_("Source"), "；".join(dict.fromkeys(row.source for row in rows))),))
    head = (_("On days"), _("Off or worked"), _("Region"))
    for year, found in islice(years.items(), _YEARS):
        yield Table(_("Year %(year)d") % {"year": year}, head, tuple(map(_stretch, _stretches(found))))
    if older := list(years)[_YEARS:]:
        count = sum(len(years[year]) for year in older)
        told = ngettext(
            "And %(count)d day of the years from %(first)d to %(last)d.",
            "And %(count)d days of the years from %(first)d to %(last)d.",
            count,
        )
        yield Text(told % {"count": count, "first": older[-1], "last": older[0]})


def _stretches(rows: Sequence[CalendarRow]) -> Iterator[list[CalendarRow]]:
    """Days that follow one another and are told alike."""
    run: list[CalendarRow] = []
    for row in rows:
        if run and (_alike(row) != _alike(run[-1]) or row.day != run[-1].day + _ONE_DAY):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _alike(row: CalendarRow) -> tuple[object, ...]:
    return row.region, row.kind, row.name, row.source, row.provisional


def _stretch(run: Sequence[CalendarRow]) -> tuple[str, ...]:
    row = run[0]
    days = format_span(row.day, run[-1].day)
    if row.kind == "make_up":
        what = _("worked, for %(name)s") % {"name": row.name}
    else:
        counted = ngettext("%(name)s, %(count)d day off", "%(name)s, %(count)d days off", len(run))
        what = counted % {"name": row.name, "count": len(run)}
    if row.provisional:
        what = _("%(what)s (not published yet)") % {"what": what}
    return days, what, _region(row.region)


def describe_hours(sheet: Any, library: Library) -> Iterator[Block]:
    """Rule by rule; the last one that fits a day holds."""
    if not isinstance(sheet, OfficeHoursSheet):
        return
    if any(row.example for row in sheet.rows):
        yield Text(_("Examples, published by nobody: put in the hours of your own offices."), mark=True)
    yield Text(_("A later line stands over an earlier one, a nearer region over a wider one."))
    head = (_("Region"), _("On days"), _("Open at"), _("Season"), _("In force on"), _("Source"))
    yield Table(_("Office hours"), head, tuple(map(_hours, sheet.rows)))


def _hours(row: OfficeHoursRow) -> tuple[str, ...]:
    season = _season(row.season) if row.season else _("all year")
    return _region(row.region), _weekdays(row), _open(row.hours), season, _in_force(row), row.source


def _open(hours: str) -> str:
    return "，".join(part.replace("-", "–") for part in hours.split())


def _season(text: str) -> str:
    first, last = (date(2024, month, day) for month, day in season_of(text))
    return _("%(first)s to %(last)s") % {"first": format_date(first), "last": format_date(last)}


def _weekdays(row: OfficeHoursRow) -> str:
    """«周一至周五»; single days by name."""
    days = sorted(row.rule().weekdays)
    names = [format_weekday(_SOME_MONDAY + timedelta(days=day - 1)) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return "、".join(names)


def _in_force(row: OfficeHoursRow) -> str:
    first = _("from %(day)s") % {"day": format_full_date(row.valid_from)} if row.valid_from else ""
    last = _("until %(day)s") % {"day": format_full_date(row.valid_to)} if row.valid_to else ""
    return "，".join(part for part in (first, last) if part) or _("always")


def _region(code: str) -> str:
    return _("region %(code)s") % {"code": code} if code else _("everywhere")
