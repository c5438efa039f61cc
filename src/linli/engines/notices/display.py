"""What pages show of tellings, built in one pass."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.engines.notices import queries, rules
from linli.engines.notices.models import Recipient
from linli.engines.notices.queries import SentView, ToldView
from linli.engines.notices.rules import Standing
from linli.engines.packs.queries import load_by_id
from linli.kernel.dispatch.actions import read_text
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_date, format_moment, join_clauses

STANDINGS: Final[dict[Standing, tuple[State, Promise]]] = {
    Standing.FAILED: ("overdue", gettext_lazy("not told")),
    Standing.TO_TELL: ("risk", gettext_lazy("to be told in person")),
    Standing.WAITING: ("running", gettext_lazy("on its way")),
    Standing.STORED: ("new", gettext_lazy("in the app, not read yet")),
    Standing.SENT: ("done", gettext_lazy("sent")),
    Standing.TOLD: ("done", gettext_lazy("told")),
}
CHANNELS: Final[dict[str, Promise]] = {
    rules.IN_APP: gettext_lazy("in the app"),
    rules.SMS: gettext_lazy("text message"),
    rules.MAIL: gettext_lazy("mail"),
    rules.GROUP: gettext_lazy("group of the unit"),
    rules.IN_PERSON: gettext_lazy("in person"),
}
AUDIENCES: Final[dict[str, Promise]] = {
    "applicant": gettext_lazy("applicant"),
    "agent": gettext_lazy("agent"),
    "person": gettext_lazy("resident concerned"),
    "handler": gettext_lazy("post that handles it"),
    "supervisor": gettext_lazy("post that supervises it"),
    "administrator": gettext_lazy("administrator of the county"),
}
HOWS: Final[dict[str, Promise]] = {
    "visit": gettext_lazy("at home"),
    "call": gettext_lazy("by phone, spoken to"),
    "counter": gettext_lazy("at the counter"),
    "family": gettext_lazy("through family who live with the person"),
}


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One recipient of one telling, in words."""

    id: int
    title: str
    when: str
    who: str
    text: str
    badge: ui.Badge
    ways: Sequence[str]
    note: str
    open: bool


def told_rows(told: Sequence[ToldView], *, today: date) -> list[ToldRow]:
    """Newest first, as given."""
    return [_row(one, today) for one in told]


def _row(told: ToldView, today: date) -> ToldRow:
    recipient = told.recipient
    state, word = STANDINGS[told.standing]
    return ToldRow(
        id=recipient.pk,
        title=load_by_id(recipient.telling.item_id).title,
        when=format_moment(recipient.telling.at, today=today),
        who=who(recipient),
        text=told.text,
        badge=ui.Badge(state, str(word)),
        ways=[
            *(_way(one, today) for one in told.sent if _counts(one, recipient)),
            *_in_person(recipient, today),
        ],
        note=queries.read_note(recipient),
        open=recipient.told_at is None,
    )


def who(recipient: Recipient) -> str:
    """«Applicant · 王桂兰», or the post."""
    audience = AUDIENCES[recipient.audience]
    return f"{audience} · {recipient.person.name}" if recipient.person is not None else str(audience)


def _counts(sent: SentView, recipient: Recipient) -> bool:
    """What lies in the app is no way to somebody who cannot log in; what only the log heard of is none to anybody."""
    if sent.channel == rules.CONSOLE:
        return False
    return sent.channel != rules.IN_APP or rules.IN_APP in recipient.ways or sent.read_at is not None


def _way(sent: SentView, today: date) -> str:
    return f"{CHANNELS.get(sent.channel, sent.channel)}: {_fate(sent, today)}"


def _fate(sent: SentView, today: date) -> str:
    if sent.read_at is not None:
        return _("read %(when)s") % {"when": format_moment(sent.read_at, today=today)}
    if sent.channel == rules.IN_APP:
        return _("not read yet")
    if sent.sent_at is not None:
        return _("taken %(when)s") % {"when": format_moment(sent.sent_at, today=today)}
    if sent.state == "expired":
        return _("out of date before it could be sent")
    if sent.state == "failed":
        return _("given up after %(count)d attempts") % {"count": sent.attempts}
    if sent.attempts:
        return _("attempt %(count)d failed, the next one follows") % {"count": sent.attempts}
    return _("waits until %(when)s") % {"when": format_moment(sent.next_at, today=today)}


def _in_person(recipient: Recipient, today: date) -> list[str]:
    if recipient.told_at is not None:
        clauses = [
            format_moment(recipient.told_at, today=today), str(HOWS[recipient.told_how]), recipient.told_office,
        ]  # fmt: skip
        return [f"{CHANNELS[rules.IN_PERSON]}: {join_clauses(part for part in clauses if part)}"]
    if recipient.tell_by is None:
        return []
    day = format_date(recipient.tell_by, today=today, weekday=True)
    return [f"{CHANNELS[rules.IN_PERSON]}: " + _("by %(day)s at the latest") % {"day": day}]


def summary(told: Sequence[ToldView]) -> ui.Notice | None:
    """What may be claimed of all together: nothing is called told while one is not."""
    standing = rules.least([one.standing for one in told])
    if standing is None:
        return None
    if standing in (Standing.FAILED, Standing.TO_TELL):
        count = sum(one.standing in (Standing.FAILED, Standing.TO_TELL) for one in told)
        words = ngettext(
            "%(count)d message has reached nobody yet.", "%(count)d messages have reached nobody yet.", count
        )
        return ui.Notice(words % {"count": count}, "risk")
    unsent = any(sent.channel == rules.CONSOLE for one in told for sent in one.sent)
    words_of = {
        Standing.WAITING: _("Something is on its way still."),
        Standing.STORED: _(
            "Everything is in the app, not all of it read yet; no text messages go out from here."
        )
        if unsent
        else _("Everything is in the app, not all of it read yet."),
        Standing.SENT: _("Everything was sent."),
        Standing.TOLD: _("Everything was told."),
    }
    return ui.Notice(words_of[standing], "done" if standing in (Standing.SENT, Standing.TOLD) else "info")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message to a post in words; `href` is empty where the reader has no page about it."""

    id: int
    text: str
    when: str
    href: str
    new: bool


def heard_rows(found: Sequence[Dispatch], *, today: date) -> list[Heard]:
    """As given."""
    return [
        Heard(
            one.pk, read_text(one), format_moment(one.created_at, today=today), one.link, one.read_at is None
        )
        for one in found
    ]


def tasks(found: Sequence[Recipient], *, today: date, href: Callable[[Recipient], str]) -> ui.LinkList | None:
    """Whom to tell in person, as given; each row leads to where it is done."""
    rows = [
        ui.LinkRow(
            title=one.person.name if one.person else "",
            href=href(one),
            note=join_clauses([load_by_id(one.telling.item_id).title, _by(one.tell_by, today)]),
            icon="tel",
        )
        for one in found
    ]
    return ui.LinkList(rows) if rows else None


def _by(day: date | None, today: date) -> str:
    if day is None:
        return ""
    words = _("overdue since %(day)s") if day < today else _("by %(day)s at the latest")
    return words % {"day": format_date(day, today=today, weekday=True)}
