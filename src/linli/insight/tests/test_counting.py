"""Values by hand, for the small county."""

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.insight.actions import rebuild
from linli.insight.models import MeasureValue
from linli.insight.queries import get_counted_day, list_rows, read_values
from linli.insight.registry import MEASURES
from linli.insight.tests.small_county import M2, SmallCounty

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
OF_REGISTERS = [
    code for code, one in MEASURES.items() if one.relation.__module__.startswith("linli.registers.")
]


def count(county: SmallCounty, *codes: str, day: date = DAY) -> dict[str, dict[int, int]]:
    rebuild(county=county.county, day=day, now=NOW)
    return read_values(county=county.county, day=day, measures=codes)


def test_area_is_the_sum_of_facilities_in_service_on_the_day(county: SmallCounty) -> None:
    county.add_facility(county.market, 300)
    county.add_facility(county.market, 50)
    county.add_facility(county.market, 999, valid=DateRange(date(2020, 1, 1), date(2026, 3, 2)))
    county.add_facility(county.market, 5000, kind="square")
    county.add_facility(county.bridge, 80, valid=DateRange(date(2026, 3, 2), None))
    values = count(county, "facility_area")["facility_area"]
    assert values == {county.market: 350 * M2, county.bridge: 80 * M2}


def test_the_latest_figure_on_or_before_the_day_counts(county: SmallCounty) -> None:
    county.add_figure(county.market, "households", 900, date(2024, 12, 31))
    county.add_figure(county.market, "households", 1000, date(2025, 12, 31))
    county.add_figure(county.market, "households", 1100, date(2026, 12, 31))
    assert count(county, "households")["households"] == {county.market: 1000}
    assert count(county, "households", day=date(2025, 6, 1))["households"] == {county.market: 900}
    assert count(county, "households", day=date(2024, 12, 30))["households"] == {}


def test_a_shared_facility_serves_both_villages_once_each(county: SmallCounty) -> None:
    centre = county.add_facility(county.mill, 400)
    county.add_facility(county.mill, 100)
    county.share(centre, county.hill)
    values = count(county, "served_communities", "facility_area")
    assert values["served_communities"] == {county.mill: 1, county.hill: 1}
    assert values["facility_area"] == {county.mill: 500 * M2}


def test_unmeasured_facilities_are_in_neither_part_of_the_activity_share(county: SmallCounty) -> None:
    county.add_facility(county.market, 100, activity=70)
    county.add_facility(county.market, 500)
    values = count(county, "activity_area", "measured_facility_area")
    assert values == {
        "activity_area": {county.market: 70 * M2},
        "measured_facility_area": {county.market: 100 * M2},
    }


def test_visits_are_set_against_the_roster_of_their_own_month(county: SmallCounty) -> None:
    county.add_figure(county.market, "visited_elderly", 18, date(2026, 1, 31))
    county.add_figure(county.market, "vulnerable_elderly", 20, date(2026, 1, 31))
    county.add_figure(county.market, "vulnerable_elderly", 30, date(2026, 2, 28))
    county.add_figure(county.bridge, "visited_elderly", 5, date(2026, 2, 28))
    county.add_figure(county.bridge, "vulnerable_elderly", 5, date(2026, 1, 31))
    values = count(county, "visited_elderly", "vulnerable_elderly")
    assert values["visited_elderly"] == {county.market: 18, county.bridge: 5}
    assert values["vulnerable_elderly"] == {county.market: 20}


def test_workers_are_counted_where_they_serve_and_places_count_themselves(county: SmallCounty) -> None:
    county.add_workers(county.market, 3)
    county.add_workers(county.market, 1, valid=DateRange(date(2020, 1, 1), date(2025, 1, 1)))
    values = count(county, "community_workers", "communities")
    assert values["community_workers"] == {county.market: 3}
    assert len(values["communities"]) == 5
    assert set(values["communities"].values()) == {1}


def test_rebuilding_a_day_leaves_the_same_rows(county: SmallCounty) -> None:
    county.add_workers(county.market, 3)
    for _ in range(2):
        rebuild(county=county.county, day=DAY, now=NOW)
    found = MeasureValue.objects.filter(measure="community_workers", day=DAY).values_list("value", "rows")
    assert list(found) == [(3, 3)]


def test_the_newest_counted_day_on_or_before_a_day_is_found(county: SmallCounty) -> None:
    assert get_counted_day(county.county, DAY) is None
    for day in (date(2026, 3, 1), DAY):
        rebuild(county=county.county, day=day, now=NOW)
    counted = get_counted_day(county.county, date(2026, 3, 1))
    assert counted is not None
    assert counted.day == date(2026, 3, 1)


@pytest.mark.parametrize("code", OF_REGISTERS)
def test_a_number_is_the_sum_of_its_rows(county: SmallCounty, code: str) -> None:
    for community in (county.market, county.mill):
        facility = county.add_facility(community, 100, activity=60)
        county.add_workers(community, 2)
        county.add_person(community)
        for kind in ("households", "residents", "urban_residents", "vulnerable_elderly", "visited_elderly"):
            county.add_figure(community, kind, 12)
    county.share(facility, county.hill)
    values = count(county, code)[code]
    rows = list_rows(measure=code, day=DAY, communities=values)
    assert values
    assert {
        community: sum(row.quantity for row in rows if row.community == community) for community in values
    } == values


def test_rows_page_by_key_without_gap_or_repeat(county: SmallCounty) -> None:
    county.add_workers(county.market, 5)
    county.add_workers(county.bridge, 2)
    rebuild(county=county.county, day=DAY, now=NOW)
    seen: list[str] = []
    after = (0, 0)
    while rows := list_rows(
        measure="community_workers", day=DAY, communities=[county.market], after=after, limit=2
    ):
        seen += [row.label for row in rows]
        after = (rows[-1].row, rows[-1].community)
    assert seen == [f"W{number}" for number in range(5)]
