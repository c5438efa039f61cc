"""Photo inputs of a page: a photo that arrived whole is kept, even if another field sends the form back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.registers.documents.actions import UploadRefused, open_document, read_photo, store_photo
from linli.registers.documents.models import Document
from linli.rooms.matters.definitions import Paper


class HasPapers(Protocol):
    """A matter, or several."""

    @property
    def papers(self) -> tuple[Paper, ...]: ...


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One input: `token` names the photo that is here already."""

    name: str
    id: str
    title: str
    hint: str
    required: bool
    token: str
    error: str


@dataclass(slots=True)
class PhotoInputs:
    papers: tuple[Paper, ...]
    documents: dict[str, Document] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def fresh(cls, matter: HasPapers, *, only: Collection[str] | None = None) -> "PhotoInputs":
        papers = (paper for paper in matter.papers if paper.how == "photo")
        return cls(tuple(paper for paper in papers if only is None or paper.code in only))

    def rows(self) -> list[PhotoRow]:
        return [
            PhotoRow(
                name=f"paper-{paper.code}",
                id=f"paper-{paper.code}",
                title=paper.title,
                hint=paper.hint,
                required=paper.required,
                token=self.documents[paper.code].token if paper.code in self.documents else "",
                error=self.faults.get(paper.code, ""),
            )
            for paper in self.papers
        ]

    def fault_lines(self) -> list[ui.FaultLine]:
        return [
            ui.FaultLine(row.id, _("%(field)s: %(error)s") % {"field": row.title, "error": row.error})
            for row in self.rows()
            if row.error
        ]


def take_photos(
    actor: Actor,
    matter: HasPapers,
    fields: Mapping[str, object],
    files: "Mapping[str, UploadedFile[Any]]",
    *,
    only: Collection[str] | None = None,
) -> PhotoInputs:
    """Read and store each new photo; take up those stored before by this actor (named by their tokens).

    `only` are the codes of the papers that were asked: photos of others are left alone.
    """
    inputs = PhotoInputs.fresh(matter, only=only)
    tokens = {paper.code: str(fields.get(f"paper-{paper.code}-token") or "") for paper in inputs.papers}
    wanted = [token for token in tokens.values() if token]
    known = {}
    if wanted:
        kept = Document.objects.filter(token__in=wanted, created_by=actor.user_id)
        known = {document.token: document for document in kept}
    for paper in inputs.papers:
        if tokens[paper.code] in known:
            inputs.documents[paper.code] = known[tokens[paper.code]]
        upload = files.get(f"paper-{paper.code}")
        if upload is None:
            continue
        try:
            photo = read_photo(upload, size=upload.size or 0, field=f"paper-{paper.code}")
        except UploadRefused as refusal:
            inputs.faults[paper.code] = str(refusal.message)
        else:
            inputs.documents[paper.code] = store_photo(actor=actor, photo=photo, title=paper.title)
    return inputs


def serve(document: Document) -> HttpResponse:
    """The photo itself: never cached by anyone between, never sniffed."""
    response = HttpResponse(open_document(document), content_type=document.media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response
