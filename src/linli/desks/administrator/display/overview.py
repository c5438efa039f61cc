"""What can be changed: by section, found by words and by how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.overlays import adjustable, listing
from linli.engines.overlays.adjustable import Adjustables
from linli.engines.overlays.checking import Address
from linli.engines.overlays.listing import ItemLine, Marks
from linli.kernel.ui import components as ui

State = Literal["changed", "moved", "draft", "waiting"]
STATES: Mapping[str, tuple[Any, Any]] = {
    "changed": ("running", gettext_lazy("changed here")),
    "moved": ("risk", gettext_lazy("pack updated")),
    "draft": ("new", gettext_lazy("in your draft")),
    "waiting": ("paused", gettext_lazy("proposal waits")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for: words, one section, one way to stand, the code to go on behind."""

    text: str = ""
    section: str = ""
    state: str = ""
    after: str = ""

    def href(self, **changes: str) -> str:
        wanted = {"q": self.text, "section": self.section, "state": self.state} | changes
        return "?" + urlencode({key: value for key, value in wanted.items() if value})


@dataclass(frozen=True, slots=True)
class Standings:
    """Addresses by how they stand."""

    by_state: Mapping[str, frozenset[Address]]

    @classmethod
    def of(cls, marks: Marks, *, drafted: frozenset[Address], waiting: frozenset[Address]) -> "Standings":
        return cls({"changed": marks.changed, "moved": marks.moved, "draft": drafted, "waiting": waiting})

    def among(self, state: str) -> frozenset[Address] | None:
        """None where the state narrows nothing."""
        return self.by_state.get(state)

    def badges(self, address: Address) -> list[ui.Badge]:
        """A moved item is a changed one: that is not said twice."""
        found = [state for state, addresses in self.by_state.items() if address in addresses]
        told = [state for state in found if state != "changed" or "moved" not in found]
        return [ui.Badge(STATES[state][0], str(STATES[state][1])) for state in told]


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    code: str
    href: str
    pack: str
    badges: Sequence[ui.Badge]


@dataclass(slots=True)
class Group:
    """Items of a section; `more` leads to all of them, or to the next page."""

    section: str
    title: str
    count: int
    rows: list[Row] = field(default_factory=list)
    more: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to narrow the list, or to jump in it."""

    title: str
    href: str
    count: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    groups: Sequence[Group]
    states: Sequence[Link]
    jumps: Sequence[Link]
    next: str = ""


_FIRST = ("matter", "procedure", "form", "notice", "assignment", "code-list")
"""What is changed most stands first; what else there is follows as it was declared."""


def _sections() -> list[Adjustables]:
    place = {section: number for number, section in enumerate(_FIRST)}
    return sorted(adjustable.list_declared(), key=lambda one: place.get(one.section, len(place)))


def build(asked: Asked, standings: Standings) -> Overview:
    """All sections with their first items, or one section page by page."""
    among = standings.among(asked.state)
    counts = listing.count_by_section(text=asked.text, among=among)
    lines, following = _lines(asked, among)
    groups = {
        declared.section: Group(declared.section, str(declared.title), counts[declared.section])
        for declared in _sections()
        if counts.get(declared.section) and asked.section in ("", declared.section)
    }
    for line in lines:
        groups[line.section].rows.append(_row(line, standings))
    for group in groups.values():
        if not asked.section and group.count > len(group.rows):
            group.more = asked.href(section=group.section)
    return Overview(
        [group for group in groups.values() if group.rows], _states(asked, standings), _jumps(asked, counts),
        following,
    )  # fmt: skip


def _lines(asked: Asked, among: frozenset[Address] | None) -> tuple[list[ItemLine], str]:
    """The lines, and where the next page begins."""
    if not asked.section:
        return listing.list_first(text=asked.text, among=among), ""
    found = listing.list_section(asked.section, text=asked.text, among=among, after=asked.after)
    shown = found[: listing.PAGE]
    return shown, asked.href(after=shown[-1].code) if len(found) > listing.PAGE else ""


def _row(line: ItemLine, standings: Standings) -> Row:
    address = (line.section, line.code)
    href = reverse("administrator:item", args=address)
    return Row(line.title, line.code, href, f"{line.pack} {line.version}", standings.badges(address))


def _states(asked: Asked, standings: Standings) -> list[Link]:
    """Every way to stand that something stands in; the chosen one leads back."""
    return [
        Link(
            str(word), asked.href(state="" if state == asked.state else state, section=""),
            len(standings.by_state[state]), state == asked.state,
        )
        for state, (_badge, word) in STATES.items()
        if standings.by_state[state] or state == asked.state
    ]  # fmt: skip


def _jumps(asked: Asked, counts: Mapping[str, int]) -> list[Link]:
    found = [
        Link(
            str(declared.title), asked.href(section=declared.section), counts[declared.section],
            declared.section == asked.section,
        )
        for declared in _sections()
        if counts.get(declared.section)
    ]  # fmt: skip
    everything = Link(_("All"), asked.href(section=""), sum(counts.values()), not asked.section)
    return [everything, *found]
