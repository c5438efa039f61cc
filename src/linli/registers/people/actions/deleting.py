"""Taking out of a file what nobody needs, for good: from its history too."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.crypto import mask_id_number, mask_phone, seal, unseal_text
from linli.registers.people.actions.applying import Applying
from linli.registers.people.before import forget_before
from linli.registers.people.changes import OPEN
from linli.registers.people.details import (
    FORGOTTEN,
    Correction,
    Deletion,
    Details,
    DocumentAdded,
    LabelGiven,
    load_details,
)
from linli.registers.people.files import ids_of
from linli.registers.people.models import FileChange, IdentityDocument, Label, Person
from linli.registers.people.refusals import LabelUnfit
from linli.registers.people.sealing import CONTEXT_DETAILS, CONTEXT_LABEL

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
    labels = Label.objects.filter(person=details.person, pk__in=details.labels).values_list("pk", flat=True)
    gone = _drop(details.person, details.documents) + forget_labels(list(labels)).labels
    if gone != len(set(details.documents)) + len(set(details.labels)):
        raise LabelUnfit(_("The file does not hold this any more: look at it again."), field="fields")
    _forget(details)
    forget_before(details.person, details.fields)
    work.note(details.person, *details.fields)
    if details.documents:
        work.note(details.person, "documents")
    if details.labels:
        work.note(details.person, "labels")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many labels went, in how many changes they are named no more, and the ids of what proved them."""

    labels: int
    changes: int
    papers: tuple[int, ...]


def forget_labels(ids: Sequence[int]) -> Forgotten:
    """Take labels out of their files and out of the history: the change by which one was given says no more which.
    What proved them is the caller's to forget. As the system, in the caller's transaction."""
    labels = list(Label.objects.select_for_update().filter(pk__in=ids))
    changes = sum(_forget_giving(label) for label in labels)
    papers = tuple({label.evidence_id for label in labels if label.evidence_id is not None})
    Label.objects.filter(pk__in=[label.pk for label in labels]).delete()
    return Forgotten(len(labels), changes, papers)


def _forget_giving(label: Label) -> int:
    code = label.code or unseal_text(label.code_sealed, context=CONTEXT_LABEL)
    forgotten = 0
    for change, said in _given_to(label.person_id):
        if said.code == code and said.day == label.valid.lower:
            _keep(change, said.model_copy(update={"code": FORGOTTEN, "evidence": None}))
            forgotten += 1
    return forgotten


def _given_to(person_id: int) -> Iterator[tuple[FileChange, LabelGiven]]:
    """Applied or not: a draft that was turned down names the label as well."""
    found = FileChange.objects.filter(kind=LabelGiven.KIND, persons__person__in=ids_of(person_id))
    for change in found.exclude(state__in=OPEN):
        said = load_details(change.kind, unseal_text(change.details_sealed, context=CONTEXT_DETAILS))
        if isinstance(said, LabelGiven):
            yield change, said


def _drop(person_id: int, documents: Collection[int]) -> int:
    if not documents:
        return 0
    return IdentityDocument.objects.filter(person=person_id, pk__in=documents).delete()[0]


def _forget(details: Deletion) -> None:
    """Numbers that earlier changes of this file brought stand masked in them from now on."""
    kinds = [Correction.KIND] if "phone" in details.fields else []
    kinds += [DocumentAdded.KIND] if details.documents else []
    for change in FileChange.objects.filter(kind__in=kinds, persons__person=details.person):
        said = load_details(change.kind, unseal_text(change.details_sealed, context=CONTEXT_DETAILS))
        masked = _masked(said)
        if masked != said:
            _keep(change, masked)


def _keep(change: FileChange, said: Details) -> None:
    sealed = seal(said.model_dump_json(), context=CONTEXT_DETAILS)
    FileChange.objects.filter(pk=change.pk).update(details_sealed=sealed)


def _masked(said: Details) -> Details:
    if isinstance(said, Correction) and said.fields.get("phone"):
        return said.model_copy(update={"fields": {**said.fields, "phone": mask_phone(said.fields["phone"])}})
    if isinstance(said, DocumentAdded):
        paper = said.paper.model_copy(update={"number": mask_id_number(said.paper.number)})
        return said.model_copy(update={"paper": paper})
    return said
