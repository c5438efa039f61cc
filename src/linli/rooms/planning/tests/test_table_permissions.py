"""Planners see the places of their posts; for everyone else there is nothing there."""

import pytest
from django.test import Client

from linli.insight.actions import rebuild
from linli.kernel.errors import NotFound
from linli.rooms.planning.queries import get_home_place, get_place, get_table
from tests.support.cast import NOW, TODAY, Cast

COUNTY, TOWN, NEXT_TOWN, COMMUNITY = "532301", "532301100", "532301101", "532301100001"
OTHERS = ("clerk", "stranger", "reviewer", "decider", "auditor", "administrator", "wang")


@pytest.fixture
def counted(plans: None, cast: Cast) -> Cast:
    rebuild(county=cast.places[COUNTY].place_id, day=TODAY, now=NOW)
    return cast


def test_the_planner_of_the_county_sees_all_of_it(counted: Cast) -> None:
    actor = counted.actor("planner")
    for code in (COUNTY, TOWN, NEXT_TOWN, COMMUNITY):
        assert get_table(actor, get_place(actor, code, TODAY), "yunnan", TODAY).spot.code == code


def test_the_planner_of_the_next_town_sees_nothing_outside_it(counted: Cast) -> None:
    actor = counted.actor("planner-next")
    for code in (COUNTY, TOWN, COMMUNITY, "53", "999999"):
        with pytest.raises(NotFound):
            get_place(actor, code, TODAY)
        if code in counted.places:
            with pytest.raises(NotFound):
                get_table(actor, counted.places[code], "yunnan", TODAY)


def test_a_planner_starts_at_her_own_place_and_may_not_climb(counted: Cast) -> None:
    actor = counted.actor("planner-next")
    place = get_home_place(actor, TODAY)
    table = get_table(actor, place, "", TODAY)
    assert table.spot.code == NEXT_TOWN
    assert {step.code: step.open for step in table.path} == {
        "53": False, "5323": False, COUNTY: False, NEXT_TOWN: True,
    }  # fmt: skip


def test_nobody_else_sees_a_table(counted: Cast) -> None:
    for username in OTHERS:
        actor = counted.actor(username)
        with pytest.raises(NotFound):
            get_home_place(actor, TODAY)
        with pytest.raises(NotFound):
            get_place(actor, COMMUNITY, TODAY)
        with pytest.raises(NotFound):
            get_table(actor, counted.places[COMMUNITY], "yunnan", TODAY)


@pytest.mark.urls("linli.rooms.planning.tests.planning_urls")
def test_pages_refuse_alike_what_is_missing_and_what_is_not_hers(counted: Cast, client: Client) -> None:
    for path in ("/plan/", "/plan/KPI-01/", "/plan/export.csv"):
        client.force_login(counted.users["planner-next"])
        assert client.get(path).status_code == 200
        for code in (TOWN, COMMUNITY, "999999"):
            assert client.get(path, {"place": code}).status_code == 404
        client.force_login(counted.users["clerk"])
        assert client.get(path).status_code == 404
