"""Taking in a photo: bounded, sniffed, decoded, re-encoded without metadata, sealed. A PDF is kept as it came."""

import io
import secrets
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import filetype
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError
from linli.registers.documents.models import Document, DocumentContent
from linli.registers.documents.rules import (
    ACCEPTED,
    LONGEST_SIDE,
    MOST_PIXELS,
    PDF,
    QUALITY,
    RENEWED_AFTER,
    UNCLAIMED_KEPT,
    is_office,
)

CONTEXT = "document_content.sealed"


class UploadRefused(DomainError):
    """The file is too large, not a photo, or damaged; the message says which and what to do."""

    code = "upload_refused"


class Readable(Protocol):
    """An upload: anything that gives its bytes."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class File:
    """A PDF as it came: nothing of it is opened here."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Photo:
    """A re-encoded photo, ready to be stored."""

    data: bytes
    width: int
    height: int


def read_photo(file: Readable, *, size: int, field: str = "") -> Photo:
    """Check and re-encode an uploaded photo (JPEG, PNG or WebP) to JPEG. Raises `UploadRefused`."""
    words = _(
        "The photo has %(size)s MB, at most %(limit)s MB are possible. Take it again with a lower resolution."
    )
    raw = _read_within(file, size, words, field)
    kind = filetype.guess(raw)
    if kind is None or kind.mime not in ACCEPTED:
        raise UploadRefused(
            _("This file is not a photo. Take a photo, or choose a JPG, PNG or WebP file."), field=field
        )
    try:
        return _reencode(raw)
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UploadRefused(
            _("The photo is damaged and cannot be opened. Take it again."), field=field
        ) from error


def _read_within(file: Readable, size: int, words: str, field: str) -> bytes:
    limit = settings.CONFIG.upload_limit_mb
    if size > limit * 1024 * 1024:
        raise UploadRefused(words % {"size": round(size / 1024 / 1024, 1), "limit": limit}, field=field)
    return file.read(limit * 1024 * 1024 + 1)


def read_file(file: Readable, *, size: int, field: str = "") -> Photo | File:
    """Check an uploaded PDF, or re-encode a photo of a paper. Raises `UploadRefused`."""
    words = _(
        "The file has %(size)s MB, at most %(limit)s MB are possible. Save it smaller, or hand it in on paper."
    )
    raw = _read_within(file, size, words, field)
    kind = filetype.guess(raw)
    if kind is not None and kind.mime == PDF:
        return File(raw)
    if kind is not None and kind.mime in ACCEPTED:
        return read_photo(io.BytesIO(raw), size=len(raw), field=field)
    raise UploadRefused(_neither(raw, kind.mime if kind else ""), field=field)


def _neither(raw: bytes, mime: str) -> str:
    if is_office(raw, mime):
        return _(
            "Files of Word, Excel, PowerPoint or WPS are not taken. Save it as a PDF there (File, Save as), or take a "
            "photo of the paper. Taken are PDF, JPG, PNG and WebP."
        )
    return _(
        "This file is neither a PDF nor a photo. Save it as a PDF, or take a photo of the paper. Taken are PDF, JPG, "
        "PNG and WebP."
    )


def _reencode(raw: bytes) -> Photo:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as source:
            if source.width * source.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(source).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(data=out.getvalue(), width=upright.width, height=upright.height)


def store_photo(*, actor: Actor, photo: Photo, title: str) -> Document:
    """Seal and store a photo in the caller's transaction."""
    return _store(actor, title, photo.data, "image/jpeg", width=photo.width, height=photo.height)


def store_file(*, actor: Actor, file: Photo | File, title: str) -> Document:
    """As `store_photo`, for what `read_file` gave."""
    if isinstance(file, Photo):
        return store_photo(actor=actor, photo=file, title=title)
    return _store(actor, title, file.data, PDF)


def _store(
    actor: Actor,
    title: str,
    data: bytes,
    media_type: str,
    *,
    width: int | None = None,
    height: int | None = None,
) -> Document:
    with transaction.atomic():
        document = Document.objects.create(
            token=secrets.token_urlsafe(20)[:32],
            title=title[:128],
            media_type=media_type,
            size=len(data),
            width=width,
            height=height,
            digest=sha256(data).digest(),
            created_by=actor.user_id,
        )
        DocumentContent.objects.create(document=document, sealed=crypto.seal(data, context=CONTEXT))
    return document


def claim(documents: Iterable[Document]) -> None:
    """Something refers to these documents from now on, in the caller's transaction."""
    Document.objects.filter(id__in=[document.pk for document in documents], claimed=False).update(
        claimed=True
    )


def claim_tokens(tokens: Iterable[str]) -> None:
    """As `claim`, for documents known by their tokens; no statement without any."""
    wanted = list(tokens)
    if wanted:
        Document.objects.filter(token__in=wanted, claimed=False).update(claimed=True)


def keep_longer(tokens: Iterable[str], *, actor: Actor, now: datetime) -> None:
    """The actor's uploads that a draft names still: they stay as long as if they had come today."""
    named = list(tokens)
    if named:
        mine = Document.objects.filter(token__in=named, created_by=actor.user_id, claimed=False)
        mine.filter(created_at__lt=now - RENEWED_AFTER).update(created_at=now)


def drop_unclaimed(*, now: datetime) -> int:
    """Forget uploads of forms that were never sent, after `UNCLAIMED_KEPT`; returns how many."""
    forgotten = Document.objects.filter(claimed=False, created_at__lt=now - UNCLAIMED_KEPT)
    DocumentContent.objects.filter(document__in=forgotten).delete()
    count, _each = forgotten.delete()
    return count


def open_document(document: Document) -> bytes:
    """The bytes of a document; the caller has checked who may see what refers to it."""
    return crypto.unseal(document.content.sealed, context=CONTEXT)
