"""Steps of an import (S4-40): its columns, its headers; written, dropped, undone. The verbs are those of the page."""

from collections.abc import Callable

from django.http import HttpRequest
from ninja import Router

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.door import REFUSALS, Id, Key, Sent, kept_key, staff_of
from linli.kernel.idempotency import once
from linli.registers.people.importing import batches
from linli.registers.people.models import PersonImport
from linli.rooms.files.actions import note_import
from linli.rooms.files.api.import_bodies import import_body
from linli.rooms.files.api.import_plans import plan_of
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.imports import Accept, Columns, Headers, ImportBody, ImportStep

router = Router()
ANSWERS = {200: ImportBody, **REFUSALS}


@router.post(
    "/imports/{import_id}/columns", response=ANSWERS, url_name="import_columns", summary="Say what the columns hold"
)  # fmt: skip
def choose_columns(
    request: HttpRequest, import_id: Id, body: Sent[Columns], idempotency_key: Key = ""
) -> ImportBody:
    """All rows are checked by it next, and the office's choice is remembered for sheets with this header. May be said
    again before anything is written."""

    def work(actor: Actor) -> PersonImport:
        batch = batches.find_import(actor, import_id)
        return batches.choose_columns(
            actor=actor,
            now=clock.now(),
            batch_id=import_id,
            revision=body.revision,
            plan=plan_of(batch, body),
        )

    return _step(request, f"columns {import_id}", idempotency_key, work)


@router.post(
    "/imports/{import_id}/headers", response=ANSWERS, url_name="import_headers",
    summary="Say in which rows headers stand",
)  # fmt: skip
def read_again(
    request: HttpRequest, import_id: Id, body: Sent[Headers], idempotency_key: Key = ""
) -> ImportBody:
    """Where the machine found the wrong rows, or none (`no-header`): the file is read again, and columns are proposed
    anew."""
    headers = {str(one.sheet): sorted((one.first - 1, one.last - 1)) for one in body.sheets}
    return _step(
        request, f"headers {import_id}", idempotency_key,
        lambda actor: batches.read_again(
            actor=actor, now=clock.now(), batch_id=import_id, revision=body.revision, headers=headers
        ),
    )  # fmt: skip


@router.post(
    "/imports/{import_id}/accept", response=ANSWERS, url_name="import_accept", summary="Write an import"
)  # fmt: skip
def accept(request: HttpRequest, import_id: Id, body: Sent[Accept], idempotency_key: Key = "") -> ImportBody:
    """What is new and changed, and doubtful rows whose every reason is taken; whole or not at all. Where files were
    changed since the check (`changed-since`), all rows are checked anew and nothing is written."""
    return _step(
        request, f"accept {import_id}", idempotency_key,
        lambda actor: batches.accept(
            actor=actor, now=clock.now(), batch_id=import_id, revision=body.revision, takes=body.take
        ),
    )  # fmt: skip


@router.post("/imports/{import_id}/drop", response=ANSWERS, url_name="import_drop", summary="Drop an import")
def drop(
    request: HttpRequest, import_id: Id, body: Sent[ImportStep], idempotency_key: Key = ""
) -> ImportBody:
    """Nothing is written; file and rows are forgotten at once."""
    return _step(
        request, f"drop {import_id}", idempotency_key,
        lambda actor: batches.drop(actor=actor, now=clock.now(), batch_id=import_id, revision=body.revision),
    )  # fmt: skip


@router.post("/imports/{import_id}/undo", response=ANSWERS, url_name="import_undo", summary="Undo an import")
def undo(
    request: HttpRequest, import_id: Id, body: Sent[ImportStep], idempotency_key: Key = ""
) -> ImportBody:
    """Within 7 days, and only if nobody changed these files since (`undo-refused`): all of it or nothing."""
    return _step(
        request, f"undo {import_id}", idempotency_key,
        lambda actor: batches.ask_undo(
            actor=actor, now=clock.now(), batch_id=import_id, revision=body.revision
        ),
    )  # fmt: skip


def _step(request: HttpRequest, call: str, key: str, work: Callable[[Actor], PersonImport]) -> ImportBody:
    """A step that was taken with the same key before gives the import as it stands now."""
    actor = staff_of(request)
    batch_id = int(once(actor=actor, key=kept_key(f"import {call}", key), work=lambda: str(work(actor).pk)))
    batch = batches.find_import(actor, batch_id)
    body = import_body(batch, now=clock.now())
    if body.sheets:
        note_import(actor, "files.import", batch.pk, purpose=purposes.keeping())
    return body
