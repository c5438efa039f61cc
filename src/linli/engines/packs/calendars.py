"""Calendars and office hours as sections of packs. The register below cannot know packs, so that they stand here."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.engines.packs.describing import describe_hours, describe_sheet
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.actors import SYSTEM
from linli.registers.calendar.actions import replace_hours, replace_sheet
from linli.registers.calendar.schemas import CalendarSheet, OfficeHoursSheet


def check_sheet(sheet: CalendarSheet, library: Library) -> Iterator[Finding]:
    """Each day once for a region; worked days are weekends."""
    seen: set[tuple[str, date]] = set()
    for index, row in enumerate(sheet.rows):
        if (row.region, row.day) in seen:
            yield Finding(
                ("rows", index, "day"), _("This day is listed twice."), _("Keep one of the two lines.")
            )
        seen.add((row.region, row.day))
        if row.kind == "make_up" and row.day.weekday() < 5:
            message = _("A worked day in place of another (make_up) must be a Saturday or Sunday.")
            yield Finding(("rows", index, "day"), message, _("Check the date."))


def project(item: PackItem) -> None:
    """The sheet becomes what its supplier says; a newer version of the pack replaces it."""
    sheet = CalendarSheet.model_validate(item.content)
    replace_sheet(rows=sheet.rows, source=_supplier(item), actor=SYSTEM, now=item.pack.installed_at)


def retire(code: str) -> None:
    """The days of the sheet go; those of other sheets stay."""
    item, now = _last("calendar", code)
    replace_sheet(rows=(), source=_supplier(item), actor=SYSTEM, now=now)


def project_hours(item: PackItem) -> None:
    """As `project`, for office hours."""
    sheet = OfficeHoursSheet.model_validate(item.content)
    replace_hours(rows=sheet.rows, source=_supplier(item), actor=SYSTEM, now=item.pack.installed_at)


def retire_hours(code: str) -> None:
    """As `retire`, for office hours."""
    item, now = _last("office-hours", code)
    replace_hours(rows=(), source=_supplier(item), actor=SYSTEM, now=now)


def _last(section: str, code: str) -> tuple[PackItem, datetime]:
    """The item that was projected last, and when the pack that drops it was installed."""
    item = PackItem.objects.filter(section=section, code=code).select_related("pack").latest("id")
    return item, InstalledPack.objects.filter(pack_id=item.pack.pack_id).latest("id").installed_at


def _supplier(item: PackItem) -> str:
    return f"pack:{item.pack.pack_id}/{item.code}"[:64]


CALENDAR = Section(
    name="calendar",
    folder="calendars",
    model=CalendarSheet,
    check=check_sheet,
    install=project,
    retire=retire,
    describe=describe_sheet,
)

OFFICE_HOURS = Section(
    name="office-hours",
    folder="office-hours",
    model=OfficeHoursSheet,
    install=project_hours,
    retire=retire_hours,
    describe=describe_hours,
)
