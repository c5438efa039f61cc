"""Items with how they stand, proposals with what happened to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.overlays import adjustable, queries
from linli.engines.overlays.adjustable import Adjustables
from linli.engines.overlays.models import Proposal, ProposalStep
from linli.engines.overlays.queries import Standing
from linli.engines.packs.differences import Json
from linli.kernel import clock
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment

STATES = {
    "draft": gettext_lazy("being written"),
    "submitted": gettext_lazy("waits for a second person"),
    "approved": gettext_lazy("in force"),
    "returned": gettext_lazy("returned"),
    "withdrawn": gettext_lazy("withdrawn"),
}
_BADGES: Mapping[str, Any] = {
    "draft": "new",
    "submitted": "running",
    "approved": "done",
    "returned": "risk",
    "withdrawn": "paused",
}
VERBS = {
    "open": gettext_lazy("began to write"),
    "submit": gettext_lazy("submitted"),
    "approve": gettext_lazy("approved: it is in force"),
    "return": gettext_lazy("returned"),
    "reopen": gettext_lazy("took it up again"),
    "withdraw": gettext_lazy("withdrew"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    title: str
    code: str
    href: str
    pack: str
    badges: Sequence[ui.Badge]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemGroup:
    title: str
    rows: Sequence[ItemRow]


def title_of(content: Json, code: str) -> str:
    return str(content.get("title") or code) if isinstance(content, dict) else code


def declared_of(section: str) -> Adjustables | None:
    try:
        return adjustable.get(section)
    except KeyError:
        return None


def list_groups(drafted: set[tuple[str, str]]) -> list[ItemGroup]:
    """Every section of which something may be changed, with its items and how they stand."""
    waiting = queries.open_addresses()
    standings = queries.list_standings()
    groups = [
        ItemGroup(
            str(declared.title),
            [
                _row(standing, (declared.section, standing.effective.code), waiting, drafted)
                for standing in standings
                if standing.effective.section == declared.section
            ],
        )
        for declared in adjustable.list_declared()
    ]
    return [group for group in groups if group.rows]


def _row(
    standing: Standing,
    address: tuple[str, str],
    waiting: set[tuple[str, str]],
    drafted: set[tuple[str, str]],
) -> ItemRow:
    item = standing.effective
    badges = []
    if standing.moved:
        badges.append(ui.Badge("risk", _("pack updated")))
    elif standing.changed:
        badges.append(ui.Badge("running", _("changed here")))
    if address in waiting:
        badges.append(ui.Badge("paused", _("proposal waits")))
    if address in drafted:
        badges.append(ui.Badge("new", _("in your draft")))
    source = standing.made_from or item
    return ItemRow(
        title_of(item.content, item.code),
        item.code,
        reverse("administrator:item", args=address),
        f"{source.pack.title} {source.pack.version}",
        badges,
    )


def badge_of(proposal: Proposal) -> ui.Badge:
    return ui.Badge(_BADGES[proposal.state], str(STATES[proposal.state]))


def timeline(steps: Iterable[ProposalStep]) -> ui.Timeline:
    """Newest first: who did what, in which office, and what was written."""
    today = clock.today()
    return ui.Timeline(
        [
            ui.Trace(
                format_moment(step.at, today=today),
                str(VERBS[step.verb]),
                " · ".join(part for part in (step.by.name, step.office) if part),
                step.note,
                iso=step.at.isoformat(),
            )
            for step in reversed(list(steps))
        ]
    )
