from datetime import UTC, date, datetime

import pytest

from linli.kernel.actors import SYSTEM, Actor, Grant
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import Conflict, NotFound
from linli.registers.places.actions import BadCode, add_place, move, rename, succeed
from linli.registers.places.models import Building, PlaceVersion
from linli.registers.places.queries import (
    get_by_code,
    get_names,
    get_position,
    get_version,
    list_children,
    list_successions,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BEFORE, DAY, AFTER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1)


def test_a_new_name_holds_from_its_day_for_the_place_and_all_inside(chuxiong: int) -> None:
    community = get_by_code("532301101001").place_id
    rename(place_id=chuxiong, name="威楚市", day=DAY, actor=SYSTEM, now=NOW)
    assert get_version(chuxiong, BEFORE).name == "楚雄市"
    assert get_version(chuxiong, DAY).name == "威楚市"
    assert get_version(community, BEFORE).full_name == "云南省楚雄彝族自治州楚雄市鹿城镇东兴社区居民委员会"
    assert get_version(community, DAY).full_name == "云南省楚雄彝族自治州威楚市鹿城镇东兴社区居民委员会"
    assert get_version(chuxiong).initials == "wcs"
    assert get_names([community]) == {community: "东兴社区居民委员会"}
    assert len(list_children(chuxiong, "community")) == 154


def test_a_province_can_be_renamed(chuxiong: int) -> None:
    rename(place_id=get_by_code("53").place_id, name="滇省", day=DAY, actor=SYSTEM, now=NOW)
    assert get_version(chuxiong, DAY).full_name == "滇省楚雄彝族自治州楚雄市"


def test_a_renumbered_town_takes_its_communities_along_and_keeps_their_ids(chuxiong: int) -> None:
    town, community = get_by_code("532301101"), get_by_code("532301101001")
    move(place_id=town.place_id, parent_id=chuxiong, code="532301198", day=DAY, actor=SYSTEM, now=NOW)
    assert get_by_code("532301198001").place_id == community.place_id
    assert get_by_code("532301101001", BEFORE).place_id == community.place_id
    with pytest.raises(NotFound):
        get_by_code("532301101001")


def test_a_merger_ends_one_community_and_its_rows_stay_where_they_were(chuxiong: int) -> None:
    old, new = get_by_code("532301101001"), get_by_code("532301101002")
    house = Building.objects.create(name="旧楼", **get_position(old.place_id).columns())
    succeed(place_ids=[old.place_id], successor_ids=[new.place_id], day=DAY, actor=SYSTEM, now=NOW)
    house.refresh_from_db()
    assert house.community == old.place_id
    assert get_version(old.place_id).name == "东兴社区居民委员会"  # its last name is still known
    assert get_version(old.place_id, BEFORE).code == "532301101001"
    with pytest.raises(NotFound):
        get_version(old.place_id, DAY)
    assert len(list_children(chuxiong, "community")) == 153
    assert [(s.place_id, s.successor_id, s.day) for s in list_successions(old.place_id)] == [
        (old.place_id, new.place_id, DAY)
    ]


def test_a_split_founds_two_communities_that_follow_one(chuxiong: int) -> None:
    old, town = get_by_code("532301101001"), get_by_code("532301101")
    halves = [
        add_place(code=code, name=name, parent_id=town.place_id, day=DAY, actor=SYSTEM, now=NOW)
        for code, name in (("532301101098", "东兴一社区"), ("532301101099", "东兴二社区"))
    ]
    ids = [half.place_id for half in halves]
    succeed(place_ids=[old.place_id], successor_ids=ids, day=DAY, actor=SYSTEM, now=NOW)
    assert {s.successor_id for s in list_successions(old.place_id)} == set(ids)
    assert halves[0].full_name == "云南省楚雄彝族自治州楚雄市鹿城镇东兴一社区"
    assert get_position(ids[0]).town == town.place_id
    assert len(list_children(chuxiong, "community")) == 155


