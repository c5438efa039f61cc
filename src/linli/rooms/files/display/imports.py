"""Imports as pages show them: how far they are, what columns hold, what becomes of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.engines.sheets.cells import column_letters
from linli.engines.sheets.faults import NO_TABLE
from linli.kernel.clock import local_day
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, format_number, join_clauses, join_words
from linli.registers.people.importing.batches import KEPT, RUNNING, State
from linli.registers.people.importing.given import FIELDS
from linli.registers.people.importing.words import PROBLEMS
from linli.registers.people.models import PersonImport
from linli.rooms.files.display.import_rows import field_label, masked

STATES: Final[Mapping[str, tuple[ui.progress.State, str]]] = {
    State.RECEIVED: ("running", gettext_noop("Being read")),
    State.OUTLINED: ("new", gettext_noop("Say the columns")),
    State.MAPPED: ("running", gettext_noop("Being checked")),
    State.CHECKED: ("new", gettext_noop("To be decided")),
    State.ACCEPTED: ("running", gettext_noop("Being written")),
    State.DONE: ("done", gettext_noop("Imported")),
    State.UNDOING: ("running", gettext_noop("Being undone")),
    State.UNDONE: ("paused", gettext_noop("Undone")),
    State.DROPPED: ("paused", gettext_noop("Dropped")),
    State.FAILED: ("overdue", gettext_noop("Not readable")),
}
TITLES: Final = {
    "new": gettext_noop("To be made"),
    "changed": gettext_noop("To be changed"),
    "doubtful": gettext_noop("Doubtful"),
    "refused": gettext_noop("Refused"),
    "same": gettext_noop("The same"),
}
"""State of a row → its heading, in the order of the page."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import of a list."""

    href: str
    name: str
    place: str
    who: str
    when: str
    badge: ui.Badge
    figures: str


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of a sheet, what stands over it and in it, and the field it goes to."""

    letters: str
    title: str
    examples: str
    name: str
    choices: Sequence[ui.Choice]


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """A sheet: whether it is read, in which rows (from 1) its header stands, its columns."""

    number: int
    name: str
    rows: str
    read: bool
    first: int
    last: int
    remembered: bool
    columns: Sequence[MappedColumn]


def badge(batch: PersonImport) -> ui.Badge:
    state, words = STATES[batch.state]
    return ui.Badge(state, _(words))


def problem(batch: PersonImport) -> ui.Notice | None:
    """Why the last step did not end."""
    if not batch.problem:
        return None
    words = {**NO_TABLE, **PROBLEMS}.get(batch.problem, PROBLEMS["failed"])
    return ui.Notice(_(words), "overdue" if batch.state == State.FAILED else "risk")


def line(batch: PersonImport, href: str, place: str, *, now: datetime) -> ImportLine:
    return ImportLine(
        href=href, name=batch.file_name, place=place, who=join_clauses(filter(None, (batch.user_name, batch.office))),
        when=format_moment(batch.created_at, today=local_day(now)), badge=badge(batch), figures=figures(batch),
    )  # fmt: skip


def figures(batch: PersonImport) -> str:
    """What was found, or written, in a few words."""
    if batch.state in (State.DONE, State.UNDOING):
        return _("%(count)s files made or changed") % {"count": format_number(batch.written)}
    if batch.state != State.CHECKED:
        return ""
    counted = ((words, getattr(batch, state)) for state, words in TITLES.items())
    return join_words(f"{_(words)} {format_number(count)}" for words, count in counted if count)


def is_running(batch: PersonImport) -> bool:
    return batch.state in RUNNING


def can_undo(batch: PersonImport, *, now: datetime) -> bool:
    return batch.state == State.DONE and batch.written_at is not None and now - batch.written_at <= KEPT


def sheets(outline: Sequence[Mapping[str, Any]], plan: Mapping[str, Any]) -> list[MappedSheet]:
    """The sheets with the plan as it stands."""
    planned = {one["sheet"]: one for one in plan.get("sheets", ())}
    found = []
    for one in outline:
        said = planned.get(one["sheet"], one)
        columns = {int(column): field for column, field in said["columns"].items()}
        found.append(
            MappedSheet(
                number=one["sheet"],
                name=one["name"],
                rows=format_number(one["rows"]),
                read=said["read"],
                first=one["first"] + 1,
                last=one["last"] + 1,
                remembered=one["remembered"],
                columns=[_column(one, at, columns.get(at, "")) for at in range(len(one["titles"]))],
            )
        )
    return found


def _column(sheet: Mapping[str, Any], at: int, chosen: str) -> MappedColumn:
    choices = [ui.Choice("", _("Not read"), not chosen)]
    choices += [ui.Choice(field, field_label(field), field == chosen) for field in FIELDS]
    return MappedColumn(
        column_letters(at), sheet["titles"][at], "、".join(examples(sheet["sample"], at)),
        f"c-{sheet['sheet']}-{at}", choices,
    )  # fmt: skip


def examples(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    """Up to three texts of a column, numbers masked."""
    texts = dict.fromkeys(row[at] for row in sample if at < len(row) and row[at])
    return [masked(text)[:24] for text in list(texts)[:3]]
