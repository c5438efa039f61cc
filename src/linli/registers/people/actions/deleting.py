"""Taking out of a file what nobody needs, for good: from its history too."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.crypto import mask_id_number, mask_phone, seal, unseal_text
from linli.registers.people.actions.applying import Applying
from linli.registers.people.before import forget_before
from linli.registers.people.details import Correction, Deletion, Details, DocumentAdded, load_details
from linli.registers.people.models import FileChange, IdentityDocument, Label, Person
from linli.registers.people.refusals import LabelUnfit
from linli.registers.people.sealing import CONTEXT_DETAILS

_EMPTY: dict[str, dict[str, Any]] = {
    "phone": {"phone_sealed": None, "phone_digest": None},
    "former_names": {"former_names": []},
    "ethnicity": {"ethnicity": ""},
    "marital": {"marital": ""},
}


def apply_deletion(work: Applying, details: Deletion) -> None:
    """The fields are empty, documents and labels gone, and what earlier changes said of them is masked."""
    columns: dict[str, Any] = {}
    for field in details.fields:
        columns |= _EMPTY[field]
    if columns:
        Person.objects.filter(pk=details.person).update(**columns)
    gone = _drop(IdentityDocument, details.person, details.documents)
    gone += _drop(Label, details.person, details.labels)
    if gone != len(set(details.documents)) + len(set(details.labels)):
        raise LabelUnfit(_("The file does not hold this any more: look at it again."), field="fields")
    _forget(details)
    forget_before(details.person, details.fields)
    work.note(details.person, *details.fields)
    if details.documents:
        work.note(details.person, "documents")
    if details.labels:
        work.note(details.person, "labels")


def _drop(model: "type[IdentityDocument | Label]", person_id: int, ids: Collection[int]) -> int:
    return model.objects.filter(person=person_id, pk__in=ids).delete()[0] if ids else 0


def _forget(details: Deletion) -> None:
    """Numbers that earlier changes of this file brought stand masked in them from now on."""
    kinds = [Correction.KIND] if "phone" in details.fields else []
    kinds += [DocumentAdded.KIND] if details.documents else []
    for change in FileChange.objects.filter(kind__in=kinds, persons__person=details.person):
        said = load_details(change.kind, unseal_text(change.details_sealed, context=CONTEXT_DETAILS))
        masked = _masked(said)
        if masked != said:
            sealed = seal(masked.model_dump_json(), context=CONTEXT_DETAILS)
            FileChange.objects.filter(pk=change.pk).update(details_sealed=sealed)


def _masked(said: Details) -> Details:
    if isinstance(said, Correction) and said.fields.get("phone"):
        return said.model_copy(update={"fields": {**said.fields, "phone": mask_phone(said.fields["phone"])}})
    if isinstance(said, DocumentAdded):
        paper = said.paper.model_copy(update={"number": mask_id_number(said.paper.number)})
        return said.model_copy(update={"paper": paper})
    return said