def test_a_town_ends_only_when_its_communities_have_moved(chuxiong: int) -> None:
    old, new = get_by_code("532301102"), get_by_code("532301101")
    with pytest.raises(Conflict):
        succeed(place_ids=[old.place_id], successor_ids=[new.place_id], day=DAY, actor=SYSTEM, now=NOW)
    for number, community in enumerate(list_children(old.place_id), start=1):
        code = f"{new.code}{500 + number}"
        move(place_id=community.place_id, parent_id=new.place_id, code=code, day=DAY, actor=SYSTEM, now=NOW)
    succeed(place_ids=[old.place_id], successor_ids=[new.place_id], day=DAY, actor=SYSTEM, now=NOW)
    moved = get_by_code(f"{new.code}501")
    assert (moved.town, moved.full_name[:15]) == (new.place_id, "云南省楚雄彝族自治州楚雄市鹿城"[:15])
    assert get_version(moved.place_id, BEFORE).town == old.place_id
    assert len(list_children(chuxiong, "community")) == 154


def test_grids_can_be_added_below_a_community(chuxiong: int) -> None:
    community = get_by_code("532301101001")
    grid = add_place(
        code="532301101001001", name="第一网格", parent_id=community.place_id, day=DAY, actor=SYSTEM, now=NOW
    )
    assert get_position(grid.place_id).grid == grid.place_id
    assert get_position(grid.place_id).community == community.place_id


def test_a_change_before_one_that_is_recorded_is_refused(chuxiong: int) -> None:
    rename(place_id=chuxiong, name="威楚市", day=AFTER, actor=SYSTEM, now=NOW)
    count = PlaceVersion.objects.count()
    with pytest.raises(Conflict):
        rename(place_id=chuxiong, name="鹿城市", day=DAY, actor=SYSTEM, now=NOW)
    assert PlaceVersion.objects.count() == count


def test_two_changes_on_one_day_make_one_version(chuxiong: int) -> None:
    town = get_by_code("532301101").place_id
    rename(place_id=town, name="老城镇", day=DAY, actor=SYSTEM, now=NOW)
    rename(place_id=chuxiong, name="威楚市", day=DAY, actor=SYSTEM, now=NOW)
    assert get_version(town, DAY).full_name == "云南省楚雄彝族自治州威楚市老城镇"
    assert PlaceVersion.objects.filter(place_id=town).count() == 2


@pytest.mark.parametrize("code", ["532302101", "5323011", "532301101", "鹿城"])
def test_a_code_that_does_not_fit_is_refused(chuxiong: int, code: str) -> None:
    with pytest.raises((BadCode, Conflict)):
        add_place(code=code, name="新镇", parent_id=chuxiong, day=DAY, actor=SYSTEM, now=NOW)


def test_only_places_of_one_level_succeed_each_other(chuxiong: int) -> None:
    town, community = get_by_code("532301102"), get_by_code("532301101001")
    with pytest.raises(Conflict):
        succeed(place_ids=[community.place_id], successor_ids=[town.place_id], day=DAY, actor=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        succeed(
            place_ids=[community.place_id], successor_ids=[community.place_id], day=DAY, actor=SYSTEM, now=NOW
        )


def test_a_change_leaves_a_trace(chuxiong: int) -> None:
    rename(place_id=chuxiong, name="威楚市", day=DAY, actor=SYSTEM, now=NOW)
    entry = AuditEntry.objects.get(act="place.rename")
    assert (entry.kind, entry.object_ref) == ("change", f"place:{chuxiong}")


def test_only_an_administrator_of_the_place_or_above_may_change_it(chuxiong: int) -> None:
    town = get_by_code("532301101").place_id
    neighbour = get_by_code("532301102").place_id
    for grant in (
        Grant("clerk", f"county:{chuxiong}"),
        Grant("administrator", f"town:{neighbour}"),
    ):
        with pytest.raises(NotFound):
            rename(place_id=town, name="新镇", day=DAY, actor=Actor(user_id=1, grants=(grant,)), now=NOW)
    admin = Actor(user_id=1, grants=(Grant("administrator", f"county:{chuxiong}"),))
    assert rename(place_id=town, name="新镇", day=DAY, actor=admin, now=NOW).name == "新镇"
