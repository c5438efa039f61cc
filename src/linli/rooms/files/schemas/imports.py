"""Spreadsheets of persons: how far an import is, its columns, its rows, and what is said to it."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from linli.kernel.door import Asked, Revision
from linli.rooms.files.schemas.people import MASKED

State = Literal[
    "received", "outlined", "mapped", "checked", "accepted", "done", "undoing", "undone", "dropped", "failed"
]
RowState = Literal["new", "changed", "doubtful", "refused", "same"]
Target = Literal[
    "name", "id_number", "sex", "birth_date", "phone", "ethnicity", "nationality", "marital", "household",
    "household_kind", "relation", "registered_address", "dwelling_address", "community", "since", "document_kind",
]  # fmt: skip
"""What a column can hold."""
Letters = Annotated[str, Field(pattern="^[A-Z]{1,3}$", description="a column, as spreadsheets name it")]
Line = Annotated[int, Field(ge=1, le=40, description="row of the sheet, from 1")]
SheetNumber = Annotated[int, Field(ge=0, le=29, description="from 0, in the order of the file")]
Reason = Annotated[str, Field(max_length=48, pattern=r"^[a-z_]+:[a-z-]+$")]
Verb = Literal["columns", "headers", "accept", "drop", "undo", "returned"]


class Counts(Schema):
    """Rows by what becomes of them, at the last check."""

    new: int = Field(description="files to be made")
    changed: int = Field(description="files to be changed")
    doubtful: int = Field(description="written only if every reason for doubt is taken")
    refused: int = Field(description="never written; they go back with the reasons")
    same: int = Field(description="nothing to be done")


class ImportRowBody(Schema):
    """An import in a list."""

    import_id: int
    revision: int = Field(description="to be sent with the next step")
    state: State = Field(
        description="`received`, `mapped`, `accepted` and `undoing` wait for the machine: ask again after two seconds"
    )
    problem: str = Field(description="code of why the last step did not end; empty if it did")
    told: str = Field(description="the same in words, with the mend")
    place: int = Field(description="where the rows belong, unless a column says it")
    file_name: str
    size: int = Field(description="bytes")
    sha256: str = Field(description="of the file as it came, hexadecimal")
    rows: int = Field(description="of the step that runs, as far as they are counted")
    done: int = Field(description="so many of `rows` are behind it")
    counts: Counts
    written: int = Field(description="files made or changed")
    by: str = Field(description="who handed it in, then who accepted it")
    office: str
    created_at: datetime
    written_at: datetime | None
    undone_at: datetime | None
    undo_until: datetime | None = Field(description="rows are kept, and it can be undone, as long; 7 days")


class ImportPage(Schema):
    items: list[ImportRowBody]
    after: str | None


class ColumnBody(Schema):
    """A column of a sheet: what stands over it and in it, and what it holds as far as is known."""

    column: str = Field(description="as spreadsheets name it", examples=["C"])
    title: str
    examples: list[str] = Field(description="up to three values; numbers are masked")
    field: str = Field(description="what it holds; empty: it is not read")


class SheetBody(Schema):
    """A sheet with the plan as it stands: proposed, remembered from an earlier sheet with this header, or chosen."""

    sheet: int = Field(description="from 0")
    name: str
    rows: int = Field(description="below the header")
    read: bool
    first: int = Field(description="row in which the header begins, from 1")
    last: int = Field(description="row in which it ends")
    remembered: bool = Field(description="the columns are those that the office chose for this header before")
    columns: list[ColumnBody]


class DoubtBody(Schema):
    """A reason for doubt."""

    reason: str = Field(description="`field:reason`, to be sent as `take`", examples=["phone:form"])
    told: str
    rows: int = Field(description="doubtful rows that have it")
    taken: bool


class ImportBody(ImportRowBody):
    """How far an import is, what its columns hold, what is in doubt, and what the holder of the key may do."""

    sheets: list[SheetBody] = Field(description="from `outlined` on, as long as they are kept")
    doubts: list[DoubtBody] = Field(description="while `checked`, the most frequent first")
    may: list[Verb]


class ReasonBody(Schema):
    """What is wrong or doubtful about a row: the field, the value and its mend."""

    reason: str = Field(description="`field:reason`", examples=["id_number:lost"])
    told: str
    value: str = Field(description="cell and text, numbers masked; empty if no column holds the field")
    mend: str


class LineBody(Schema):
    """A row as it was checked."""

    sheet: int
    line: int = Field(description="row of the sheet, from 1")
    name: str
    number: str = Field(description=MASKED)
    state: RowState
    action: str = Field(
        description="if it is written: `new`, `changed`, `same`, `joined` (a second household); `made` once it is"
    )
    person: int | None = Field(description="the file that it is about, if the holder of the key keeps it")
    changes: list[str] = Field(description="fields that become others")
    reasons: list[ReasonBody]


class LinePage(Schema):
    items: list[LineBody]
    after: str | None


class ImportStep(Asked):
    """`revision` is the one of the import that was read; a stale one is refused (409)."""

    revision: Revision


class PlannedColumn(Asked):
    """A column, and what it holds."""

    column: Letters
    field: Target


class PlannedSheet(Asked):
    """What the columns of a sheet hold; columns that are not named are not read."""

    sheet: SheetNumber
    columns: Annotated[list[PlannedColumn], Field(min_length=1, max_length=100)]


class Columns(ImportStep):
    """Which sheets are read, and what their columns hold; sheets that are not named are not read. Each field once in a
    sheet, and `name` in each. A column or sheet that is named twice holds what was said last."""

    sheets: Annotated[list[PlannedSheet], Field(min_length=1, max_length=30)]


class HeaderRows(Asked):
    """The header of a sheet stands in these rows."""

    sheet: SheetNumber
    first: Line
    last: Line


class Headers(ImportStep):
    sheets: Annotated[list[HeaderRows], Field(min_length=1, max_length=30)]


class Accept(ImportStep):
    take: Annotated[list[Reason], Field(max_length=100)] = Field(
        default=[],
        description="reasons for doubt that one answers for: rows with these and no others are written, too",
        examples=[["phone:form"]],
    )
