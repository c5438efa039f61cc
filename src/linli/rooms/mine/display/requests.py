"""What was asked about a file, and what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.forms.standards import word
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_moment, join_words
from linli.registers.consents.queries import Notice
from linli.registers.people import words
from linli.registers.people.changes import OPEN
from linli.registers.people.details import Correction, Deletion, Details
from linli.registers.people.models import FileChangeStep
from linli.registers.people.standards import LISTS
from linli.rooms.mine.display.consents import facts
from linli.rooms.mine.queries import Request, Whose

TONES: Final[dict[str, State]] = {
    "draft": "new",
    "checked": "running",
    "applied": "done",
    "refused": "paused",
    "withdrawn": "paused",
}
STATES: Final = {
    "draft": gettext_noop("The community checks it"),
    "checked": gettext_noop("Found right, will be entered"),
    "applied": gettext_noop("Entered in the file"),
    "refused": gettext_noop("Not done"),
    "withdrawn": gettext_noop("Withdrawn by you"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a duty keeps: which data, for what, on what ground, how long."""

    purpose: str
    facts: ui.Facts


def kept(notices: Iterable[Notice]) -> list[Kept]:
    """As the notices in force say it."""
    return [
        Kept(purpose.title, facts(purpose))
        for notice in notices
        for purpose in notice.said.purposes
        if purpose.basis == "duty"
    ]


@dataclass(frozen=True, slots=True)
class Card:
    """One request: what was asked, in which state it is, its story; `revision` where it can be withdrawn."""

    change: int
    title: str
    asked: list[tuple[str, str]]
    badge: ui.Badge
    timeline: ui.Timeline
    reason: str
    revision: int | None


def cards(found: Iterable[Request], whose: Whose, *, today: date) -> list[Card]:
    return [_card(one, whose, today=today) for one in found]


def _card(one: Request, whose: Whose, *, today: date) -> Card:
    change = one.change
    open_still = change.state in OPEN and change.drafted_by == whose.actor.user_id
    return Card(
        change=change.pk,
        title=_(words.CHANGES[change.kind]),
        asked=list(_asked(one.details)),
        badge=ui.Badge(TONES[change.state], _(STATES[change.state])),
        timeline=ui.Timeline([_trace(step, today=today) for step in reversed(one.steps)]),
        reason=next((_(words.REASONS[s.reason]) for s in one.steps if s.reason in words.REASONS), ""),
        revision=change.revision if open_still else None,
    )


def _trace(step: FileChangeStep, *, today: date) -> ui.Trace:
    return ui.Trace(
        when=format_moment(step.at, today=today),
        fact=_(STATES[step.state]) if step.state != "draft" else _("Handed in"),
        who=step.office,
    )


def _asked(details: Details) -> Iterator[tuple[str, str]]:
    if isinstance(details, Correction):
        for field, value in details.fields.items():
            yield words.field_word(field), _value(field, value) or _("(taken away)")
    elif isinstance(details, Deletion):
        names = [
            *details.fields,
            *(["documents"] if details.documents else []),
            *(["labels"] if details.labels else []),
        ]
        yield _("To be deleted"), join_words(words.field_word(name) for name in names)
        yield _("Why"), _(words.GROUNDS[details.ground])


def _value(field: str, value: str) -> str:
    if field in LISTS:
        return word(field, value)
    masks = {"id_number": mask_id_number, "phone": mask_phone}
    if field == "birth_date" and value:
        return words.full(date.fromisoformat(value))
    return masks.get(field, str)(value)
