from collections.abc import Iterable

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from linli.kernel.errors import NotFound
from linli.registers.places import queries
from linli.registers.places.actions import import_divisions
from linli.registers.places.models import Building
from linli.registers.places.queries import get_by_code, within
from linli.registers.places.rules import scope


def found(scopes: Iterable[str]) -> set[str]:
    return set(Building.objects.filter(within(scopes)).values_list("name", flat=True))


@pytest.fixture
def houses(chuxiong: int) -> int:
    """A house in the first two communities of 鹿城镇, in another town, and in 静海区."""
    import_divisions(within="120118")
    for code in ("532301101001", "532301101002", "532301102001", "120118100001"):
        Building.objects.create(name=code, **queries.get_position(code=code).columns())
    return chuxiong


def test_a_position_is_one_question(chuxiong: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        by_code = queries.get_position(code="532301")
    with django_assert_num_queries(1):
        assert queries.get_position(chuxiong) == by_code
    assert (by_code.level, by_code.county, by_code.town) == ("county", chuxiong, None)


def test_a_place_that_is_missing_is_not_found(chuxiong: int) -> None:
    with pytest.raises(NotFound):
        queries.get_by_code("532302")
    with pytest.raises(NotFound):
        queries.get_position(-1)
    with pytest.raises(TypeError):
        queries.get_position(chuxiong, code="532301")


def test_children_are_listed_by_code(
    chuxiong: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        towns = queries.list_children(chuxiong)
    with django_assert_num_queries(2):
        communities = queries.list_children(chuxiong, "community")
    assert (len(towns), len(communities)) == (15, 154)
    assert towns[0].name == "鹿城镇"
    assert [place.code for place in communities] == sorted(place.code for place in communities)


def test_names_come_in_one_question(chuxiong: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    town = get_by_code("532301101").place_id
    with django_assert_num_queries(1):
        assert queries.get_names([chuxiong, town, -1]) == {chuxiong: "楚雄市", town: "鹿城镇"}
    with django_assert_num_queries(0):
        assert queries.get_names([]) == {}


def test_a_path_is_one_question(houses: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    community = get_by_code("532301101001").place_id
    with django_assert_num_queries(1):
        path = queries.get_path_names(community)
    assert [level for _id, level, _name in path] == ["province", "city", "county", "town", "community"]
    assert path[2:4] == [(houses, "county", "楚雄市"), (get_by_code("532301101").place_id, "town", "鹿城镇")]
    tianjin = queries.get_path_names(get_by_code("120118").place_id)
    assert [name for _id, _level, name in tianjin] == ["天津市", "静海区"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("532301101001", {"532301101001"}),
        ("532301101", {"532301101001", "532301101002"}),
        ("532301", {"532301101001", "532301101002", "532301102001"}),
        ("5323", {"532301101001", "532301101002", "532301102001"}),
        ("12", {"120118100001"}),
    ],
)
def test_a_scope_reaches_everything_in_its_place(houses: int, code: str, expected: set[str]) -> None:
    place = get_by_code(code)
    assert found([scope(place.level, place.place_id)]) == expected


def test_scopes_add_up_and_none_match_nothing(houses: int) -> None:
    community = get_by_code("532301102001")
    tianjin = get_by_code("12")
    both = [scope("community", community.place_id), scope("province", tianjin.place_id)]
    assert found(both) == {"532301102001", "120118100001"}
    assert found([]) == set()
    assert len(found(["*"])) == 4


def test_no_scope_asks_no_question(houses: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        found([])
    with django_assert_num_queries(1):
        found([scope("county", houses)])


def test_what_is_no_scope_is_an_error_and_never_everything(houses: int) -> None:
    with pytest.raises(ValueError, match="scope"):
        within(["everything"])


def test_within_can_start_from_a_related_table() -> None:
    assert within(["town:7"], "case__") == Q(case__pk__in=[]) | Q(case__town__in=[7])


def test_a_region_is_named_by_its_county(
    houses: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queries.forget()
    position = queries.get_position(code="532301101001")
    assert queries.get_region_code(position) == "532301"
    with django_assert_num_queries(0):
        queries.get_region_code(position)
    assert queries.get_region_code(queries.get_position(code="12")) == "12"
