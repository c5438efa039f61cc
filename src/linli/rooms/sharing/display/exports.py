"""Exports in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.ui import components as ui
from linli.kernel.ui.components.progress import State
from linli.kernel.ui.format import format_moment, format_number, join_words
from linli.registers.places.queries import get_names
from linli.rooms.sharing.display.agreements import field_text, persons_text
from linli.rooms.sharing.forms.words import EXPORTS, FORMATS
from linli.rooms.sharing.models import Export
from linli.rooms.sharing.rules import KEPT

TONES: Mapping[str, State] = {
    "asked": "new", "approved": "running", "refused": "paused", "made": "risk", "fetched": "done", "dropped": "paused",
    "failed": "overdue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRow:
    title: str
    href: str
    office: str
    count: str
    when: str
    badge: ui.Badge


def rows(found: Sequence[Export], *, day: date) -> list[ExportRow]:
    return [
        ExportRow(
            title=title(one),
            href=reverse("sharing:export", args=[one.pk]),
            office=one.asked_office,
            count=format_number(one.rows or 0),
            when=format_moment(one.asked_at, today=day),
            badge=badge(one),
        )
        for one in found
    ]


def title(export: Export) -> str:
    """«GX-2026-0001: quarterly check»."""
    source = export.agreement.number if export.agreement else _("Files of people")
    return f"{source} · {export.reason}"


def badge(export: Export) -> ui.Badge:
    return ui.Badge(TONES[export.state], _(EXPORTS[export.state]))


def facts(export: Export, labels: Mapping[str, str], *, day: date) -> ui.Facts:
    names = get_names(export.places)
    found = [
        (_("Fields to export"), join_words(field_text(field, labels) for field in export.fields)),
        (_("Places"), join_words(names.get(one, str(one)) for one in export.places)),
        (_("Which persons"), persons_text(export.label, export.youngest, export.oldest, labels)),
        (_("Rows"), format_number(export.rows or 0)),
        (_("As"), _(FORMATS[export.format])),
        (_("Asked by"), export.asked_office),
        (_("Asked at"), format_moment(export.asked_at, today=day)),
    ]
    if export.decided_at:
        found.append(
            (_("Decided by"), f"{export.decided_office} · {format_moment(export.decided_at, today=day)}")
        )
        found.append((_("Because"), export.decided_reason))
    if export.made_at:
        found.append((_("Kept until"), format_moment(export.made_at + KEPT, today=day)))
        found.append(("SHA-256", export.digest))
    return ui.Facts(found)
