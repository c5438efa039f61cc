"""Differences in words: of a proposal, and of an upgrade from three sides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.urls import reverse

from linli.desks.administrator.display.kept import KeptVersion, tell_rest
from linli.desks.administrator.display.lists import declared_of, title_of
from linli.engines.overlays import queries
from linli.engines.overlays.adjustable import Adjustables
from linli.engines.overlays.models import Change
from linli.engines.overlays.queries import Standing
from linli.engines.packs import words
from linli.engines.packs.differences import Conflict, Difference, Json, Path, differences
from linli.engines.packs.names import names_of


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One item of a proposal: where it leads, what changes, and who is not touched."""

    section: str
    code: str
    title: str
    what: str
    rows: Sequence[words.Told]
    href: str = ""
    preview: str = ""
    kept: Sequence[KeptVersion] = ()
    rest: str = ""
    gives_back: bool = False
    droppable: bool = False
    shifts: Sequence[str] = ()
    advice: Sequence[str] = ()


def show_change(
    change: Change,
    *,
    editable: bool,
    droppable: bool = False,
    kept: Sequence[KeptVersion] = (),
    shifts: Sequence[str] = (),
    advice: Sequence[str] = (),
) -> ChangeShown:
    declared = declared_of(change.section)
    old, new = change.replaces.content, queries.target_of(change) or {}
    address = (change.section, change.code)
    return ChangeShown(
        *address,
        title_of(new, change.code),
        str(declared.title) if declared else change.section,
        [_tell(found, change.section, declared, old, new) for found in differences(old, new)],
        reverse("administrator:item", args=address) if editable and declared else "",
        reverse("administrator:preview", args=[change.proposal_id, *address])
        if change.section in PREVIEWED and change.proposal.state in UNDECIDED
        else "",
        kept,
        tell_rest(change.section) if change.proposal.state in UNDECIDED else "",
        change.content is None,
        droppable,
        shifts,
        advice,
    )


def _teller(path: Path, declared: Adjustables | None) -> Callable[[Json], str]:
    """How values at this path are said: one that is chosen by a word is told by it, «社区经办人» and not «clerk»."""
    pattern = ".".join("*" if "=" in step or step.startswith("#") else step for step in path)
    fields = declared.fields if declared else ()
    named = {value: str(word) for one in fields if one.pattern == pattern for value, word in one.words}
    return lambda value: named.get(str(value)) or words.tell_value(value)


def _tell(found: Difference, section: str, declared: Adjustables | None, old: Json, new: Json) -> words.Told:
    told, tell = words.tell(found, declared or names_of(section), old, new), _teller(found.path, declared)
    if tell(found.old) == words.tell_value(found.old) and tell(found.new) == words.tell_value(found.new):
        return told
    return replace(told, old=tell(found.old), new=tell(found.new))


PREVIEWED = frozenset({"matter", "form", "assignment"})
"""Sections of which it can be seen what a proposal would do."""
UNDECIDED = frozenset({"draft", "submitted", "returned"})


@dataclass(frozen=True, slots=True)
class ThreeWayRow:
    """One path of an upgrade: what the pack said, what it says now, what the city says; `clash` where one has to
    choose, otherwise the side that is `taken`."""

    key: str
    what: str
    was: str
    now: str
    ours: str
    clash: bool
    taken: Literal["", "pack", "ours"] = ""


def list_three_ways(standing: Standing) -> list[ThreeWayRow]:
    """Everything that the pack or the city has changed since, conflicts first."""
    if standing.made_from is None or standing.base is None:
        return []
    old, new, ours = standing.made_from.content, standing.base.content, standing.effective.content
    section = standing.effective.section
    declared = declared_of(section)
    names = declared or names_of(section)
    clashes = standing.merge().conflicts
    rows = [_clash_row(clash, declared, names, (old, new, ours)) for clash in clashes]
    seen = {clash.path for clash in clashes}
    theirs = {found.path: found for found in differences(old, new)}
    mine = {found.path: found for found in differences(old, ours)}
    for path in dict.fromkeys([*theirs, *mine]):
        if any(path[: len(clash)] == clash for clash in seen):
            continue
        told = words.tell_path(path, names, new, ours, old)
        was = (theirs.get(path) or mine[path]).old
        now = theirs[path].new if path in theirs else was
        own = mine[path].new if path in mine else was
        say = _teller(path, declared)
        rows.append(
            ThreeWayRow(
                "/".join(path),
                told,
                say(was),
                say(now),
                say(own),
                False,
                "pack" if path in theirs else "ours",
            )
        )
    return rows


def _clash_row(
    clash: Conflict, declared: Adjustables | None, names: words.Names, contents: tuple[Json, ...]
) -> ThreeWayRow:
    say = _teller(clash.path, declared)
    return ThreeWayRow(
        "/".join(clash.path),
        words.tell_path(clash.path, names, *contents),
        say(clash.base),
        say(clash.theirs),
        say(clash.ours),
        True,
    )
