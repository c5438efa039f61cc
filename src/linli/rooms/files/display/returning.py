"""Rows that were not taken, as they go back: as they came, with the reasons in the last column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linli.engines.sheets.refused import write_refused
from linli.registers.people.importing import storing
from linli.registers.people.importing.batches import State
from linli.registers.people.models import PersonImport
from linli.rooms.files.display import import_rows

SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Part = tuple[str, Sequence[str], Iterator[Sequence[str]]]


def outline_of(batch: PersonImport) -> Sequence[Mapping[str, Any]]:
    """The sheets whose rows can go back; none before the check, or once they are forgotten."""
    if batch.state not in (State.CHECKED, State.DONE):
        return []
    found: Sequence[Mapping[str, Any]] = storing.open_json(batch, storing.OUTLINE) or []
    return found


def workbook(batch: PersonImport, outline: Sequence[Mapping[str, Any]]) -> bytes:
    """An .xlsx file."""
    return write_refused(_parts(batch, outline))


def _parts(batch: PersonImport, outline: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for sheet in outline:
        rows = storing.stream_returned(batch, sheet["sheet"])
        width = len(sheet["titles"])
        yield (
            sheet["name"],
            sheet["titles"],
            (
                [*(verdict.row.raw + [""] * width)[:width], import_rows.refused_text(verdict, batch.plan)]
                for verdict in rows
            ),
        )
