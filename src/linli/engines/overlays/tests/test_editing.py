"""What is typed goes where it belongs, and a fault stands at its field."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from linli.engines.overlays import adjustable
from linli.engines.overlays.editing import Edited, edit
from linli.engines.overlays.kinds import Kind, Unreadable
from linli.engines.packs import sections
from linli.engines.packs.differences import differences
from linli.engines.packs.words import tell

CONTENT: dict[str, Any] = {
    "code": "allowance",
    "title": "高龄津贴",
    "aliases": ["老人补贴"],
    "kind": "money",
    "limit": {"workdays": 20},
}
WORDS: dict[str, Any] = {
    "code": "kinds",
    "title": "种类",
    "entries": [{"code": "money", "label": "发钱"}, {"code": "paper", "label": "发证"}],
}


def type_in(section: str, content: Any, typed: dict[str, str]) -> Edited:
    return edit(adjustable.get(section), model(section), content, typed)


def model(section: str) -> type[BaseModel]:
    return sections.get(section).model


def test_what_is_shown_and_sent_back_changes_nothing() -> None:
    for section, content in (("service", CONTENT), ("words", WORDS)):
        leaves = adjustable.list_leaves(adjustable.get(section), model(section), content)
        assert type_in(section, content, {leaf.name: leaf.shown for leaf in leaves}).content == content


def test_texts_become_values() -> None:
    edited = type_in(
        "service",
        CONTENT,
        {
            "title": " 长寿津贴 ",
            "aliases": "甲\r\n\r\n乙",
            "limit": "30 个自然日",
            "fee": "１０",
            "open": "是",
        },
    )
    assert edited.faults == {}
    assert edited.content == CONTENT | {
        "title": "长寿津贴",
        "aliases": ["甲", "乙"],
        "limit": {"days": 30},
        "fee": 10,
        "open": True,
    }


def test_every_unreadable_text_is_named_and_the_rest_is_kept() -> None:
    edited = type_in("service", CONTENT, {"title": "", "limit": "20天", "fee": "十", "summary": "按月"})
    assert sorted(edited.faults) == ["fee", "limit", "title"]
    assert edited.content["summary"] == "按月"


def test_members_are_changed_added_and_taken_away() -> None:
    edited = type_in(
        "words",
        WORDS,
        {
            "entries/code=money/label": "发现金",
            "entries/code=paper/-": "是",
            "entries/+0/code": "card",
            "entries/+0/label": "发卡",
        },
    )
    assert edited.content["entries"] == [
        {"code": "money", "label": "发现金"},
        {"code": "card", "label": "发卡"},
    ]
    assert edited.name_at(("entries", 1, "label")) == "entries/+0/label"
    assert edited.name_at(("entries", 0, "label")) == "entries/code=money/label"


def test_half_a_new_member_is_a_fault_at_its_blank_half() -> None:
    assert list(type_in("words", WORDS, {"entries/+0/label": "发卡"}).faults) == ["entries/+0/code"]
    assert list(type_in("words", WORDS, {"entries/+0/code": "card"}).faults) == ["entries/+0/label"]


def test_a_difference_is_told_with_its_heading() -> None:
    changed = type_in("words", WORDS, {"entries/code=money/label": "发现金"}).content
    (found,) = differences(WORDS, changed)
    told = tell(found, adjustable.get("words"), WORDS, changed)
    assert (told.what, told.old, told.new) == ("代码「发现金」 · 叫法", "发钱", "发现金")


@given(st.integers(-(10**9), 10**9))
def test_a_number_is_read_as_it_is_shown(value: int) -> None:
    kind = Kind("number")
    assert kind.read(kind.show(value)) == value


@pytest.mark.parametrize("text", ["十", "1.2.3", "12个", "1e5", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Kind("number").read(text)


@pytest.mark.parametrize("unit", ["workdays", "days", "hours"])
@given(number=st.integers(1, 9999))
def test_a_term_is_read_as_it_is_shown(unit: str, number: int) -> None:
    kind = Kind("term")
    assert kind.read(kind.show({unit: number})) == {unit: number}
