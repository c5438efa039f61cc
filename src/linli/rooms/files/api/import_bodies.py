"""Imports as answers tell them: how far they are, their sheets and rows; numbers masked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.engines.sheets.cells import column_letters
from linli.kernel.crypto import mask_id_number
from linli.registers.people.importing import batches, storing
from linli.registers.people.importing.batches import KEPT, State
from linli.registers.people.importing.deciding import Verdict
from linli.registers.people.models import ImportRow, PersonImport
from linli.rooms.files.display import import_rows
from linli.rooms.files.display import imports as shown
from linli.rooms.files.display.returning import outline_of
from linli.rooms.files.schemas.imports import (
    ColumnBody,
    Counts,
    DoubtBody,
    ImportBody,
    ImportRowBody,
    LineBody,
    ReasonBody,
    SheetBody,
)


def import_row(batch: PersonImport) -> ImportRowBody:
    return ImportRowBody(**_row(batch))


def import_body(batch: PersonImport, *, now: datetime) -> ImportBody:
    """With the columns that stand, or are proposed, and the reasons for doubt."""
    outline = _outline(batch)
    return ImportBody(
        **_row(batch), sheets=_sheets(outline, batch.plan), doubts=_doubts(batch), may=_may(batch, now)
    )


def _row(batch: PersonImport) -> dict[str, Any]:
    problem = shown.problem(batch)
    return {
        "import_id": batch.pk,
        "revision": batch.revision,
        "state": batch.state,
        "problem": batch.problem,
        "told": problem.text if problem else "",
        "place": batch.place_id,
        "file_name": batch.file_name,
        "size": batch.size,
        "sha256": bytes(batch.digest).hex(),
        "rows": batch.rows,
        "done": batch.done,
        "counts": Counts(**{state: getattr(batch, state) for state in ImportRow.State.values}),
        "written": batch.written,
        "by": batch.user_name,
        "office": batch.office,
        "created_at": batch.created_at,
        "written_at": batch.written_at,
        "undone_at": batch.undone_at,
        "undo_until": batch.written_at + KEPT if batch.written_at and batch.state == State.DONE else None,
    }


def _outline(batch: PersonImport) -> Sequence[Mapping[str, Any]]:
    if batch.state not in (State.OUTLINED, State.CHECKED):
        return []
    found: Sequence[Mapping[str, Any]] = storing.open_json(batch, storing.OUTLINE) or []
    return found


def _sheets(outline: Iterable[Mapping[str, Any]], plan: Mapping[str, Any]) -> list[SheetBody]:
    planned = {one["sheet"]: one for one in plan.get("sheets", ())}
    return [_sheet(one, planned.get(one["sheet"], one)) for one in outline]


def _sheet(one: Mapping[str, Any], said: Mapping[str, Any]) -> SheetBody:
    fields = {int(column): field for column, field in said["columns"].items()}
    return SheetBody(
        sheet=one["sheet"],
        name=one["name"],
        rows=one["rows"],
        read=said["read"],
        first=one["first"] + 1,
        last=one["last"] + 1,
        remembered=one["remembered"],
        columns=[
            ColumnBody(
                column=column_letters(at), title=title, examples=shown.examples(one["sample"], at),
                field=fields.get(at, ""),
            )
            for at, title in enumerate(one["titles"])
        ],
    )  # fmt: skip


def _doubts(batch: PersonImport) -> list[DoubtBody]:
    if batch.state != State.CHECKED:
        return []
    counted = batches.count_reasons(batch, ImportRow.State.DOUBTFUL)
    return [
        DoubtBody(
            reason=reason,
            told=import_rows.explain(reason, None, {})[0],
            rows=rows,
            taken=reason in batch.takes,
        )
        for reason, rows in counted.items()
    ]


def _may(batch: PersonImport, now: datetime) -> list[Any]:
    """Steps that this state allows."""
    found = {
        State.OUTLINED: ["columns", "headers", "drop"],
        State.CHECKED: ["columns", "headers", "accept", "drop"],
        State.FAILED: ["drop"],
        State.DONE: ["undo"] if shown.can_undo(batch, now=now) else [],
    }.get(State(batch.state), [])
    return [*found, *(["returned"] if outline_of(batch) and batch.refused + batch.doubtful else [])]


def line_body(verdict: Verdict, plan: Mapping[str, Any], seen: Collection[int]) -> LineBody:
    """`seen` are files that the holder of the key keeps."""
    row = verdict.row
    told = [(reason, import_rows.explain(reason, verdict, plan)) for reason in verdict.reasons]
    return LineBody(
        sheet=row.sheet,
        line=row.line,
        name=row.name,
        number=mask_id_number(row.id_number or row.document_number),
        state=verdict.state,  # type: ignore[arg-type]
        action=verdict.action,
        person=verdict.person if verdict.person in seen else None,
        changes=list(verdict.changes),
        reasons=[
            ReasonBody(reason=reason, told=wrong, value=value, mend=mend)
            for reason, (wrong, value, mend) in told
        ],
    )
