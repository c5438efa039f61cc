"""Reading a file for the first time: its sheets, their headers, what each column is proposed to hold, a few rows."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from linli.engines.sheets.body import rows_of
from linli.engines.sheets.cells import as_text
from linli.engines.sheets.columns import Target, knower, propose
from linli.engines.sheets.headers import Header, find_header, header_at
from linli.engines.sheets.opening import Sheet, open_sheets
from linli.engines.sheets.remembering import recall
from linli.registers.people.importing import storing
from linli.registers.people.importing.batches import State, advance
from linli.registers.people.models import PersonImport
from linli.rooms.files.jobs.targets import list_targets

KIND: Final = "people"
MOST_SHEETS: Final = 30
_SAMPLED: Final = 60
_SHOWN: Final = 4


def outline(batch: PersonImport, data: bytes) -> None:
    """Keep the outline and propose a plan. Raises `NoTable`."""
    sheets, targets = open_sheets(data)[:MOST_SHEETS], list_targets()
    kept = [_outline_sheet(batch, at, sheet, targets) for at, sheet in enumerate(sheets)]
    storing.keep_json(batch, storing.OUTLINE, kept)
    problem = "" if any(one["read"] for one in kept) else "no-header"
    advance(batch, State.OUTLINED, plan={"sheets": [_plan(one) for one in kept]}, problem=problem)


def _outline_sheet(batch: PersonImport, at: int, sheet: Sheet, targets: Sequence[Target]) -> dict[str, Any]:
    said = batch.plan.get("headers", {}).get(str(at))
    header = header_at(sheet, *_within(sheet, *said)) if said else find_header(sheet, knower(targets))
    known = header is not None
    header = header or header_at(sheet, 0, 0)
    rows = rows_of(sheet, header, range(len(header.titles)))
    sample = [row.cells for row in islice(rows, _SAMPLED)]
    remembered = recall(KIND, batch.office, header) if known else None
    columns = remembered if remembered is not None else propose(header, sample, targets) if known else {}
    return {
        "sheet": at,
        "name": sheet.name,
        "rows": max(len(sheet.rows) - header.last - 1, 0),
        "first": header.first,
        "last": header.last,
        "titles": [title.whole for title in header.titles],
        "columns": columns,
        "remembered": remembered is not None,
        "read": known and _serves(columns.values()),
        "sample": [[as_text(cell) for cell in row] for row in sample[:_SHOWN]],
    }


def _serves(targets: Iterable[str]) -> bool:
    """Somebody can be known by it."""
    return {"name"} < set(targets)


def _plan(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: kept[name] for name in ("sheet", "read", "first", "last", "columns")}


def header_of(sheet: Sheet, plan: dict[str, Any]) -> Header:
    """The header in the rows that the plan says, kept within the sheet."""
    return header_at(sheet, *_within(sheet, plan["first"], plan["last"]))


def _within(sheet: Sheet, first: int, last: int) -> tuple[int, int]:
    last = max(min(last, len(sheet.rows) - 1), 0)
    return max(min(first, last), 0), last
