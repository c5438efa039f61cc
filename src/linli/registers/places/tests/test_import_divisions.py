from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from linli.kernel.actors import SYSTEM
from linli.kernel.errors import NotFound
from linli.registers.places.actions import import_divisions, loading, move, rename
from linli.registers.places.models import Place, PlaceVersion
from linli.registers.places.queries import get_by_code, get_path_names, get_position, list_children

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 1, 1)


@pytest.mark.django_db
def test_a_county_comes_with_its_ancestors_and_a_second_run_adds_nothing() -> None:
    once = import_divisions(within="532301")
    assert once == {"province": 1, "city": 1, "county": 1, "town": 15, "community": 154}
    assert sum(import_divisions(within="532301").values()) == 0
    assert Place.objects.count() == PlaceVersion.objects.count() == 172


@pytest.mark.django_db
def test_neighbours_share_their_ancestors() -> None:
    import_divisions(within="532301101")
    added = import_divisions(within="532301")
    assert (added["province"], added["county"], added["town"]) == (0, 0, 14)
    assert get_by_code("532301102").parent_id == get_by_code("532301").place_id


def test_every_level_column_is_filled_from_the_province_down_to_the_place(chuxiong: int) -> None:
    community = get_by_code("532301101001")
    town = get_by_code("532301101")
    above = (
        community.province,
        community.city,
        community.county,
        community.town,
        community.community,
        community.grid,
    )
    assert above == (town.province, town.city, chuxiong, town.place_id, community.place_id, None)
    assert community.parent_id == town.place_id
    assert (town.community, town.grid) == (None, None)
    assert community.full_name == "云南省楚雄彝族自治州楚雄市鹿城镇东兴社区居民委员会"
    assert community.initials == "dxsqjmwyh"
    assert community.urban_class == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("120118", "天津市静海区"),
        ("500229", "重庆市城口县"),
        ("429004", "湖北省仙桃市"),
        ("441900003", "广东省东莞市东城街道"),
        ("350527000000", "福建省泉州市金门县"),
    ],
)
def test_oddities_of_the_source_do_not_show_in_names(code: str, full_name: str) -> None:
    import_divisions(within=code)
    place = get_by_code(code)
    assert place.full_name == full_name
    assert place.city is not None
    assert "市辖区" not in [name for _id, _level, name in get_path_names(place.place_id)]


@pytest.mark.django_db
def test_rows_that_stand_in_for_a_county_are_loaded_but_not_listed() -> None:
    import_divisions(within="350527")
    assert get_by_code("350527000000").level == "community"
    assert list_children(get_position(code="350527").place_id, "community") == []


@pytest.mark.django_db
def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFound):
        import_divisions(within="532399")
    assert not Place.objects.exists()


def test_renamed_and_renumbered_places_are_not_brought_back(chuxiong: int) -> None:
    rename(place_id=chuxiong, name="威楚市", day=DAY, actor=SYSTEM, now=NOW)
    town = get_by_code("532301101")
    move(place_id=town.place_id, parent_id=chuxiong, code="532301199", day=DAY, actor=SYSTEM, now=NOW)
    assert sum(import_divisions(within="532301").values()) == 0


@pytest.mark.django_db
def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    import_divisions(within="532301", progress=lambda done, total: told.append((done, total)))
    assert told == [(172, 172)]


@pytest.mark.django_db(transaction=True)
def test_the_first_load_leaves_the_table_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_MANY", 100)
    import_divisions(within="532301")
    town = get_by_code("532301101")
    town.pk = None
    town.valid = (DAY, date(2026, 2, 1))
    with pytest.raises(IntegrityError, match="place_version_one_at_a_time"), transaction.atomic():
        town.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM place_version v LEFT JOIN place p ON p.id = v.place_id WHERE p.id IS NULL"
        )
        assert cursor.fetchone() == (0,)
