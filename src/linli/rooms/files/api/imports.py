"""Spreadsheets of persons (S4-40): handed in, their columns said, looked through, written or dropped, undone.

The verbs are those of the page. What takes long the machine does between two calls: the state tells when.
"""

from hashlib import sha256
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from linli.engines.sheets.opening import BOUNDS
from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Key, KeyUsed, Limit, answers_file, kept_key, staff_of
from linli.kernel.errors import NotFound
from linli.registers.people.importing import batches, storing
from linli.rooms.files import queries
from linli.rooms.files.actions import note_import
from linli.rooms.files.api.import_bodies import import_body, import_row, line_body
from linli.rooms.files.api.paging import AfterId
from linli.rooms.files.display import purposes, returning
from linli.rooms.files.forms.plans import check_sheet
from linli.rooms.files.schemas.imports import (
    ImportBody,
    ImportPage,
    LinePage,
    RowState,
)

router = Router()


@router.post(
    "/imports", response={201: ImportBody, **REFUSALS}, url_name="import_sheet", summary="Hand in a spreadsheet"
)  # fmt: skip
def hand_in(
    request: HttpRequest,
    file: Annotated[
        UploadedFile, File(description=".xlsx, .xls, .csv or .et, 30 MB at most; sealed as it comes")
    ],
    place: Annotated[Id, Form(description="where the persons live, unless a column says it; see /places")],
    idempotency_key: Key = "",
) -> Status[ImportBody]:
    """What the file is is told by its bytes, not by its name. The machine reads it next: ask until it is `outlined`.
    The same `Idempotency-Key` again gives the first import; with another file it is refused (409, `key_used`)."""
    actor, data = staff_of(request), file.read(BOUNDS.size + 1)
    check_sheet(data)
    batch = batches.receive(
        actor=actor, now=clock.now(), day=clock.today(), place_id=place, file_name=file.name or "", data=data,
        key=kept_key("import", idempotency_key),
    )  # fmt: skip
    if bytes(batch.digest) != sha256(data).digest() or batch.place_id != place:
        raise KeyUsed
    return Status(201, import_body(batch, now=clock.now()))


@router.get(
    "/imports", response={200: ImportPage, 422: REFUSALS[422]}, url_name="imports", summary="List imports"
)
def list_imports(request: HttpRequest, after: AfterId = 0, limit: Limit = 50) -> ImportPage:
    """Of the places of the holder of this key, the newest first; also what others of the office handed in."""
    found = batches.visible_imports(staff_of(request)).order_by("-pk")
    rows = list((found.filter(pk__lt=after) if after else found)[:limit])
    return ImportPage(
        items=[import_row(one) for one in rows], after=str(rows[-1].pk) if len(rows) == limit else None
    )


@router.get(
    "/imports/{import_id}",
    response={200: ImportBody, **REFUSALS},
    url_name="import",
    summary="Read how far an import is",
)
def read(request: HttpRequest, import_id: Id) -> ImportBody:
    """State and progress; what its columns are proposed to hold, or hold; the reasons for doubt."""
    actor = staff_of(request)
    batch = batches.find_import(actor, import_id)
    body = import_body(batch, now=clock.now())
    if body.sheets:
        note_import(actor, "files.import", batch.pk, purpose=purposes.keeping())
    return body


@router.get(
    "/imports/{import_id}/rows", response={200: LinePage, **REFUSALS}, url_name="import_rows",
    summary="List rows of an import",
)  # fmt: skip
def list_rows(
    request: HttpRequest,
    import_id: Id,
    state: Annotated[RowState, Query(description="what becomes of the rows")],
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`after` of the page before")] = 0,
    limit: Limit = 50,
) -> LinePage:
    """What becomes of each row of a state and why, in the order of the sheets. None before the check, and once the
    rows are forgotten (a week after they were written)."""
    actor = staff_of(request)
    batch = batches.find_import(actor, import_id)
    found = storing.list_rows(batch, state, after=after, limit=limit)
    persons = {verdict.person for _kept, verdict in found if verdict.person}
    seen = queries.seen_among(actor, persons, day=clock.today())
    if found:
        note_import(actor, "files.import", batch.pk, persons=seen, purpose=purposes.keeping())
    return LinePage(
        items=[line_body(verdict, batch.plan, seen) for _kept, verdict in found],
        after=str(found[-1][0].position) if len(found) == limit else None,
    )


@router.get(
    "/imports/{import_id}/returned", response={200: None, **REFUSALS}, url_name="import_returned",
    summary="Fetch rows that were not taken", openapi_extra=answers_file(returning.SHEET),
)  # fmt: skip
def returned(request: HttpRequest, import_id: Id) -> HttpResponse:
    """As Excel, each row as it came with the reasons in the last column, to be mended and handed in again. Numbers
    stand in full: it is a look of its own. 404 before the check, and once the rows are forgotten."""
    actor = staff_of(request)
    batch = batches.find_import(actor, import_id)
    outline = returning.outline_of(batch)
    if not outline:
        raise NotFound(_("There is no such import."))
    note_import(actor, "files.import_returned", batch.pk, purpose=purposes.keeping())
    headers = {"Content-Disposition": f'attachment; filename="linli-import-{batch.pk}.xlsx"'}
    return HttpResponse(returning.workbook(batch, outline), content_type=returning.SHEET, headers=headers)
