"""Notices and consents in words: what for, on what ground, what, to whom, how long, and how she stands to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State as Tone
from linli.kernel.ui.format import format_full_date, join_words
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import NoticeStanding, Standing, list_asking
from linli.registers.consents.rules import State
from linli.registers.consents.schemas import PrivacyNotice, Purpose
from linli.registers.people.words import field_word

STATES: Final = {
    State.DUTY: gettext_noop("by duty"),
    State.OPEN: gettext_noop("not answered yet"),
    State.GIVEN: gettext_noop("agreed"),
    State.DECLINED: gettext_noop("not agreed"),
    State.WITHDRAWN: gettext_noop("withdrawn"),
}
TONES: Final[dict[State, Tone]] = {
    State.DUTY: "running",
    State.OPEN: "new",
    State.GIVEN: "done",
    State.DECLINED: "paused",
    State.WITHDRAWN: "paused",
}
WAYS: Final = {
    Consent.Way.ACCOUNT: gettext_noop("by account"),
    Consent.Way.COUNTER: gettext_noop("noted at the counter"),
}


@dataclass(frozen=True, slots=True)
class PurposeCard:
    """One purpose; `verb` is what can be done about it: give, withdraw, or nothing."""

    code: str
    title: str
    facts: ui.Facts
    badge: ui.Badge
    sensitive: bool
    necessity: str
    effect: str
    when: str
    verb: str

    @property
    def tick(self) -> ui.Field:
        """Never ticked beforehand."""
        label = _("I agree: %(purpose)s") % {"purpose": self.title}
        return ui.Field(
            f"give-{self.code}", label, "checkbox", required=False, choices=[ui.Choice("yes", label)]
        )


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice with its purposes: those of duty, those to be answered now, those that were answered."""

    notice: int
    code: str
    said: PrivacyNotice
    asks: bool
    again: bool
    read: str
    duties: list[PurposeCard]
    asked: list[PurposeCard]
    answered: list[PurposeCard]


def asks(found: Iterable[NoticeStanding]) -> ui.Notice | None:
    """That a notice is to be read or answered; nothing is held back for it."""
    if not list_asking(found):
        return None
    return ui.Notice(
        _("There is a privacy notice for you to read."), "new", reverse("mine:consents"), _("Read it")
    )


def cards(found: Iterable[NoticeStanding]) -> list[NoticeCard]:
    return [_card(one) for one in found]


def _card(one: NoticeStanding) -> NoticeCard:
    purposes = [(each, purpose_card(each)) for each in one.purposes]
    return NoticeCard(
        notice=one.notice.row.pk,
        code=one.notice.said.code,
        said=one.notice.said,
        asks=one.asks,
        again=one.asks and any(each.last is not None for each in one.purposes),
        read=_day(local_day(one.read_at)) if one.read_at else "",
        duties=[card for each, card in purposes if each.state == State.DUTY],
        asked=[card for each, card in purposes if each.asked],
        answered=[card for each, card in purposes if not each.asked and each.state != State.DUTY],
    )


def purpose_card(one: Standing) -> PurposeCard:
    verb = {State.GIVEN: "withdraw", State.DECLINED: "give", State.WITHDRAWN: "give"}.get(one.state, "")
    return PurposeCard(
        code=one.purpose.code,
        title=one.purpose.title,
        facts=facts(one.purpose),
        badge=ui.Badge(TONES[one.state], _(STATES[one.state])),
        sensitive=one.purpose.sensitive,
        necessity=one.purpose.necessity,
        effect=one.purpose.effect,
        when=_when(one.last),
        verb=verb,
    )


def facts(purpose: Purpose) -> ui.Facts:
    """Ground, data, recipients, how long."""
    ground = purpose.law if purpose.basis == "duty" else _("your consent, which you can withdraw")
    rows = (
        (_("Rests on"), ground),
        (_("Data"), join_words(field_word(field) for field in purpose.fields)),
        (_("Given to"), join_words(purpose.recipients)),
        (_("Kept"), purpose.retention),
    )
    return ui.Facts([(name, value) for name, value in rows if value])


def _when(last: Consent | None) -> str:
    """2026年3月2日，窗口登记，版本 1.0.0."""
    if last is None:
        return ""
    who = _("%(way)s, by guardian") if last.by_person_id else "%(way)s"
    return _("%(day)s, %(how)s, version %(version)s") % {
        "day": _day(local_day(last.at)),
        "how": who % {"way": _(WAYS[Consent.Way(last.way)])},
        "version": last.notice.version,
    }


def _day(day: date) -> str:
    return format_full_date(day)
