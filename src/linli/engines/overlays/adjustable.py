"""What a city may change of an item, as each section declares it, and where it stands in one content. Pure.

A pattern leads through keys and, by `*`, through the members of lists: `papers.*.title`. What is not declared is
shown and not changed: codes, references, the structure of procedures.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from pydantic import BaseModel

from linli.engines.overlays.kinds import Json, Kind, kind_of
from linli.engines.packs.differences import IDENTITIES, Path
from linli.engines.packs.names import names_of
from linli.engines.packs.words import name_of_member

Text = str | Promise


def _always(holder: Json) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One thing that may be changed. `long` texts get several lines; `words` are (value as JSON writes it, word) of a
    choice. It is there only where what holds it `fits`; with `if_set` only where it is set, and then it cannot be
    emptied: taking it away would change the way of a case."""

    pattern: str
    label: Text
    long: bool = False
    hint: Text = ""
    words: tuple[tuple[str, Text], ...] = ()
    fits: Callable[[Json], bool] = _always
    if_set: bool = False

    def kind_in(self, model: type[BaseModel]) -> Kind:
        """Raises KeyError where the model has nothing at the pattern."""
        kind = kind_of(model, tuple(self.pattern.split(".")))
        kind = replace(kind, needed=True) if self.if_set else kind
        return kind.with_words({value: str(word) for value, word in self.words}) if self.words else kind


@dataclass(frozen=True, slots=True)
class Rows:
    """Members of a list, under the heading `label`. Where `open`, members may be added and taken away; `keys` are
    then what a new one needs besides what is adjustable; `new_first` where the first that fits decides. `named` calls a
    member that has no name of its own."""

    pattern: str
    label: Text
    open: bool = False
    new_first: bool = False
    keys: tuple[tuple[str, Text], ...] = ()
    named: Callable[[Json], str] = name_of_member


@dataclass(frozen=True, slots=True)
class Locked:
    """What is shown and cannot be changed here, and the sentence that says why."""

    key: str
    label: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Adjustables:
    """All of one section. `title` names the section («办事事项»), `name` the key that names an item."""

    section: str
    title: Text
    fields: tuple[Adjustable, ...]
    rows: tuple[Rows, ...] = ()
    locked: tuple[Locked, ...] = ()
    name: str = "title"

    def label(self, pattern: str) -> str:
        """What the page calls a key; what it does not show is called as in the pack."""
        said = [str(field.label) for field in self.fields if field.pattern == pattern]
        said += [str(locked.label) for locked in self.locked if locked.key == pattern]
        return said[0] if said else names_of(self.section).label(pattern)

    def member(self, pattern: str) -> str:
        """What one member of the list at `pattern` is called."""
        rows = self.rows_at(pattern)
        return str(rows.label) if rows else names_of(self.section).member(pattern)

    def rows_at(self, pattern: str) -> Rows | None:
        return next((rows for rows in self.rows if rows.pattern == pattern), None)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of one content: `path` leads to it, `under` names the members of lists on the way."""

    path: Path
    what: Adjustable
    kind: Kind
    value: Json
    under: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return "/".join(self.path)

    @property
    def shown(self) -> str:
        return self.kind.show(self.value)


_DECLARED: dict[str, Adjustables] = {}


def register(declared: Adjustables) -> None:
    """Declare what may be changed of a section; again replaces it."""
    _DECLARED[declared.section] = declared


def get(section: str) -> Adjustables:
    """Raises KeyError for a section of which nothing may be changed here."""
    return _DECLARED[section]


def list_declared() -> list[Adjustables]:
    """In the order of declaration."""
    return list(_DECLARED.values())


def list_leaves(declared: Adjustables, model: type[BaseModel], content: Json) -> list[Leaf]:
    """Everything of this content that may be changed, member by member, in the order of the declaration."""
    leaves: list[Leaf] = []
    seen: set[str] = set()
    for field in declared.fields:
        head = _list_of(field.pattern)
        if not head:
            leaves.extend(_leaves(declared, model, content, (field,)))
        elif head not in seen:
            seen.add(head)
            group = tuple(f for f in declared.fields if _list_of(f.pattern) == head)
            leaves.extend(_leaves(declared, model, content, group))
    return leaves


def _list_of(pattern: str) -> str:
    """The outermost list that a pattern leads through, empty if none."""
    return pattern.partition(".*")[0] if ".*" in pattern else ""


def _leaves(
    declared: Adjustables, model: type[BaseModel], content: Json, fields: Sequence[Adjustable]
) -> Iterator[Leaf]:
    """Member by member: all fields of the first, then all of the second, inner lists after what is beside them."""
    todo = [(field, tuple(field.pattern.split("."))) for field in fields]
    yield from _walk(model, content, todo, (), (), 0, declared)


def _walk(
    root: type[BaseModel],
    content: Json,
    todo: list[tuple[Adjustable, tuple[str, ...]]],
    path: Path,
    under: tuple[str, ...],
    depth: int,
    declared: Adjustables,
) -> Iterator[Leaf]:
    inner: dict[tuple[str, ...], list[tuple[Adjustable, tuple[str, ...]]]] = {}
    for field, pattern in todo:
        rest = pattern[depth:]
        if "*" in rest:
            head = rest[: rest.index("*")]
            inner.setdefault(head, []).append((field, pattern))
            continue
        holder = reach(content, rest[:-1])
        if not isinstance(holder, dict) or not field.fits(holder):
            continue
        value = holder.get(rest[-1])
        if value is not None or not field.if_set:
            yield Leaf((*path, *rest), field, field.kind_in(root), value, under)
    for head, fields in inner.items():
        members = reach(content, head)
        for index, member in enumerate(members if isinstance(members, list) else []):
            words = (*under, _member_words(declared, fields[0][1][: depth + len(head)], member, index))
            step = step_of(member, index)
            yield from _walk(
                root, member, fields, (*path, *head, step), words, depth + len(head) + 1, declared
            )


def _member_words(declared: Adjustables, pattern: tuple[str, ...], member: Json, index: int) -> str:
    rows = declared.rows_at(".".join(pattern))
    name = (rows.named if rows else name_of_member)(member) or str(index + 1)
    return f"{rows.label}「{name}」" if rows else f"「{name}」"


def step_of(member: Json, index: int) -> str:
    """How a path names a member of a list: by its identity, else by its place."""
    for key in IDENTITIES:
        if isinstance(member, dict) and isinstance(member.get(key), str):
            return f"{key}={member[key]}"
    return f"#{index}"


def reach(content: Json, path: Sequence[str]) -> Json:
    """What stands at `path`, or None; `#2` is the third member of a list."""
    for step in path:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list):
            content = next((m for i, m in enumerate(content) if step in (step_of(m, i), f"#{i}")), None)
        else:
            return None
    return content


def put(content: Json, path: Path, value: Json) -> Json:
    """A copy of the content with the value at `path`; None takes the key away."""
    changed = deepcopy(content)
    holder: Any = reach(changed, path[:-1])
    if value is None:
        holder.pop(path[-1], None)
    else:
        holder[path[-1]] = value
    return changed
