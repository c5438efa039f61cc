"""The pages say what the table says, within their budget of statements."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.insight.actions import rebuild
from linli.insight.tests.small_county import SINCE
from linli.kernel.installation.models import Installation
from linli.registers.facilities.models import Facility
from linli.registers.statistics.models import PopulationFigure
from linli.registers.workforce.models import CommunityWorker
from tests.support.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.urls("linli.rooms.planning.tests.planning_urls")
COUNTY = "532301"


@pytest.fixture
def planner(plans: None, cast: Cast, client: Client) -> Client:
    """南山社区 has 300 m² for 1,000 households, 北湖社区 has no figures; 莲花村 has no facility."""
    here = cast.places["532301100001"].columns()
    for order in range(60):
        Facility.objects.create(
            **here,
            number=f"F{order}",
            name=f"站{order:02d}",
            kind="service-station",
            floor_area=50_000,
            valid=SINCE,
        )
    PopulationFigure.objects.create(
        **here, kind="households", day=date(2025, 12, 31), value=1000, source="年报<一>"
    )
    CommunityWorker.objects.create(**here, number="W1", name="某人", valid=SINCE)
    rebuild(county=cast.places[COUNTY].place_id, day=TODAY, now=NOW)
    Installation.objects.create()
    client.force_login(cast.users["planner"])
    client.cookies["linli_language"] = "en"
    with time_machine.travel(NOW, tick=False):
        yield client


def text_of(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_cockpit_shows_figure_target_clause_and_past(planner: Client) -> None:
    text = text_of(planner, "/plan/", plan="yunnan")
    assert "Final result: 1 far short, 1 short, 1 without data." in text
    for part in (
        "S1-01",
        "S1-02",
        "S1-113",
        "莲花村",
        "南山社区",
        "no figure: number of households",
        "final result",
    ):
        assert part in text
    assert ">30<" in text.replace("<small>", "<")
    assert "style=" not in text


def test_a_sample_plan_carries_its_warning(planner: Client) -> None:
    text = text_of(planner, "/plan/", plan="demo-plan")
    assert "This plan is a sample" in text
    assert "days to the end of the plan" in text
    assert "final result" not in text


def test_the_page_of_an_indicator_opens_to_formula_clause_and_rows(planner: Client) -> None:
    text = text_of(planner, "/plan/KPI-01-U/", plan="yunnan")
    rest = text_of(
        planner,
        re.search(r'href="(/plan/KPI-01-U/[^"]*after=[^"]*)#rows"', text)[1].replace("&amp;", "&"),
    )
    figures = text_of(planner, "/plan/KPI-01-U/", plan="yunnan", rows="households")
    for part in (
        "综合服务设施建筑面积 300 m²",
        "居民户数 1 000 households",
        "力争达到35平方米",
        "facility_area",
        "站49",
    ):
        assert part in text
    assert "站50" not in text
    assert "站50" in rest
    assert "站49" not in rest
    assert "年报&lt;一&gt;" in figures


def test_an_indicator_without_a_target_says_that_none_is_set(planner: Client) -> None:
    text = text_of(planner, "/plan/KPI-04/", plan="yunnan")
    assert "sets no target for this indicator" in text
    assert "blockquote" not in text


def test_an_unknown_indicator_is_not_found(planner: Client) -> None:
    for path in ("/plan/KPI-77/", "/plan/KPI-01-R/"):
        assert planner.get(path).status_code == 404
    assert planner.get("/plan/KPI-01/", {"rows": "community_workers"}).status_code == 404
    assert planner.get("/plan/", {"plan": "tianjin"}).status_code == 404


def test_the_sheet_has_a_line_for_every_place_of_every_indicator(planner: Client) -> None:
    response = planner.get("/plan/export.csv", {"plan": "yunnan"})
    lines = response.content.decode("utf-8-sig").splitlines()
    area = [line for line in lines if ",KPI-01," in line]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(area) == 1 + 2 + 2
    assert area[0].startswith("532301,楚雄市,county,KPI-01,")
    assert ",30.0000," in area[0]


def test_pages_stay_within_their_statements(
    planner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for path, budget in (("/plan/", 12), ("/plan/KPI-01-U/", 15), ("/plan/export.csv", 12)):
        planner.get(path)
        with django_assert_max_num_queries(budget):
            planner.get(path)
