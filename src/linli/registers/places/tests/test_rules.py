import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.registers.places import rules
from linli.registers.places.rules import Position


@given(st.sampled_from(rules.SCOPED_LEVELS), st.integers(min_value=1, max_value=10**9))
def test_a_scope_can_be_read_back(level: str, place_id: int) -> None:
    assert rules.parse_scope(rules.scope(level, place_id)) == (level, place_id)


@pytest.mark.parametrize("text", ["", "town", "town:", "town:-1", "village:3", "town:1:2", "*"])
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="scope"):
        rules.parse_scope(text)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("53", "province", ""),
        ("5323", "city", "53"),
        ("532301", "county", "5323"),
        ("532301101", "town", "532301"),
        ("532301101001", "community", "532301101"),
        ("532301101001008", "grid", "532301101001"),
    ],
)
def test_a_code_tells_its_level_and_its_parent(code: str, level: str, parent: str) -> None:
    assert rules.level_of_code(code) == level
    assert rules.parent_code(code) == parent


@pytest.mark.parametrize("code", ["", "5", "532", "53230", "53230A", "5323011010010080"])
def test_other_digits_are_no_code(code: str) -> None:
    with pytest.raises(ValueError, match="division code"):
        rules.level_of_code(code)


def test_a_position_has_the_scopes_of_its_ancestors_only() -> None:
    town = Position(9, "town", province=1, city=2, county=3, town=9, community=None, grid=None)
    assert town.scope_at("county") == "county:3"
    assert town.columns() == {"county": 3, "town": 9, "community": None, "grid": None}
    with pytest.raises(LookupError):
        town.scope_at("community")


def test_a_full_name_leaves_out_drawers_and_repetitions() -> None:
    assert rules.join_name("天津市", "city", "市辖区", "天津市") == "天津市"
    assert rules.join_name("广东省东莞市", "county", "东莞市", "东莞市") == "广东省东莞市"
    assert (
        rules.join_name("云南省楚雄彝族自治州", "county", "楚雄市", "楚雄彝族自治州")
        == "云南省楚雄彝族自治州楚雄市"
    )
