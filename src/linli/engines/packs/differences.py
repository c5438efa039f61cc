"""What differs between two contents, and the three-way comparison of an upgrade. Pure.

A path leads through keys and through members of lists: `("states", "code=accepted", "limit")`. A list whose members
all tell themselves apart by one of `IDENTITIES` is compared member by member; one of equally many nameless records
place by place (`#0`); any other list is one value. The last step `order` tells that members which stay have changed
places.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal

Json = Any
"""What `json` reads and writes: dict with text keys, list, str, int, float, bool, None."""

Path = tuple[str, ...]
IDENTITIES: Final = ("code", "id", "indicator", "day")
ORDER: Final = "order"


class Absence(Enum):
    """Stands where there is no value at all (None is a value)."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absence.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` is ABSENT where something is added, `new` where something is removed. `after` places a new member of a
    list: behind the member of this identity, empty for the front, None where the place says nothing."""

    path: Path
    old: Json | Literal[Absence.ABSENT]
    new: Json | Literal[Absence.ABSENT]
    after: str | None = None

    @property
    def is_order(self) -> bool:
        """Whether members of a list changed places; `old` and `new` are then identities."""
        return len(self.path) > 0 and self.path[-1] == ORDER and self.after == ORDER


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed `path`, each in its own way. Values are ABSENT where a side has removed it."""

    path: Path
    base: Json
    theirs: Json
    ours: Json


@dataclass(frozen=True, slots=True)
class Merge:
    """`content` holds every change of both sides that does not conflict; where they do, that of the new base."""

    content: Json
    conflicts: tuple[Conflict, ...] = ()


class PathMissing(KeyError):
    """The content has nothing at a path that a difference leads through."""


def differences(old: Json, new: Json) -> list[Difference]:
    """What turns `old` into `new`, in the order of `new`; empty if they say the same."""
    return list(_compare((), old, new))


def apply(base: Json, changes: Iterable[Difference]) -> Json:
    """A copy of `base` with the differences made; raises `PathMissing` where `base` lacks a way there."""
    holder = [deepcopy(base)]
    for change in changes:
        _make(holder, change)
    return holder[0]


def look_up(content: Json, path: Sequence[str]) -> Json | Literal[Absence.ABSENT]:
    """What stands at `path`, or ABSENT."""
    for step in path:
        content = _step(content, step)
        if content is ABSENT:
            return ABSENT
    return content


def three_way(base_old: Json, base_new: Json, ours: Json) -> Merge:
    """Our changes of the old base, made to the new one. A conflict is a path, or a path and one inside it, that both
    sides changed differently."""
    theirs = differences(base_old, base_new)
    mine = [
        change for change in differences(base_old, ours) if not any(_same_change(change, t) for t in theirs)
    ]
    clashes = {_shorter(m.path, t.path) for m in mine for t in theirs if _overlap(m.path, t.path)}
    places = sorted(place for place in clashes if not any(_inside(place, other) for other in clashes))
    kept = [change for change in mine if not any(_overlap(change.path, place) for place in places)]
    content, lost = base_new, []
    for change in kept:
        try:
            content = apply(content, [change])
        except PathMissing:
            lost.append(change.path)
    conflicts = (_conflict(place, (base_old, base_new, ours)) for place in [*places, *lost])
    return Merge(deepcopy(content), tuple(conflicts))


def _compare(path: Path, old: Json, new: Json) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _compare((*path, key), old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list) and (identity := _identity(old, new)):
        yield from _compare_members(path, old, new, identity)
    elif _pair_up(old, new):
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _compare((*path, f"#{place}"), before, after)
    elif not _same(old, new):
        yield Difference(path, old, new)


def _compare_members(path: Path, old: list[Json], new: list[Json], identity: str) -> Iterator[Difference]:
    before = {member[identity]: member for member in old}
    after = {member[identity]: member for member in new}
    for name in before:
        if name not in after:
            yield Difference((*path, f"{identity}={name}"), before[name], ABSENT)
    stayed, stays = [name for name in before if name in after], [name for name in after if name in before]
    if stayed != stays:
        yield Difference((*path, ORDER), stayed, stays, after=ORDER)
    previous = ""
    for name, member in after.items():
        place = (*path, f"{identity}={name}")
        if name in before:
            yield from _compare(place, before[name], member)
        else:
            yield Difference(place, ABSENT, member, after=previous)
        previous = f"{identity}={name}"


