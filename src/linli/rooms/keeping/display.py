"""What the pages show, in words: files by number where nobody needs the name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_full_date, format_moment
from linli.registers.retention.models import Deletion, Due, Hold, Ripe, Run, Term
from linli.registers.retention.queries import Standing
from linli.registers.retention.words import EVENTS, HOLDS, KINDS, REASONS, STANDINGS, STATES, period

TONES: Final[dict[str, State]] = {
    "wanted": "new", "asked": "running", "done": "done", "refused": "paused", "withdrawn": "paused",
}  # fmt: skip
BASES: Final = {
    "term": gettext_noop("Its term is over"),
    "request": gettext_noop("She asked for it"),
}
TABLES: Final = {
    "residence": gettext_noop("Homes"),
    "person_label": gettext_noop("Labels"),
    "person_consent": gettext_noop("Words on consents"),
    "file_change": gettext_noop("Changes"),
    "identity_document": gettext_noop("Documents"),
    "document_content": gettext_noop("Photos and papers"),
    "household_membership": gettext_noop("Memberships of households"),
    "form_answer": gettext_noop("Answers"),
    "dispatch": gettext_noop("Messages"),
    "person_account": gettext_noop("Bindings of accounts"),
    "person": gettext_noop("Files of people"),
    "person_import": gettext_noop("Imported spreadsheets"),
}


@dataclass(frozen=True, slots=True)
class DeletionRow:
    who: str
    href: str
    basis: str
    badge: ui.Badge
    when: str
    turn: str


def who(number: int, names: Mapping[int, str]) -> str:
    return names.get(number) or _("File no. %(number)d") % {"number": number}


def badge(one: Deletion | Run) -> ui.Badge:
    return ui.Badge(TONES[one.state], _(STATES[one.state]))


def deletion_row(one: Deletion, names: Mapping[int, str], actor: Actor, *, today: date) -> DeletionRow:
    at = one.asked_at or one.wanted_at
    return DeletionRow(
        who=who(one.person_number, names),
        href=reverse("keeping:deletion", args=[one.pk]),
        basis=_(BASES[one.basis]),
        badge=badge(one),
        when=format_moment(at, today=today) if at else "",
        turn=_("Waits for a colleague") if one.asked_by == actor.user_id else _("Your turn"),
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader can do about a deletion; the register decides in the end."""

    ask: bool = False
    delete: bool = False
    refuse: bool = False
    withdraw: bool = False
    waits: bool = False

    @property
    def any(self) -> bool:
        return self.ask or self.delete or self.refuse or self.withdraw


def turn(one: Deletion, actor: Actor) -> Turn:
    hers = one.wanted_by is not None
    if one.state == Deletion.State.WANTED:
        return Turn(ask=True, refuse=True)
    if one.state != Deletion.State.ASKED:
        return Turn()
    own = one.asked_by == actor.user_id
    return Turn(delete=not own, refuse=hers, withdraw=not hers, waits=own)


def facts(one: Deletion) -> ui.Facts:
    said = (
        (_("Receipt number"), str(one.pk)),
        (_("Number of the file"), str(one.person_number)),
        (_("Why"), _(BASES[one.basis])),
        (_("Basis"), one.law),
        (_("Request on paper"), one.reference),
        (_("Answer"), _(REASONS[one.reason]) if one.reason in REASONS else ""),
    )
    return ui.Facts([(label, value) for label, value in said if value])


def timeline(one: Deletion, *, today: date) -> ui.Timeline:
    """Newest first; offices, not names."""
    steps = (
        (one.decided_at, _(STATES[one.state]), one.decided_office),
        (one.asked_at, _("Asked for by a clerk"), one.asked_office),
        (one.wanted_at, _("Asked by the resident"), ""),
    )
    return ui.Timeline(
        [ui.Trace(format_moment(at, today=today), fact, office) for at, fact, office in steps if at]
    )


def stops(standing: Standing) -> list[str]:
    """What stops the end now, in words."""
    letters = [
        _("Hold: %(why)s, %(letter)s") % {"why": _(HOLDS[hold.reason]), "letter": hold.reference}
        for hold in standing.holds
    ]
    return [*letters, *standing.needed]


