"""Parts and rows of an import as they are kept: sealed, forgotten after a while."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson
from django.db import connection
from django.db.models import Q

from linli.kernel.copying import copy_rows
from linli.kernel.crypto import seal, unseal
from linli.registers.people.importing.deciding import Verdict
from linli.registers.people.importing.given import from_json, to_json
from linli.registers.people.models import ImportPart, ImportRow, PersonImport
from linli.registers.people.sealing import CONTEXT_IMPORT_PART, CONTEXT_IMPORT_ROW

FILE: Final = "file"
OUTLINE: Final = "outline"
MADE: Final = "made"
BLOCK: Final = 2_000

_COLUMNS: Final = (
    "batch_id", "position", "sheet", "line", "state", "action", "reasons", "person_id", "revision", "answer", "follows",
    "sealed",
)  # fmt: skip


def keep_part(batch: PersonImport, kind: str, data: bytes) -> None:
    sealed = seal(data, context=CONTEXT_IMPORT_PART)
    ImportPart.objects.update_or_create(batch=batch, kind=kind, defaults={"sealed": sealed})


def keep_json(batch: PersonImport, kind: str, content: Any) -> None:
    keep_part(batch, kind, orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS))


def open_part(batch: PersonImport, kind: str) -> bytes | None:
    found = ImportPart.objects.filter(batch=batch, kind=kind).values_list("sealed", flat=True).first()
    return unseal(found, context=CONTEXT_IMPORT_PART) if found is not None else None


def open_json(batch: PersonImport, kind: str) -> Any:
    """None if nothing of this kind is kept (any more)."""
    found = open_part(batch, kind)
    return orjson.loads(found) if found else None


def copy_verdicts(batch: PersonImport, verdicts: Sequence[Verdict]) -> None:
    """Add rows; each is sealed with what changes by it."""
    copy_rows(ImportRow, _COLUMNS, (_values(batch.pk, verdict) for verdict in verdicts))


def _values(batch: int, verdict: Verdict) -> tuple[Any, ...]:
    row = verdict.row
    return (
        batch, row.position, row.sheet, row.line, verdict.state, verdict.action, verdict.reasons, verdict.person,
        verdict.revision, verdict.answer, verdict.follows or None, seal_row(verdict),
    )  # fmt: skip


def seal_row(verdict: Verdict) -> bytes:
    """What stands in the row, what changes by it, which files may be about the same person."""
    known = orjson.dumps([verdict.changes, verdict.alike])
    return seal(to_json(verdict.row) + b"\n" + known, context=CONTEXT_IMPORT_ROW)


def open_row(kept: ImportRow) -> Verdict:
    """The verdict as it was kept."""
    content, _newline, known = unseal(kept.sealed, context=CONTEXT_IMPORT_ROW).rpartition(b"\n")
    row = from_json(content)
    told = list(kept.reasons)
    row.faults, row.doubts = (told, []) if kept.state == ImportRow.State.REFUSED else ([], told)
    changes, alike = map(tuple, orjson.loads(known))
    return Verdict(
        row,
        kept.state,
        kept.action,
        changes,
        kept.person_id,
        kept.revision,
        alike,
        kept.answer,
        kept.follows or 0,
    )


def stream_taken(batch: PersonImport, wanted: Q) -> Iterator[list[tuple[ImportRow, Verdict]]]:
    """Rows in the order of their positions, by blocks."""
    last = 0
    while True:
        found = ImportRow.objects.filter(wanted, batch=batch, position__gt=last).order_by("position")
        block = list(found.defer("undo")[:BLOCK])
        if not block:
            return
        yield [(kept, open_row(kept)) for kept in block]
        last = block[-1].position


def list_rows(batch: PersonImport, state: str, *, after: int, limit: int) -> list[tuple[ImportRow, Verdict]]:
    """Rows of a state, in the order of the sheets, from after the position `after`."""
    found = ImportRow.objects.filter(batch=batch, state=state, position__gt=after).order_by("position")
    return [(kept, open_row(kept)) for kept in found.defer("undo")[:limit]]


def stream_returned(batch: PersonImport, sheet: int) -> Iterator[Verdict]:
    """Rows of a sheet that were refused, or in doubt and not taken."""
    wanted = Q(sheet=sheet, state__in=[ImportRow.State.REFUSED, ImportRow.State.DOUBTFUL])
    for block in stream_taken(batch, wanted):
        yield from (verdict for _kept, verdict in block)


def forget_rows(batch: PersonImport) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM person_import_row WHERE batch_id = %s", [batch.pk])


def forget_all(batch: PersonImport) -> None:
    """Nothing of what stood in the sheet is kept."""
    forget_rows(batch)
    ImportPart.objects.filter(batch=batch).delete()
