"""Photos, files and drawn signatures of a form: stored when they arrive, named in the answers by their token."""

import base64
import binascii
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.questions import FormField
from linli.kernel.actors import Actor
from linli.registers.documents.actions import UploadRefused, read_file, read_photo, store_file, store_photo
from linli.registers.documents.models import Document

_DRAWN: Final = "data:image/png;base64,"
_LONGEST_DRAWN: Final = 400_000
"""Characters of a drawn signature; a canvas of 1000 × 400 points needs a tenth."""


def take_uploads(
    definition: FormDefinition,
    raw: Mapping[str, Any],
    files: "Mapping[str, UploadedFile[Any]]",
    *,
    actor: Actor,
) -> tuple[dict[str, Any], dict[str, str]]:
    """`raw` with a token for each upload that is new, and faults by path for those that were refused.

    The file of a field `photo` arrives as `photo.file`, a drawn signature as `signature.image`.
    """
    changed = dict(raw)
    faults: dict[str, str] = {}
    for path, field, holder in list(_slots(definition, changed)):
        given = holder.get(field.code)
        typed = dict(given) if isinstance(given, Mapping) else {"ref": given or ""}
        drawn = typed.pop("image", "")
        try:
            document = _store(field, files.get(f"{path}.file"), drawn, actor)
        except UploadRefused as refusal:
            faults[path] = str(refusal.message)
        else:
            if document is not None:
                typed["ref"] = document.token
        holder[field.code] = typed
    return changed, faults


def _slots(
    definition: FormDefinition, raw: dict[str, Any]
) -> Iterator[tuple[str, FormField, dict[str, Any]]]:
    """Path, question and the mapping that holds its answer, for everything that can be uploaded."""
    for part in definition.parts:
        wanted = [field for field in part.fields if field.type in ("photo", "file", "signature")]
        if not wanted:
            continue
        if part.repeat is None:
            yield from ((field.code, field, raw) for field in wanted)
            continue
        code = part.code or ""
        items = [dict(item) for item in raw.get(code, ()) if isinstance(item, Mapping)]
        raw[code] = items
        for index, item in enumerate(items):
            yield from ((f"{code}.{index}.{field.code}", field, item) for field in wanted)


def _store(
    field: FormField, upload: "UploadedFile[Any] | None", drawn: object, actor: Actor
) -> Document | None:
    if field.type == "signature":
        return _store_drawn(field, str(drawn), actor) if drawn else None
    if upload is None:
        return None
    if field.type == "photo":
        photo = read_photo(upload, size=upload.size or 0, field=field.code)
        return store_photo(actor=actor, photo=photo, title=field.label)
    found = read_file(upload, size=upload.size or 0, field=field.code)
    return store_file(actor=actor, file=found, title=upload.name or field.label)


def _store_drawn(field: FormField, drawn: str, actor: Actor) -> Document:
    try:
        if not drawn.startswith(_DRAWN) or len(drawn) > _LONGEST_DRAWN:
            raise binascii.Error
        data = base64.b64decode(drawn.removeprefix(_DRAWN), validate=True)
    except (binascii.Error, ValueError):
        raise UploadRefused(_("Please sign again."), field=field.code) from None
    photo = read_photo(io.BytesIO(data), size=len(data), field=field.code)
    return store_photo(actor=actor, photo=photo, title=field.label)
