import pytest

from linli.engines.packs import sections
from linli.engines.packs.actions import install
from linli.engines.packs.calendars import CALENDAR
from linli.kernel.actors import SYSTEM
from linli.registers.calendar.models import CalendarDay

from .conftest import NOW, Write

pytestmark = pytest.mark.django_db

DAYS = "day,kind,name,source\n{},holiday,节日,通知\n"


def test_days_of_a_calendar_that_a_newer_version_drops_go_and_those_of_others_stay(write: Write) -> None:
    sections.register(CALENDAR)
    files = {"calendars/a.csv": DAYS.format("2026-10-01"), "calendars/b.csv": DAYS.format("2026-05-01")}
    install(folder=write(files), actor=SYSTEM, now=NOW)
    folder = write({}, version="1.1.0")
    (folder / "calendars" / "b.csv").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert [day.day.isoformat() for day in CalendarDay.objects.all()] == ["2026-10-01"]