def _pair_up(old: Json, new: Json) -> bool:
    """Whether both are lists of equally many records."""
    lists = isinstance(old, list) and isinstance(new, list) and len(old) == len(new)
    return lists and all(isinstance(member, dict) for member in [*old, *new])


def _identity(*lists: list[Json]) -> str:
    """The key by which the members of all lists are told apart; empty where there is none."""
    members = [member for one in lists for member in one]
    if not members or not all(isinstance(member, dict) for member in members):
        return ""
    for key in IDENTITIES:
        if all(isinstance(member.get(key), str) for member in members):
            return key if all(len({m[key] for m in one}) == len(one) for one in lists) else ""
    return ""


def _same(one: Json, other: Json) -> bool:
    """Equal as JSON: unlike in Python, true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _make(holder: list[Json], change: Difference) -> None:
    if not change.path:
        holder[0] = deepcopy(change.new)
        return
    parent = look_up(holder[0], change.path[:-1])
    step = change.path[-1]
    if isinstance(parent, list):
        if change.is_order:
            _reorder(parent, change.new)
        else:
            _put_member(parent, step, change)
    elif isinstance(parent, dict):
        _put_key(parent, step, change)
    else:
        raise PathMissing(change.path)


def _put_key(parent: dict[str, Json], key: str, change: Difference) -> None:
    if change.new is ABSENT:
        parent.pop(key, None)
    else:
        parent[key] = deepcopy(change.new)


def _put_member(parent: list[Json], step: str, change: Difference) -> None:
    index = _index(parent, step)
    if change.new is ABSENT:
        if index is not None:
            del parent[index]
    elif index is not None:
        parent[index] = deepcopy(change.new)
    elif change.old is not ABSENT:
        raise PathMissing(change.path)
    else:
        parent.insert(_place(parent, change.after), deepcopy(change.new))


def _place(parent: list[Json], after: str | None) -> int:
    if after == "":
        return 0
    index = _index(parent, after) if after else None
    return len(parent) if index is None else index + 1


def _reorder(parent: list[Json], names: Json) -> None:
    """The members that are named take each other's places; the others stay where they are."""
    identity = _identity(parent)
    if not identity:
        raise PathMissing((ORDER,))
    members = {member[identity]: member for member in parent}
    named = iter([members[name] for name in names if name in members])
    wanted = set(names)
    parent[:] = [next(named) if member[identity] in wanted else member for member in parent]


def _step(content: Json, step: str) -> Json | Literal[Absence.ABSENT]:
    if isinstance(content, dict):
        return content.get(step, ABSENT)
    if isinstance(content, list):
        index = _index(content, step)
        return content[index] if index is not None else ABSENT
    return ABSENT


def _index(members: list[Json], step: str) -> int | None:
    if step.startswith("#") and step[1:].isdecimal():
        return int(step[1:]) if int(step[1:]) < len(members) else None
    key, _equals, name = step.partition("=")
    found = (i for i, member in enumerate(members) if isinstance(member, dict) and member.get(key) == name)
    return next(found, None)


def _same_change(one: Difference, other: Difference) -> bool:
    return one.path == other.path and _same(one.new, other.new)


def _inside(path: Path, other: Path) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def _overlap(one: Path, other: Path) -> bool:
    return all(_meet(step, other_step) for step, other_step in zip(one, other, strict=False))


def _meet(step: str, other: str) -> bool:
    """Whether both lead to the same; a place and a name in one list may (its members got names in one version)."""
    return step == other or step.startswith("#") != other.startswith("#")


def _shorter(one: Path, other: Path) -> Path:
    return min(one, other, key=len)


def _conflict(place: Path, sides: tuple[Json, Json, Json]) -> Conflict:
    base, theirs, ours = (_shown(side, place) for side in sides)
    return Conflict(place, base, theirs, ours)


def _shown(content: Json, path: Path) -> Json:
    """The value at `path`; for an order, the identities of the list as they stand."""
    parent = look_up(content, path[:-1]) if path else ABSENT
    if path and path[-1] == ORDER and isinstance(parent, list):
        identity = _identity(parent)
        return [member[identity] for member in parent] if identity else parent
    return look_up(content, path)
