"""The end of a whole file, as it is told to whose file it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_moment
from linli.registers.retention.models import Deletion, Term
from linli.registers.retention.words import KINDS, REASONS, STANDINGS, period

TONES: Final[dict[str, State]] = {
    "wanted": "new", "asked": "running", "done": "done", "refused": "paused", "withdrawn": "paused",
}  # fmt: skip
STATES: Final = {
    "wanted": gettext_noop("The community checks it"),
    "asked": gettext_noop("Agreed by one clerk; a second one decides"),
    "done": gettext_noop("Deleted"),
    "refused": gettext_noop("Not done"),
    "withdrawn": gettext_noop("Withdrawn by you"),
}


@dataclass(frozen=True, slots=True)
class EndCard:
    """One wish of hers: `number` is her receipt, `reason` why not, `can_stay` whether she may take it back."""

    number: int
    badge: ui.Badge
    timeline: ui.Timeline
    reason: str
    can_stay: bool


def cards(found: Iterable[Deletion], *, today: date) -> list[EndCard]:
    return [
        EndCard(
            number=one.pk,
            badge=ui.Badge(TONES[one.state], _(STATES[one.state])),
            timeline=ui.Timeline(list(_traces(one, today))),
            reason=_(REASONS[one.reason]) if one.reason in REASONS else "",
            can_stay=one.state in (Deletion.State.WANTED, Deletion.State.ASKED),
        )
        for one in found
    ]


def _traces(one: Deletion, today: date) -> Iterator[ui.Trace]:
    """Newest first; offices, not names."""
    if one.decided_at:
        yield _trace(one.decided_at, _(STATES[one.state]), one.decided_office, today)
    if one.asked_at:
        yield _trace(one.asked_at, _("Agreed by one clerk; a second one decides"), one.asked_office, today)
    if one.wanted_at:
        yield _trace(one.wanted_at, _("Handed in"), "", today)


def _trace(at: datetime, fact: str, who: str, today: date) -> ui.Trace:
    return ui.Trace(when=format_moment(at, today=today), fact=fact, who=who)


def going() -> list[str]:
    """What the end of a file takes away, in words; the list of tables is `site/erasing.py`."""
    return [
        _("Name, sex, birth date, identity number, phone, documents"),
        _("Homes, household, relatives"),
        _("Labels, what you agreed to, mandates"),
        _("What was asked and changed in the file, and who provided it"),
        _("Answers, papers and messages of matters that are closed"),
        _("Your account here, unless it also belongs to a post"),
    ]


def staying() -> list[str]:
    """What does not go, and why."""
    return [
        _("Of closed matters: number, subject, steps and decision, without your name, for the archive"),
        _("Who looked at which file and when: the log knows you by a number only"),
        _("A receipt without your name: its number, the days, and which posts decided"),
    ]


@dataclass(frozen=True, slots=True)
class TermRow:
    records: str
    period: str
    basis: str
    standing: str


def terms(found: Iterable[Term]) -> list[TermRow]:
    """Every term, laws and proposals alike, each with what it rests on."""
    return [
        TermRow(_(KINDS[one.kind]), period(one.months, one.event), one.basis, _(STANDINGS[one.standing]))
        for one in found
    ]