def standing_facts(standing: Standing, *, day: date) -> ui.Facts:
    if standing.due_on is None:
        return ui.Facts([(_("Term"), _("No term in force runs for this file."))])
    words = _("over since %(day)s") if standing.due_on <= day else _("runs until %(day)s")
    return ui.Facts([
        (_("Term"), words % {"day": format_full_date(standing.due_on)}),
        (_("Basis"), standing.basis),
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRow:
    """`person` where it can be asked for now; `href` where it was asked for already."""

    number: int
    event: str
    day: str
    left: str
    basis: str
    person: int | None
    href: str


def due_row(one: Due, asked: Mapping[int, int], *, day: date) -> DueRow:
    days = (one.due_on - day).days
    open_ = asked.get(one.person_id)
    return DueRow(
        number=one.person_id,
        event=_(EVENTS[one.event]),
        day=format_full_date(one.due_on),
        left=_("over") if days <= 0 else ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days},
        basis=one.basis,
        person=one.person_id if days <= 0 and open_ is None else None,
        href=reverse("keeping:deletion", args=[open_]) if open_ else "",
    )


@dataclass(frozen=True, slots=True)
class TermRow:
    records: str
    period: str
    standing: str
    basis: str
    note: str


def term_rows(found: Iterable[Term]) -> list[TermRow]:
    return [
        TermRow(
            _(KINDS[one.kind]), period(one.months, one.event), _(STANDINGS[one.standing]), one.basis, one.note
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class RipeRow:
    """`ripe` where it can be asked for."""

    kind: str
    place: str
    due: int
    soon: int
    basis: str
    ripe: int | None


def place_of(one: Ripe | Run | Deletion, names: Mapping[int, str]) -> str:
    return names.get(one.community or one.town or one.county, "")


def ripe_row(one: Ripe, names: Mapping[int, str], waiting: Collection[Run]) -> RipeRow:
    asked = any((run.kind, run.community, run.town) == (one.kind, one.community, one.town) for run in waiting)
    ripe = one.pk if one.due and not asked else None
    return RipeRow(_(KINDS[one.kind]), place_of(one, names), one.due, one.soon, one.basis, ripe)


@dataclass(frozen=True, slots=True)
class RunRow:
    run: int
    kind: str
    place: str
    through: str
    counted: int
    basis: str
    when: str
    who: str
    mine: bool
    removed: list[tuple[str, int]]


def run_row(one: Run, names: Mapping[int, str], actor: Actor, *, today: date) -> RunRow:
    return RunRow(
        run=one.pk,
        kind=_(KINDS[one.kind]),
        place=place_of(one, names),
        through=format_full_date(one.through),
        counted=one.counted,
        basis=one.basis,
        when=format_moment(one.decided_at or one.asked_at, today=today),
        who=one.decided_office or one.asked_office,
        mine=one.asked_by == actor.user_id,
        removed=removed(one.removed),
    )


def removed(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Rows by kind, in words; tables that mean nothing to a reader are one number."""
    return list(_removed(counted))


def _removed(counted: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for table, word in TABLES.items():
        if table in counted:
            yield _(word), counted[table]
    if rest := sum(count for table, count in counted.items() if table not in TABLES):
        yield _("Other rows"), rest


@dataclass(frozen=True, slots=True)
class HoldRow:
    """`hold` where it can be lifted."""

    who: str
    href: str
    why: str
    reference: str
    until: str
    office: str
    hold: int | None
    lifted: str


def hold_row(one: Hold, names: Mapping[int, str], *, day: date) -> HoldRow:
    over = one.lifted_at is not None or (one.until is not None and one.until < day)
    return HoldRow(
        who=who(one.person_id, names),
        href=reverse("keeping:file", args=[one.person_id]) if one.person_id in names else "",
        why=_(HOLDS[one.reason]),
        reference=one.reference,
        until=format_full_date(one.until) if one.until else _("until lifted"),
        office=one.office,
        hold=None if over else one.pk,
        lifted=one.lifted_office,
    )


@dataclass(frozen=True, slots=True)
class StoneRow:
    receipt: int
    number: int
    place: str
    basis: str
    law: str
    when: str
    asked: str
    decided: str
    removed: list[tuple[str, int]]


def tombstone_row(one: Deletion, names: Mapping[int, str], *, today: date) -> StoneRow:
    return StoneRow(
        receipt=one.pk,
        number=one.person_number,
        place=place_of(one, names),
        basis=_(BASES[one.basis]),
        law=one.law,
        when=format_moment(one.decided_at, today=today) if one.decided_at else "",
        asked=one.asked_office,
        decided=one.decided_office,
        removed=removed(one.removed),
    )
