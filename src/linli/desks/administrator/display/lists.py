"""Proposals: how they stand, and what happened to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.overlays import adjustable
from linli.engines.overlays.adjustable import Adjustables
from linli.engines.overlays.models import Proposal, ProposalStep
from linli.engines.packs.differences import Json
from linli.kernel import clock
from linli.kernel.actors import Actor
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


def title_of(content: Json, code: str) -> str:
    return str(content.get("title") or code) if isinstance(content, dict) else code


def declared_of(section: str) -> Adjustables | None:
    try:
        return adjustable.get(section)
    except KeyError:
        return None


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


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list; `turn` where this administrator can decide on it."""

    id: int
    reason: str
    who: str
    office: str
    own: bool
    turn: bool
    when: str
    badge: ui.Badge


def list_rows(proposals: Iterable[Proposal], actor: Actor, today: date) -> list[ProposalRow]:
    return [
        ProposalRow(
            proposal.pk,
            proposal.reason or _("(no reason written yet)"),
            proposal.author.name,
            proposal.office,
            own := proposal.author_id == actor.user_id,
            not own and proposal.state == Proposal.State.SUBMITTED,
            format_moment(proposal.opened_at, today=today),
            badge_of(proposal),
        )
        for proposal in proposals
    ]
