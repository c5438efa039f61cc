"""Folding neighbours into one line, and cutting pages without tearing a line."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linli.rooms.mine.rules import cut, fold

ENTRIES = st.lists(st.sampled_from(["", "a", "b"]), max_size=40)


@given(ENTRIES)
def test_nothing_is_lost_doubled_or_moved(entries: list[str]) -> None:
    assert [one for group in fold(entries, by=lambda one: one or None) for one in group] == entries


@given(ENTRIES)
def test_neighbours_that_are_alike_are_together_and_nobody_else(entries: list[str]) -> None:
    groups = fold(entries, by=lambda one: one or None)
    assert all(len(set(group)) == 1 for group in groups)
    assert all(len(group) == 1 for group in groups if not group[0])
    assert all(not (one[-1] and one[-1] == two[0]) for one, two in pairwise(groups))


@given(ENTRIES, st.integers(1, 6), st.integers(1, 12))
def test_pages_one_after_the_other_tell_every_entry_once(entries: list[str], most: int, batch: int) -> None:
    told: list[str] = []
    pages = 0
    while True:
        rest = entries[len(told) :]
        groups, more = cut(fold(rest[:batch], by=lambda one: one or None), most=most, ended=len(rest) < batch)
        told += [one for group in groups for one in group]
        pages += 1
        if not more:
            break
        assert groups or not rest
        if not rest:
            break
    assert told == entries
    assert pages <= len(entries) + 2


@given(ENTRIES, st.integers(1, 6))
def test_a_line_is_torn_only_where_it_alone_fills_the_batch(entries: list[str], batch: int) -> None:
    groups, _more = cut(fold(entries[:batch], by=lambda one: one or None), most=99, ended=False)
    if len(groups) > 1:
        last = len([one for group in groups for one in group])
        assert not (entries[last - 1] and entries[last : last + 1] == entries[last - 1 : last])
