"""Whatever a newer pack says: every local change is in the merged content, or somebody is asked about it."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.overlays.actions import take_ours
from linli.engines.overlays.refusals import NothingChanged
from linli.engines.packs.differences import ABSENT, ORDER, Difference, differences, look_up, three_way
from tests.support.drawing import examples

VALUE = st.integers(0, 3) | st.sampled_from(["甲", "乙", ""]) | st.booleans() | st.none()
MEMBER = st.fixed_dictionaries(
    {"code": st.sampled_from("abcd")},
    optional={"label": VALUE, "limit": st.fixed_dictionaries({"days": VALUE})},
)
MEMBERS = st.lists(MEMBER, max_size=4, unique_by=lambda member: member["code"])
PARTS = st.lists(st.fixed_dictionaries({"title": VALUE, "fields": MEMBERS}), max_size=2)
CONTENT = st.fixed_dictionaries(
    {"title": VALUE},
    optional={"rows": MEMBERS, "parts": PARTS, "lines": st.lists(VALUE, max_size=2), "more": VALUE},
)


def same(one: Any, other: Any) -> bool:
    return not differences({"": one}, {"": other})


def under(path: tuple[str, ...], places: list[tuple[str, ...]]) -> bool:
    """Whether somebody is asked about this path: a conflict is there, above it or below it."""
    return any(
        all(a == b or a.startswith("#") != b.startswith("#") for a, b in zip(path, place, strict=False))
        for place in places
    )


def is_kept(change: Difference, merged: Any) -> bool:
    if change.is_order:
        return True  # told apart below: the members themselves are changes of their own
    found = look_up(merged, change.path)
    return found is ABSENT if change.new is ABSENT else found is not ABSENT and same(found, change.new)


@settings(max_examples=examples(100))
@given(old=CONTENT, new=CONTENT, ours=CONTENT)
def test_a_local_change_is_merged_or_asked_about(old: Any, new: Any, ours: Any) -> None:
    merge = three_way(old, new, ours)
    asked = [conflict.path for conflict in merge.conflicts]
    lost = [
        change
        for change in differences(old, ours)
        if not is_kept(change, merge.content) and not under(change.path, asked)
    ]
    assert lost == []


@settings(max_examples=examples(100))
@given(old=CONTENT, new=CONTENT, ours=CONTENT)
def test_nothing_of_the_pack_is_lost_either(old: Any, new: Any, ours: Any) -> None:
    merge = three_way(old, new, ours)
    asked = [conflict.path for conflict in merge.conflicts]
    lost = [
        change
        for change in differences(old, new)
        if not is_kept(change, merge.content) and not under(change.path, asked)
    ]
    assert lost == []


@settings(max_examples=examples(75))
@given(old=CONTENT, new=CONTENT, ours=CONTENT)
def test_choosing_ours_everywhere_gives_our_side_of_every_conflict(old: Any, new: Any, ours: Any) -> None:
    merge = three_way(old, new, ours)
    try:
        content = take_ours(merge.content, list(merge.conflicts))
    except NothingChanged:
        return  # the new version has no place for it, and says so
    for conflict in merge.conflicts:
        if conflict.path[-1:] != (ORDER,):
            found = look_up(content, conflict.path)
            assert found is conflict.ours or same(found, conflict.ours)
