from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.engines.packs.differences import (
    ABSENT,
    Difference,
    apply,
    differences,
    look_up,
    three_way,
)

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "b", "order", "code=a"])
keys = st.sampled_from(["code", "id", "title", "limit", "order", "steps"])


def _children(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    member = st.builds(
        lambda code, rest: {**rest, "code": code},
        st.sampled_from(["a", "b", "c", "d=e", ""]),
        st.dictionaries(keys, inner, max_size=3),
    )
    coded = st.lists(member, max_size=4, unique_by=lambda one: one["code"])
    return coded | st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)


contents = st.recursive(scalars, _children, max_leaves=12)


def flow(*states: tuple[str, int], **more: Any) -> dict[str, Any]:
    return {"code": "f", "states": [{"code": code, "limit": limit} for code, limit in states], **more}


@given(contents, contents)
def test_the_differences_turn_the_old_into_the_new(old: Any, new: Any) -> None:
    assert apply(old, differences(old, new)) == new


@given(contents)
def test_what_says_the_same_does_not_differ(content: Any) -> None:
    assert differences(content, content) == []


@given(contents, contents)
def test_without_a_change_of_ours_the_new_base_stands(old: Any, new: Any) -> None:
    merge = three_way(old, new, old)
    assert (merge.content, merge.conflicts) == (new, ())


@given(contents, contents)
def test_without_a_change_of_the_base_ours_stands(old: Any, ours: Any) -> None:
    merge = three_way(old, old, ours)
    assert (merge.content, merge.conflicts) == (ours, ())


@given(contents, contents)
def test_the_same_change_on_both_sides_is_no_conflict(old: Any, new: Any) -> None:
    merge = three_way(old, new, new)
    assert (merge.content, merge.conflicts) == (new, ())


def may_meet(step: str, other: str) -> bool:
    """A member told by its place and one told by its name can be the same: its name is new."""
    return step == other or step.startswith("#") != other.startswith("#")


@given(contents, contents, contents)
def test_a_conflict_is_told_exactly_where_both_changed_the_same_path_differently(
    old: Any, new: Any, ours: Any
) -> None:
    theirs, mine = differences(old, new), differences(old, ours)
    expected = any(
        all(map(may_meet, m.path, t.path)) and (m.path != t.path or differences(m.new, t.new))
        for m in mine
        for t in theirs
    )
    assert bool(three_way(old, new, ours).conflicts) == expected


@given(contents, contents, contents)
def test_comparing_leaves_all_three_as_they_were(old: Any, new: Any, ours: Any) -> None:
    before = repr((old, new, ours))
    three_way(old, new, ours)
    assert repr((old, new, ours)) == before


def test_a_path_names_members_by_their_code() -> None:
    old, new = flow(("received", 5), ("accepted", 20)), flow(("received", 5), ("accepted", 15))
    assert differences(old, new) == [Difference(("states", "code=accepted", "limit"), 20, 15)]
    assert look_up(new, ("states", "code=accepted", "limit")) == 15


def test_a_new_member_knows_its_place() -> None:
    old, new = flow(("a", 1), ("c", 1)), flow(("a", 1), ("b", 2), ("c", 1))
    added = Difference(("states", "code=b"), ABSENT, {"code": "b", "limit": 2}, after="code=a")
    assert differences(old, new) == [added]


def test_members_that_change_places_are_told_once() -> None:
    (found,) = differences(flow(("a", 1), ("b", 1), ("c", 1)), flow(("c", 1), ("a", 1), ("b", 1)))
    assert found.is_order
    assert (found.path, found.old, found.new) == (("states", "order"), ["a", "b", "c"], ["c", "a", "b"])


def test_additions_of_both_sides_at_one_place_are_both_kept() -> None:
    old = flow(("a", 1), ("z", 1))
    merge = three_way(old, flow(("a", 1), ("b", 1), ("z", 1)), flow(("a", 1), ("c", 1), ("z", 1)))
    assert merge.conflicts == ()
    assert {state["code"] for state in merge.content["states"]} == {"a", "b", "c", "z"}
    assert merge.content["states"][-1]["code"] == "z"


def test_what_the_base_removes_and_we_change_is_a_conflict() -> None:
    old = flow(("a", 1), ("b", 1))
    merge = three_way(old, flow(("a", 1)), flow(("a", 1), ("b", 9)))
    (conflict,) = merge.conflicts
    assert conflict.path == ("states", "code=b")
    assert (conflict.base, conflict.theirs, conflict.ours) == (
        {"code": "b", "limit": 1},
        ABSENT,
        {"code": "b", "limit": 9},
    )
    assert merge.content == flow(("a", 1))


def test_true_is_not_one() -> None:
    assert differences({"online": 1}, {"online": True}) == [Difference(("online",), 1, True)]


def test_lines_without_a_code_of_their_own_are_one_value() -> None:
    assert differences({"x": ["a"]}, {"x": ["a", "b"]}) == [Difference(("x",), ["a"], ["a", "b"])]


def test_records_without_a_name_are_compared_by_their_place() -> None:
    old = {
        "parts": [{"title": "一", "fields": [{"code": "a", "label": "甲"}]}, {"title": "二", "fields": []}]
    }
    ours = {
        "parts": [{"title": "一", "fields": [{"code": "a", "label": "乙"}]}, {"title": "二", "fields": []}]
    }
    theirs = {"parts": [old["parts"][0], {"title": "三", "fields": []}]}
    (found,) = differences(old, ours)
    assert found.path == ("parts", "#0", "fields", "code=a", "label")
    merge = three_way(old, theirs, ours)
    assert merge.conflicts == ()
    assert merge.content["parts"][0]["fields"][0]["label"] == "乙"
    assert merge.content["parts"][1]["title"] == "三"


def test_a_place_and_a_name_in_one_list_are_a_conflict_not_a_silent_merge() -> None:
    old = {"parts": [{"title": "一"}]}
    named = {"parts": [{"title": "一", "code": "first"}]}
    assert three_way(
        old, {"parts": [{"title": "一"}, {"title": "二"}]}, {"parts": [{"title": "甲"}]}
    ).conflicts
    assert three_way(old, named, {"parts": [{"title": "甲"}]}).content == {
        "parts": [{"title": "甲", "code": "first"}]
    }
