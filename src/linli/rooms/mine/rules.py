"""Folding what one office did on one day into one line. Pure."""

from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import TypeVar

Entry = TypeVar("Entry")


def fold(entries: Sequence[Entry], *, by: Callable[[Entry], Hashable | None]) -> list[list[Entry]]:
    """Neighbours with the same `by` in one group, in their order; what has None stands alone."""
    keyed = ((by(entry), index, entry) for index, entry in enumerate(entries))
    groups = groupby(keyed, key=lambda one: (one[0], None if one[0] is not None else one[1]))
    return [[entry for _key, _index, entry in group] for _key, group in groups]


def cut(groups: list[list[Entry]], *, most: int, ended: bool) -> tuple[list[list[Entry]], bool]:
    """The groups of one page, and whether there are more. A last group that may go on (`ended` is false) waits for the
    next page, unless it is the only one."""
    whole = groups if ended or len(groups) < 2 else groups[:-1]
    return whole[:most], len(whole) > most or not ended
