"""Who is in charge where: the offices of a resident's places, the nearest first, units and posts and no names."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.installation.models import Installation
from linli.registers.organisations.models import Organisation, Post
from linli.registers.organisations.queries import (
    get_office_in_charge,
    get_station,
    home_of,
    list_offices_for,
)
from linli.registers.people.models import Residence
from tests.support.cast import TODAY, Cast, make_staff

HERE = Installation(demo=False, home_place_code="532301")
NOWHERE = Installation(demo=False)
SOUTH, NORTH, COUNTY = "532301100001", "532301100002", "532301"


def names(cast: Cast, who: str, installation: Installation = HERE) -> list[str]:
    return [unit.name for unit in list_offices_for(cast.actor(who), installation=installation, day=TODAY)]


def move(cast: Cast, kind: str, place: str, who: str = "wang") -> None:
    Residence.objects.filter(person=cast.people[who], kind=kind).update(**cast.places[place].columns())


def test_the_nearest_office_comes_first_whichever_was_entered_first(cast: Cast) -> None:
    near = Organisation.objects.create(name="新服务站", place_id=cast.places[SOUTH].place_id)
    Post.objects.create(
        organisation=near, role="clerk", title="综合窗口", scope=f"community:{cast.places[SOUTH].place_id}"
    )
    assert names(cast, "wang") == ["南山社区服务站", "新服务站", "鹿城镇社会事务办", "楚雄市民政局"]


def test_a_unit_is_named_once_with_each_of_its_posts(cast: Cast) -> None:
    """Clerk and colleague hold a post of the same title; auditors and planners are nobody to turn to."""
    station, _town, county = list_offices_for(cast.actor("wang"), installation=HERE, day=TODAY)
    assert (station.name, station.posts) == ("南山社区服务站", ("综合窗口", "入户核查"))
    assert county.posts == ("审批岗",)


def test_where_she_lives_comes_before_where_she_is_registered(cast: Cast) -> None:
    move(cast, "dwelling", NORTH)
    assert names(cast, "wang")[0] == "北湖社区服务站"
    north = cast.places[NORTH]
    assert home_of(cast.actor("wang"), day=TODAY) == (north.community, north.town, north.county)


def test_without_a_dwelling_her_registration_counts(cast: Cast) -> None:
    Residence.objects.filter(person=cast.people["wang"], kind="dwelling").update(
        valid=DateRange(date(2000, 1, 1), TODAY)
    )
    move(cast, "registered", NORTH)
    assert names(cast, "wang")[0] == "北湖社区服务站"


def test_who_has_no_file_is_shown_the_county(cast: Cast) -> None:
    assert names(cast, "clerk") == ["楚雄市民政局"]
    assert names(cast, "clerk", NOWHERE) == []


def test_the_station_of_a_page_is_the_one_of_ones_community(cast: Cast) -> None:
    Organisation.objects.filter(name="南山社区服务站").update(phone="0878-3120000")
    station = get_station(cast.actor("wang"), installation=HERE, day=TODAY)
    assert station is not None
    assert (station.name, station.where, station.title, station.phone) == (
        "南山社区", "鹿城镇", "南山社区服务站", "0878-3120000",
    )  # fmt: skip


def test_without_a_file_a_page_names_the_county_or_nothing(cast: Cast) -> None:
    station = get_station(cast.actor("clerk"), installation=HERE, day=TODAY)
    assert station is not None
    assert station.name == "楚雄市"
    assert get_station(cast.actor("clerk"), installation=NOWHERE, day=TODAY) is None


def test_a_community_without_a_post_still_has_a_name(cast: Cast) -> None:
    move(cast, "dwelling", "532301101200")
    station = get_station(cast.actor("wang"), installation=HERE, day=TODAY)
    assert station is not None
    assert (station.name, station.title) == ("莲花村", "")
    assert names(cast, "wang") == ["东华镇社会事务办", "楚雄市民政局"]


@pytest.mark.parametrize(
    ("role", "level", "code", "expected"),
    [
        ("clerk", "community", SOUTH, "南山社区服务站"), ("reviewer", "town", "532301100", "鹿城镇社会事务办"),
        ("decider", "county", COUNTY, "楚雄市民政局"), ("decider", "community", SOUTH, None),
        ("clerk", "town", "532301100", None),
    ],
)  # fmt: skip
def test_an_office_is_in_charge_of_its_own_place_only(
    cast: Cast, role: str, level: str, code: str, expected: str | None
) -> None:
    found = get_office_in_charge(role=role, scope=f"{level}:{cast.places[code].place_id}")
    assert (found.name if found else None) == expected


def test_the_office_stays_when_its_clerk_leaves(cast: Cast) -> None:
    """A notice names the unit, not who happens to sit there."""
    make_staff(cast, "new", "新人", "clerk", NORTH, "北湖社区服务站", "综合窗口")
    cast.users["stranger"].appointments.update(valid=DateRange(date(2000, 1, 1), TODAY))
    found = get_office_in_charge(role="clerk", scope=f"community:{cast.places[NORTH].place_id}")
    assert found is not None
    assert found.name == "北湖社区服务站"
