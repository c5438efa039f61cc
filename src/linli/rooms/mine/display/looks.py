"""Who looked, in words: unit and post, never a name; one line for what one office did on one day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.engines.cases import queries as cases
from linli.engines.cases import story
from linli.engines.cases.models import Case
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, format_time, join_words
from linli.registers.people.words import CHANGES, FIELDS, STATES
from linli.rooms.mine.rules import fold

CASE: Final = "case:"
MOST: Final = 3
"""Purposes that one line tells."""
ACTS: Final = {
    "case.page": gettext_noop("looked at your application"),
    "case.reveal": gettext_noop("looked at your full identity number"),
    "case.paper": gettext_noop("looked at a photo of a paper"),
    "case.notice": gettext_noop("looked at an official notice"),
    "queue.page": gettext_noop("saw your name in a list of cases"),
    "queue.find": gettext_noop("searched for cases by name and saw yours"),
    "audit.search": gettext_noop("checked who had looked at your data"),
    "files.people": gettext_noop("saw your name in a list of files"),
    "files.changes": gettext_noop("saw your name in a list of changes"),
    "files.reveal": gettext_noop("looked at a number in full"),
    "people.find": gettext_noop("searched for a file and found yours"),
    "people.number_held": gettext_noop("typed your identity number"),
    "mine.copy": gettext_noop("a copy of your file was shown to print"),
    "mine.copy_json": gettext_noop("a copy of your file was downloaded"),
    "mine.file": gettext_noop("looked at your file in your name"),
    "mine.looks": gettext_noop("looked at this list in your name"),
    "consents.gave": gettext_noop("noted what you agreed to"),
    "consents.withdrew": gettext_noop("noted that you withdrew a consent"),
}


def folded(entries: Sequence[AuditEntry]) -> list[list[AuditEntry]]:
    """Looks of one office on one day that follow each other; what changed something stands alone."""
    return fold(entries, by=_alike)


def _alike(entry: AuditEntry) -> tuple[str, date] | None:
    looked = entry.kind == AuditEntry.Kind.LOOK and entry.office
    return (entry.office, local_day(entry.at)) if looked else None


def traces(groups: Iterable[list[AuditEntry]], *, reader: int | None, today: date) -> list[ui.Trace]:
    """One line for each group; a step in a case bears the title that the case's own procedure gives it. `reader`: the
    account that reads the list, and is told what it did itself."""
    several = list(groups)
    known = cases.get_many(_case_id(entry) for group in several for entry in group)
    return [_trace(group, known, reader=reader, today=today) for group in several]


def _trace(group: list[AuditEntry], known: dict[int, Case], *, reader: int | None, today: date) -> ui.Trace:
    last, first = group[0], group[-1]
    facts = dict.fromkeys(_fact(entry, known.get(_case_id(entry))) for entry in group)
    return ui.Trace(
        when=_when(first, last, today=today),
        fact=_counted(join_words(facts), len(group)) + _fields(group),
        who=last.office or (_("you yourself") if last.actor_user_id == reader else _("in your name")),
        quote=_purposes(group),
    )


def _when(first: AuditEntry, last: AuditEntry, *, today: date) -> str:
    """今天 09:12–10:40."""
    begun, ended = format_moment(first.at, today=today), format_time(last.at)
    return begun if begun.endswith(ended) else f"{begun}–{ended}"


def _counted(facts: str, count: int) -> str:
    if count == 1:
        return facts
    return ngettext("%(facts)s (%(count)d time)", "%(facts)s (%(count)d times)", count) % {
        "facts": facts,
        "count": count,
    }


def _fields(group: Iterable[AuditEntry]) -> str:
    """Which fields stood there, as far as they have a word."""
    names = dict.fromkeys(name for entry in group for name in entry.fields if name in FIELDS)
    told = join_words(dict.fromkeys(_(FIELDS[name]) for name in names))
    return _(": %(fields)s") % {"fields": told} if told else ""


def _purposes(group: Iterable[AuditEntry]) -> str:
    """A draft keeps the kind of its change there, which is told as what happened."""
    said = (entry.purpose for entry in group if entry.purpose and entry.act != "people.draft")
    told = list(dict.fromkeys(said))
    return join_words(told[:MOST]) + (_(" and more") if len(told) > MOST else "")


def _fact(entry: AuditEntry, case: Case | None) -> str:
    if entry.act in ACTS:
        return _(ACTS[entry.act])
    if entry.kind == AuditEntry.Kind.LOOK:
        return _("looked at your file")
    part, _dot, code = entry.act.partition(".")
    if case is not None:
        title = story.step_title(case, entry.act.removeprefix("case."))
        return _("took a step in your matter: %(step)s") % {"step": title}
    change = {**CHANGES, **STATES}.get(entry.purpose if code == "draft" else code) if part == "people" else ""
    return (
        _("changed your file: %(change)s") % {"change": _(change)}
        if change
        else _("changed something of yours")
    )


def _case_id(entry: AuditEntry) -> int:
    """The id of the entry's case; 0, which no case has, for an entry about something else."""
    number = entry.object_ref.removeprefix(CASE)
    return int(number) if entry.object_ref.startswith(CASE) and number.isdecimal() else 0
