"""Agreements in words: rows of the list, terms, what another version changes, history, use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_full_date, format_moment, format_number, join_words
from linli.registers.places.queries import get_names
from linli.rooms.sharing import policies
from linli.rooms.sharing.forms.words import BASES, GROUPS, STATUSES, STEPS, TERMS, WAYS
from linli.rooms.sharing.models import AgreementStep, Version
from linli.rooms.sharing.queries.agreements import MonthOfUse, Standing
from linli.rooms.sharing.queries.places import paths_of
from linli.rooms.sharing.queries.words import title_of
from linli.rooms.sharing.rules import LABEL, Terms
from linli.rooms.sharing.rules.needs import group_of
from linli.rooms.sharing.rules.volume import UNSTATED

TONES: Mapping[str, State] = {
    "asked": "new", "coming": "new", "active": "running", "ended": "done", "suspended": "risk", "revoked": "paused",
    "refused": "paused", "withdrawn": "paused",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreementRow:
    number: str
    href: str
    unit: str
    purpose: str
    until: str
    badge: ui.Badge
    waits: str = ""


@dataclass(frozen=True, slots=True)
class TermRow:
    """`before` is what the version in force says, where another one waits and says otherwise."""

    label: str
    value: str
    before: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class UseRow:
    month: str
    way: str
    reads: str
    persons: str
    fields: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader can do about an agreement, and a sentence where somebody else has to."""

    decide: bool = False
    withdraw: bool = False
    suspend: bool = False
    resume: bool = False
    revoke: bool = False
    renew: bool = False
    read: bool = False
    export: bool = False
    waits: str = ""

    @property
    def any(self) -> bool:
        return self.decide or self.withdraw

    @property
    def halts(self) -> bool:
        return self.suspend or self.resume or self.revoke


def rows(found: Sequence[Standing]) -> list[AgreementRow]:
    return [
        AgreementRow(
            number=one.agreement.number,
            href=reverse("sharing:agreement", args=[one.agreement.number]),
            unit=one.agreement.organisation.name,
            purpose=one.shown.purpose,
            until=format_full_date(one.shown.terms.until),
            badge=badge(one),
            waits=_("A renewal waits") if one.waiting and one.status != "asked" else "",
        )
        for one in found
    ]


def badge(one: Standing) -> ui.Badge:
    return ui.Badge(TONES[one.status], _(STATUSES[one.status]))


def term_rows(version: Version, labels: Mapping[str, str], old: Version | None = None) -> list[TermRow]:
    """The terms of `version`; where `old` says otherwise, its words beside them."""
    places = get_names({*version.places, *(old.places if old else ())})
    now = _texts(version.terms, labels, places)
    before = _texts(old.terms, labels, places) if old else {}
    return [
        TermRow(_(TERMS[name]), text, before.get(name, ""), bool(old) and before.get(name, "") != text)
        for name, text in now.items()
        if text or before.get(name)
    ]


def _texts(terms: Terms, labels: Mapping[str, str], places: Mapping[int, str]) -> dict[str, str]:
    days = ngettext("%(count)d day", "%(count)d days", terms.retention) % {"count": terms.retention}
    period = _("%(since)s to %(until)s") % {
        "since": format_full_date(terms.since),
        "until": format_full_date(terms.until),
    }
    return {
        "purpose": terms.purpose,
        "basis": _(BASES.get(terms.basis, terms.basis)),
        "ground": terms.ground,
        "consent": terms.consent,
        "fields": join_words(field_text(field, labels) for field in terms.fields),
        "places": join_words(places.get(one, str(one)) for one in terms.places),
        "persons": persons_text(terms.label, terms.youngest, terms.oldest, labels),
        "ways": join_words(_(WAYS.get(way, way)) for way in terms.ways),
        "volume": _volume(terms),
        "retention": days,
        "period": period,
    }


def _volume(terms: Terms) -> str:
    volume = terms.volume or UNSTATED
    said = _("%(daily)s on a day, %(term)s in the whole term") % {
        "daily": format_number(volume.daily),
        "term": format_number(volume.term),
    }
    return said if terms.volume else _("not stated; these hold: %(volume)s") % {"volume": said}


@dataclass(frozen=True, slots=True)
class NeedRow:
    """Why a group of fields is given; `before` is the purpose in force, where another version waits."""

    group: str
    fields: str
    purpose: str
    basis: str
    ground: str
    before: str = ""
    changed: bool = False


def need_rows(version: Version, labels: Mapping[str, str], old: Version | None = None) -> list[NeedRow]:
    """None for agreements from before: they state one basis for all fields."""
    before = {one.group: one for one in old.terms.needs} if old else {}
    terms = version.terms
    return [
        NeedRow(
            group=_(GROUPS[one.group]),
            fields=join_words(
                field_text(field, labels) for field in terms.fields if group_of(field) == one.group
            ),
            purpose=one.purpose,
            basis=_(BASES.get(one.basis, one.basis)),
            ground=one.ground,
            before=before[one.group].purpose if one.group in before else "",
            changed=bool(old) and before.get(one.group) != one,
        )
        for one in terms.needs
    ]


def field_text(field: str, labels: Mapping[str, str]) -> str:
    title = title_of(field, labels)
    return _("Label: %(title)s") % {"title": title} if field.startswith(LABEL) else title


def persons_text(label: str, youngest: int | None, oldest: int | None, labels: Mapping[str, str]) -> str:
    """«高龄老人，80岁起»: whom a filter names."""
    parts = [labels.get(label, label)] if label else []
    if youngest is not None:
        parts.append(_("from %(age)d years") % {"age": youngest})
    if oldest is not None:
        parts.append(_("up to %(age)d years") % {"age": oldest})
    return join_words(parts) if parts else _("everybody of the places")


def timeline(steps: Sequence[AgreementStep], *, day: date) -> ui.Timeline:
    """Newest first; offices, not names."""
    traces = [
        ui.Trace(
            when=format_moment(one.at, today=day),
            fact=_("%(step)s (version %(seq)d)") % {"step": _(STEPS[one.act]), "seq": one.seq},
            who=one.office,
            quote=one.reason,
        )
        for one in reversed(steps)
    ]
    return ui.Timeline(traces)


def use_rows(found: Sequence[MonthOfUse]) -> list[UseRow]:
    return [
        UseRow(
            f"{one.month:%Y-%m}",
            _(WAYS.get(one.way, one.way)),
            format_number(one.reads),
            format_number(one.persons),
            format_number(one.fields),
        )
        for one in found
    ]


def turn(one: Standing, actor: Actor) -> Turn:
    """Which steps to offer; the action decides in the end."""
    member = one.agreement.organisation_id in policies.organisations_of(actor)
    version = one.waiting or one.shown
    approves = policies.approving(actor, paths_of(version.places).values()) is not None
    mine = member or version.asked_by == actor.user_id
    open_ = one.status == "active" and one.force is not None
    ways = one.force.ways if one.force else ()
    live = one.status in ("active", "coming", "suspended")
    return Turn(
        decide=approves and one.waiting is not None and not mine,
        withdraw=member and one.waiting is not None,
        suspend=approves and one.status in ("active", "coming"),
        resume=approves and one.status == "suspended",
        revoke=approves and live,
        renew=member and one.waiting is None and one.status != "revoked",
        read=member and open_ and "page" in ways,
        export=member and open_ and "export" in ways,
        waits=_("The owner of the files decides.") if one.waiting and not (approves and not mine) else "",
    )
