import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from pydantic import ValidationError
from pytest_django import DjangoAssertNumQueries

from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.registers.calendar.actions import DayTwice, replace_days, replace_sheet
from linli.registers.calendar.models import CalendarDay
from linli.registers.calendar.queries import forget, get_calendar, get_calendar_of_region
from linli.registers.calendar.rules import Kind
from linli.registers.calendar.schemas import CalendarRow
from linli.registers.places.models import Place, PlaceVersion
from linli.registers.places.queries import position_of
from linli.registers.places.rules import Position

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TORCH_DAY = date(2026, 8, 6)
REGIONAL = Path(__file__).parents[5] / "packs" / "yunnan" / "calendars" / "regional.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> Iterator[None]:
    forget()
    yield
    forget()


def row(day: date, region: str = "", kind: str = "holiday", name: str = "节") -> CalendarRow:
    return CalendarRow.model_validate(
        {"region": region, "day": day, "kind": kind, "name": name, "source": "通知"}
    )


def replace(*rows: CalendarRow, region: str = "", source: str = "pack:test") -> bool:
    return replace_days(region_code=region, rows=rows, source=source, actor=SYSTEM, now=NOW)


def county(code: str) -> Position:
    place = Place.objects.create()
    version = PlaceVersion.objects.create(
        place=place, code=code, name=code, full_name=code, level="county", county=place.id, valid=(None, None)
    )
    return position_of(version)


def test_the_torch_festival_is_free_in_chuxiong_and_worked_in_tianjin() -> None:
    replace(row(TORCH_DAY, "5323", name="火把节"), region="5323")
    assert get_calendar(county("532301")).kind(TORCH_DAY).name == "火把节"
    assert get_calendar(county("120118")).is_workday(TORCH_DAY)


def test_the_nearer_region_wins() -> None:
    replace(row(TORCH_DAY, "53"), region="53")
    replace(row(TORCH_DAY, "532301", kind="make_up"), region="532301")
    assert get_calendar_of_region("532301").kind(TORCH_DAY).kind is Kind.MAKE_UP
    assert get_calendar_of_region("532322").kind(TORCH_DAY).kind is Kind.HOLIDAY


def test_the_calendar_is_read_once_and_then_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    position = county("532301")
    get_calendar(position)
    with django_assert_num_queries(0):
        get_calendar(position)


def test_a_change_is_seen_at_once() -> None:
    assert get_calendar_of_region("").is_workday(TORCH_DAY)
    replace(row(TORCH_DAY))
    assert not get_calendar_of_region("").is_workday(TORCH_DAY)


def test_a_change_by_another_process_is_seen_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    get_calendar_of_region("")
    CalendarDay.objects.create(day=TORCH_DAY, kind="holiday", name="节", source="别处", supplier="other")
    assert get_calendar_of_region("").is_workday(TORCH_DAY)
    monkeypatch.setattr("linli.registers.calendar.queries.FRESH_SECONDS", 0.0)
    assert not get_calendar_of_region("").is_workday(TORCH_DAY)


def test_the_same_rows_again_change_nothing_and_leave_no_trace() -> None:
    assert replace(row(TORCH_DAY))
    assert not replace(row(TORCH_DAY))
    assert AuditEntry.objects.filter(act="calendar.replace_days").count() == 1


def test_days_of_the_supplier_that_are_gone_are_removed_and_others_stay() -> None:
    replace(row(date(2026, 1, 5)), source="pack:city")
    replace(row(TORCH_DAY), row(date(2026, 8, 7)))
    replace(row(date(2026, 8, 7)))
    assert set(CalendarDay.objects.values_list("day", flat=True)) == {date(2026, 1, 5), date(2026, 8, 7)}


def test_a_day_listed_twice_is_refused_and_nothing_is_lost() -> None:
    replace(row(TORCH_DAY))
    with translation.override("en"), pytest.raises(DayTwice, match="2026-08-07 is listed twice"):
        replace(row(date(2026, 8, 7)), row(date(2026, 8, 7)))
    assert CalendarDay.objects.get().day == TORCH_DAY


def test_rows_of_another_region_are_refused() -> None:
    with pytest.raises(ValueError, match="another region"):
        replace(row(TORCH_DAY, "53"), region="5323")


def test_a_sheet_is_split_by_region_and_a_region_that_left_it_is_emptied() -> None:
    both = [row(TORCH_DAY, "5323"), row(TORCH_DAY, "5334")]
    assert replace_sheet(rows=both, source="pack:yunnan", actor=SYSTEM, now=NOW)
    assert replace_sheet(rows=both[:1], source="pack:yunnan", actor=SYSTEM, now=NOW)
    assert set(CalendarDay.objects.values_list("region_code", flat=True)) == {"5323"}


def test_the_regional_days_of_yunnan_can_be_installed_and_say_which_are_reckoned() -> None:
    with REGIONAL.open(encoding="utf-8", newline="") as file:
        rows = [CalendarRow.model_validate(line) for line in csv.DictReader(file)]
    replace_sheet(rows=rows, source="pack:yunnan", actor=SYSTEM, now=NOW)
    chuxiong = get_calendar_of_region("532301")
    assert chuxiong.kind(date(2025, 7, 16)).name == "火把节"
    assert [row.day.year for row in rows if row.provisional] == [2026] * 3 + [2027] * 3
    assert chuxiong.kind(date(2026, 8, 6)).provisional


@pytest.mark.parametrize(
    "change", [{"region": "53230"}, {"kind": "feast"}, {"name": ""}, {"day": "2026-02-30"}, {"colour": "red"}]
)
def test_a_faulty_row_is_refused(change: dict[str, str]) -> None:
    good = {
        "region": "5323",
        "day": "2026-08-06",
        "kind": "holiday",
        "name": "火把节",
        "source": "通知",
        "provisional": "",
    }
    CalendarRow.model_validate(good)
    with pytest.raises(ValidationError):
        CalendarRow.model_validate(good | change)
