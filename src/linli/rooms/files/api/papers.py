"""Papers that prove what stands in files: bounded, sniffed, encoded anew as on the pages, sealed as they are kept."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Router, Status
from ninja.files import UploadedFile

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Key, Sent, answers_file, kept_key, staff_of
from linli.kernel.errors import Faults, NotFound
from linli.kernel.idempotency import once
from linli.registers.documents.actions import UploadRefused, open_document, read_file, store_file
from linli.registers.documents.models import Document
from linli.registers.documents.queries import get_by_token, get_own
from linli.registers.people import files
from linli.registers.people.queries import get_person
from linli.rooms.files import queries
from linli.rooms.files.actions import note_look
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.papers import PaperBody, UploadBody
from linli.rooms.files.schemas.people import Purpose

router = Router()
JPEG, PDF = "image/jpeg", "application/pdf"
Token = Annotated[str, Path(max_length=32, description="`paper` of the list")]


@router.post(
    "/documents", response={201: UploadBody, **REFUSALS}, url_name="upload_document", summary="Upload a paper"
)
def upload(
    request: HttpRequest,
    file: Annotated[
        UploadedFile, File(description="JPEG, PNG or WebP photo, or PDF; 10 MB unless set otherwise")
    ],
    title: Annotated[str, Form(max_length=128, description="what it is; no names")] = "",
    idempotency_key: Key = "",
) -> Status[UploadBody]:
    """A proof for a label or a consent. It is its uploader's until something names it, and forgotten after 31 days if
    nothing does. The same `Idempotency-Key` again gives the first paper."""
    actor = staff_of(request)

    def work() -> str:
        kept = _read(file)
        return store_file(actor=actor, file=kept, title=title or _("Proof")).token

    token = once(actor=actor, key=kept_key("document", idempotency_key), work=work)
    document = get_own(actor, token)
    if document is None:
        raise NotFound(_("There is no such document."))
    return Status(201, UploadBody(**_kept(document)))


@router.get(
    "/people/{person_id}/papers", response={200: list[PaperBody], **REFUSALS}, url_name="papers",
    summary="List papers of a person",
)  # fmt: skip
def list_papers(request: HttpRequest, person_id: Id) -> list[PaperBody]:
    """What proves her labels and consents, the newest first; the papers of applications stay with their cases. Of a
    label of the sealed tier only the number is told."""
    actor = staff_of(request)
    person = get_person(actor, person_id, day=clock.today())
    note_look(
        actor, "files.papers", persons=[person.pk], fields=("documents",), purpose=purposes.keeping(),
        about=f"person:{person.pk}",
    )  # fmt: skip
    return [_paper(one) for one in queries.list_papers(files.ids_of(person.pk))]


@router.post(
    "/people/{person_id}/papers/{paper}/open", response={200: None, **REFUSALS}, url_name="open_paper",
    summary="Open a paper of a person", openapi_extra=answers_file(JPEG, PDF),
)  # fmt: skip
def open_paper(request: HttpRequest, person_id: Id, paper: Token, body: Sent[Purpose]) -> HttpResponse:
    """The file itself, for a purpose; each call is an entry that she can read."""
    actor = staff_of(request)
    person = get_person(actor, person_id, day=clock.today())
    found = {one.document.token: one.document for one in queries.list_papers(files.ids_of(person.pk))}
    document = get_by_token(paper) if paper in found else None
    if document is None:
        raise NotFound(_("There is no such document."))
    note_look(
        actor, "files.paper", persons=[person.pk], fields=("documents",),
        purpose=purposes.say(body.why, body.words), about=f"document:{document.pk}",
    )  # fmt: skip
    ending = "pdf" if document.media_type == PDF else "jpg"
    headers = {"Content-Disposition": f'attachment; filename="paper-{document.pk}.{ending}"'}
    return HttpResponse(open_document(document), content_type=document.media_type, headers=headers)


def _read(file: UploadedFile) -> Any:
    try:
        return read_file(file, size=file.size or 0, field="file")
    except UploadRefused as refusal:
        raise Faults({"file": refusal.message}) from None


def _kept(document: Document) -> dict[str, Any]:
    created: datetime = document.created_at
    return {
        "paper": document.token,
        "media_type": document.media_type,
        "size": document.size,
        "width": document.width,
        "height": document.height,
        "sha256": bytes(document.digest).hex(),
        "created_at": created,
    }


def _paper(one: queries.Proof) -> PaperBody:
    proves: Any = "label" if one.label is not None else "consent"
    return PaperBody(
        **_kept(one.document), title=one.document.title, proves=proves, label=one.label, purpose=one.purpose
    )
