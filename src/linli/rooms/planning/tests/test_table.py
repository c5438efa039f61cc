"""Formulas by hand, half-open data, deadlines, and two plans on one indicator."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from linli.insight.actions import rebuild
from linli.insight.models import MeasureSql
from linli.insight.rules import Lack, Ratio
from linli.insight.tests.small_county import M2, SmallCounty, make_small_county
from linli.kernel.actors import Actor, Grant
from linli.kernel.errors import NotFound
from linli.registers.places.queries import get_position
from linli.registers.places.rules import scope
from linli.rooms.planning.display.text import render_text
from linli.rooms.planning.display.words import value_text
from linli.rooms.planning.queries import get_row, get_table, list_evidence
from linli.rooms.planning.rules import Row, Standing, State, Table

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


def planner(county: SmallCounty) -> Actor:
    return Actor(user_id=1, grants=(Grant("planner", scope("county", county.county)),))


def show(county: SmallCounty, place: int | None = None, plan: str = "yunnan", day: date = DAY) -> Table:
    rebuild(county=county.county, day=day, now=NOW)
    return get_table(planner(county), get_position(place or county.county, day=day), plan, day)


def standing_of(row: Row, community: int) -> Standing:
    return next(item for item in row.communities if item.spot.place_id == community)


def fill(county: SmallCounty) -> None:
    """Two urban communities: 280 m² for 1,000 households, 350 m² for 500; one village of two is served."""
    county.add_facility(county.market, 280, activity=140)
    county.add_facility(county.bridge, 350, activity=280)
    county.add_facility(county.mill, 200)
    for community, households, residents, workers in (
        (county.market, 1000, 2500, 4),
        (county.bridge, 500, 1500, 4),
        (county.mill, 300, 900, 1),
        (county.unclassed, 200, 700, 0),
    ):
        county.add_figure(community, "households", households)
        county.add_figure(community, "urban_residents", residents)
        county.add_workers(community, workers)


def test_area_per_hundred_households_is_the_pooled_fraction_of_urban_communities(county: SmallCounty) -> None:
    fill(county)
    row = get_row(show(county), "KPI-01")
    assert row.place.ratio == Ratio(630 * M2, 1500)
    assert row.place.value == 42
    assert row.place.state is State.MET
    market = standing_of(row, county.market)
    assert market.value == 28
    assert market.gap == 70
    assert market.state is State.SHORT
    assert standing_of(row, county.bridge).gap == -175


def test_an_aspirational_target_warns_and_is_never_far(county: SmallCounty) -> None:
    county.add_facility(county.market, 10)
    county.add_figure(county.market, "households", 1000)
    assert get_row(show(county), "KPI-01").place.state is State.SHORT


def test_a_firm_target_missed_by_more_than_a_tenth_is_far(county: SmallCounty) -> None:
    fill(county)
    row = get_row(show(county), "KPI-03")
    assert row.place.value == 50
    assert row.place.state is State.FAR
    assert row.place.gap == 1
    assert standing_of(row, county.mill).state is State.MET
    assert standing_of(row, county.hill).value == 0


def test_a_village_that_shares_a_facility_is_covered(county: SmallCounty) -> None:
    centre = county.add_facility(county.mill, 200)
    county.share(centre, county.hill)
    assert get_row(show(county), "KPI-03").place.value == 100


def test_workers_are_set_against_ten_thousand_urban_residents(county: SmallCounty) -> None:
    fill(county)
    row = get_row(show(county), "KPI-05")
    assert row.place.ratio == Ratio(8, 4000)
    assert row.place.value == 20
    assert standing_of(row, county.market).value == 16
    assert standing_of(row, county.market).gap == 1
    assert standing_of(row, county.market).state is State.FAR
    assert standing_of(row, county.bridge).value == Fraction(80, 3)
    assert value_text(row.indicator, standing_of(row, county.bridge)) == "26.6"


def test_a_community_without_a_figure_is_no_data_and_not_in_the_sum(county: SmallCounty) -> None:
    county.add_facility(county.market, 400)
    county.add_facility(county.bridge, 9000)
    county.add_figure(county.market, "households", 1000)
    row = get_row(show(county), "KPI-01")
    assert row.place.value == 40
    bridge = standing_of(row, county.bridge)
    assert bridge.state is State.NO_DATA
    assert bridge.value is None
    assert bridge.missing is not None
    assert (bridge.missing.lack, bridge.missing.measure) == (Lack.NO_FIGURE, "households")
    assert {item.spot.place_id: item.missing.lack for item in row.place.excluded} == {
        county.bridge: Lack.NO_FIGURE,
        county.unclassed: Lack.NO_CLASS,
    }


def test_nothing_to_divide_by_is_no_data(county: SmallCounty) -> None:
    county.add_facility(county.market, 400)
    county.add_figure(county.market, "households", 0)
    place = get_row(show(county), "KPI-01").place
    assert place.value is None
    assert place.missing is not None
    assert place.missing.lack is Lack.ZERO_DENOMINATOR


def test_an_empty_register_is_no_data_for_everyone_and_never_zero(county: SmallCounty) -> None:
    county.add_figure(county.market, "households", 1000)
    row = get_row(show(county), "KPI-01")
    for standing in (row.place, standing_of(row, county.market)):
        assert standing.value is None
        assert standing.missing is not None
        assert (standing.missing.lack, standing.missing.measure) == (Lack.EMPTY_REGISTER, "facility_area")


def test_in_a_filled_register_a_community_without_a_facility_has_zero(county: SmallCounty) -> None:
    fill(county)
    county.add_figure(county.hill, "households", 100)
    assert standing_of(get_row(show(county), "KPI-03"), county.hill).value == 0


def test_a_county_that_was_never_counted_is_no_data(county: SmallCounty) -> None:
    fill(county)
    table = get_table(planner(county), get_position(county.county), "yunnan", DAY)
    assert table.counted_day is None
    assert {row.place.missing.lack for row in table.rows if row.place.missing} == {Lack.NOT_COUNTED}


def test_the_urban_class_is_never_guessed(county: SmallCounty) -> None:
    fill(county)
    table = show(county, county.unclassed)
    for key in ("KPI-01", "KPI-03", "KPI-05"):
        missing = get_row(table, key).place.missing
        assert missing is not None
        assert missing.lack is Lack.NO_CLASS


def test_a_village_is_outside_an_urban_target(county: SmallCounty) -> None:
    fill(county)
    missing = get_row(show(county, county.mill), "KPI-01").place.missing
    assert missing is not None
    assert missing.lack is Lack.OTHER_AREA
    urban = [item.spot.place_id for item in get_row(show(county), "KPI-01").communities]
    assert urban == [county.market, county.bridge, county.unclassed]


def test_towns_hold_their_own_communities_only(county: SmallCounty) -> None:
    fill(county)
    towns = {item.spot.place_id: item for item in get_row(show(county), "KPI-01").towns}
    assert towns[county.east].value == 42
    assert towns[county.west].value is None
    town = show(county, county.west)
    assert [spot.place_id for spot in town.communities] == [county.mill, county.hill, county.unclassed]
    assert get_row(town, "KPI-03").place.value == 50


@pytest.mark.parametrize(("day", "past"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_a_target_is_past_after_its_last_day(county: SmallCounty, day: date, past: bool) -> None:
    fill(county)
    table = show(county, day=day)
    assert {row.past for row in table.targeted} == {past}
    with translation.override("en"):
        assert ("Final result" in render_text(table)) is past
        assert ("0 days to the end of the plan" in render_text(table)) is not past
    assert get_row(table, "KPI-01").place.value == 42


def test_two_plans_ask_differently_of_the_same_indicator(county: SmallCounty) -> None:
    fill(county)
    yunnan, sample = (get_row(show(county, plan=plan), "KPI-01") for plan in ("yunnan", "demo-plan"))
    assert yunnan.place.value == sample.place.value == 42
    assert yunnan.target is not None
    assert sample.target is not None
    assert (yunnan.target.value, sample.target.value) == (35, 40)
    assert (yunnan.target.softness, sample.target.softness) == ("aspirational", "firm")
    assert (yunnan.past, sample.past) == (True, False)


def test_an_indicator_without_a_target_is_shown_without_one(county: SmallCounty) -> None:
    fill(county)
    row = get_row(show(county), "KPI-04")
    assert row.target is None
    assert row.place.state is State.NO_TARGET
    assert row.place.gap is None
    assert row.place.value == Fraction(420, 630) * 100


def test_a_plan_of_another_region_does_not_cover_the_place(county: SmallCounty) -> None:
    rebuild(county=county.county, day=DAY, now=NOW)
    assert [plan.code for plan in show(county).plans] == ["yunnan", "demo-plan"]
    with pytest.raises(NotFound):
        get_table(planner(county), get_position(county.county), "tianjin", DAY)


def test_the_tianjin_draft_counts_measured_areas_and_visits_of_one_month(plans: None) -> None:
    county = make_small_county("12")
    county.add_facility(county.market, 100, activity=50)
    county.add_facility(county.mill, 100, activity=60)
    county.add_facility(county.hill, 1000)
    for community, visited in ((county.market, 20), (county.mill, 19)):
        county.add_figure(community, "vulnerable_elderly", 20, date(2026, 2, 28))
        county.add_figure(community, "visited_elderly", visited, date(2026, 2, 28))
    table = show(county, plan="tianjin")
    assert table.plan.status == "征求意见稿"
    area, visits = get_row(table, "KPI-04"), get_row(table, "KPI-14")
    assert area.place.value == 55
    assert area.place.gap == 10
    assert area.place.state is State.SHORT
    assert county.hill in {item.spot.place_id for item in area.place.excluded}
    assert visits.place.value == Fraction(39, 40) * 100
    assert visits.place.gap == 1


def test_rows_behind_a_number_are_those_of_the_communities_it_counts(county: SmallCounty) -> None:
    fill(county)
    table = show(county)
    row = get_row(table, "KPI-01")
    evidence = list_evidence(table, row, "facility_area")
    assert sum(item.quantity for item in evidence.rows) == row.place.ratio.numerator
    assert {item.community for item in evidence.rows} == {county.market, county.bridge}
    assert not evidence.more
    first = list_evidence(table, row, "facility_area", limit=1)
    assert first.more
    with pytest.raises(NotFound):
        list_evidence(table, row, "community_workers")


def test_the_text_says_clause_deadline_and_what_is_not_counted(county: SmallCounty) -> None:
    fill(county)
    with translation.override("en"):
        text = render_text(show(county))
    assert "城市社区每百户居民拥有综合服务设施面积力争达到35平方米" in text
    assert "S1-01" in text
    assert "due 31 Dec 2025, past: final result" in text
    assert "(no urban or rural class on record): 无类村" in text
    assert "集市社区" in text
    assert "[正式]" in text


def test_a_sample_plan_says_so_everywhere(county: SmallCounty) -> None:
    fill(county)
    table = show(county, plan="demo-plan")
    assert table.plan.sample
    assert render_text(table).count("样例") >= 1 + len(table.targeted)


def test_a_table_takes_six_statements_whatever_its_size(
    county: SmallCounty, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(county)
    actor, position = planner(county), get_position(county.county)
    rebuild(county=county.county, day=DAY, now=NOW)
    get_table(actor, position, "yunnan", DAY)
    with django_assert_num_queries(6):
        get_table(actor, position, "yunnan", DAY)


def test_measures_are_compiled_when_indicators_are_installed(plans: None) -> None:
    assert {"facility_area", "households"} <= set(MeasureSql.objects.values_list("code", flat=True))
