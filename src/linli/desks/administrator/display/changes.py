"""Differences in words: of a proposal, and of an upgrade from three sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from linli.desks.administrator.display.kept import KeptVersion, tell_rest
from linli.desks.administrator.display.lists import declared_of, title_of
from linli.engines.overlays import queries
from linli.engines.overlays.models import Change
from linli.engines.overlays.queries import Standing
from linli.engines.packs import words
from linli.engines.packs.differences import Conflict, Json, differences
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


def show_change(
    change: Change,
    *,
    editable: bool,
    droppable: bool = False,
    kept: Sequence[KeptVersion] = (),
    shifts: Sequence[str] = (),
) -> ChangeShown:
    declared = declared_of(change.section)
    old, new = change.replaces.content, queries.target_of(change) or {}
    address = (change.section, change.code)
    return ChangeShown(
        *address,
        title_of(new, change.code),
        str(declared.title) if declared else change.section,
        [
            words.tell(found, declared or names_of(change.section), old, new)
            for found in differences(old, new)
        ],
        reverse("administrator:item", args=address) if editable and declared else "",
        reverse("administrator:preview", args=[change.proposal_id, *address])
        if change.section in PREVIEWED and change.proposal.state in UNDECIDED
        else "",
        kept,
        tell_rest(change.section) if change.proposal.state in UNDECIDED else "",
        change.content is None,
        droppable,
        shifts,
    )


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
    names = declared_of(section) or names_of(section)
    clashes = standing.merge().conflicts
    rows = [_clash_row(clash, names, (old, new, ours)) for clash in clashes]
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
        rows.append(
            ThreeWayRow(
                "/".join(path),
                told,
                words.tell_value(was),
                words.tell_value(now),
                words.tell_value(own),
                False,
                "pack" if path in theirs else "ours",
            )
        )
    return rows


def _clash_row(clash: Conflict, names: words.Names, contents: tuple[Json, ...]) -> ThreeWayRow:
    return ThreeWayRow(
        "/".join(clash.path),
        words.tell_path(clash.path, names, *contents),
        words.tell_value(clash.base),
        words.tell_value(clash.theirs),
        words.tell_value(clash.ours),
        True,
    )
