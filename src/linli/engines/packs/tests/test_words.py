"""One way to say a difference, for pages and for the terminal."""

from typing import Any

import pytest

from linli.engines.packs.differences import ABSENT, Difference, differences
from linli.engines.packs.names import MANIFEST, names_of
from linli.engines.packs.words import NoNames, tell, tell_path, tell_value

OLD: dict[str, Any] = {
    "title": "津贴",
    "states": [
        {"code": "received", "title": "已收件", "limit": {"workdays": 5}},
        {"code": "closed", "title": "办结", "limit": None},
    ],
    "escalation": [{"after": {"days": 1}}, {"after": {"days": 2}}],
}


@pytest.fixture(autouse=True)
def _sections(settings: Any) -> None:
    """Instead of the small cast: what the apps declare; in Chinese."""
    settings.LANGUAGE_CODE = "zh-hans"


def lines(new: dict[str, Any], section: str = "procedure") -> list[str]:
    return [tell(found, names_of(section), OLD, new).line for found in differences(OLD, new)]


def test_a_member_is_named_by_its_title_and_a_key_by_its_chinese_name() -> None:
    states = [{**OLD["states"][0], "limit": {"workdays": 3}}, OLD["states"][1]]
    assert lines({**OLD, "states": states}) == ["~ 状态「已收件」 · 本步时限: 5个工作日 → 3个工作日"]


def test_a_member_without_a_name_is_told_by_its_place() -> None:
    rungs = [OLD["escalation"][0], {"after": {"days": 3}}]
    assert lines({**OLD, "escalation": rungs}) == ["~ 催办第2项 · 到期后: 2个自然日 → 3个自然日"]


def test_what_is_new_and_what_is_gone_have_their_signs() -> None:
    states = [OLD["states"][1], {"code": "new", "title": "核查"}]
    assert lines({**OLD, "states": states}) == [
        "− 状态「已收件」: 已收件（received）",
        "+ 状态「核查」: 核查（new）",
    ]


def test_members_that_change_places_are_told_in_one_line() -> None:
    assert lines({**OLD, "states": OLD["states"][::-1]}) == [
        "~ 状态 · 先后顺序: received、closed → closed、received"
    ]


def test_of_a_list_only_what_came_and_went_is_told_in_the_line() -> None:
    told = tell(Difference(("aliases",), ["甲", "乙"], ["乙", "丙"]), names_of("matter"), {}, {})
    assert told.line == "~ 别的叫法: − 甲; + 丙"
    assert (told.old, told.new) == ("甲\n乙", "乙\n丙")


def test_keys_that_nothing_names_stand_as_they_are(settings: Any) -> None:
    assert tell_path(("states", "code=closed", "limit"), NoNames(), OLD) == "states · 「办结」 · limit"
    assert tell_path((), NoNames()) == "全部内容"


def test_in_english_keys_are_words_already(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    assert tell_path(("states", "code=closed", "limit"), names_of("procedure"), OLD).endswith(" · limit")


def test_the_manifest_has_names_too() -> None:
    assert names_of(MANIFEST).label("depends.*.at_least") == "最低版本"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (ABSENT, "（空）"),
        (True, "是"),
        ({"hours": 2}, "2个工作小时"),
        ([{"code": "a", "label": "甲"}, {"code": "b"}], "甲（a）\ncode：b"),
        (3.5, "3.5"),
    ],
)
def test_values_are_told_for_people(value: Any, told: str) -> None:
    assert tell_value(value) == told
