"""Giving and ending labels of the clear and the sealed tier."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from linli.kernel.crypto import seal
from linli.registers.documents.actions import claim
from linli.registers.documents.models import Document
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import LabelEnded, LabelGiven
from linli.registers.people.models import Label, LabelKind
from linli.registers.people.refusals import EvidenceMissing, LabelUnfit
from linli.registers.people.rules import months_after
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label


def apply_label(work: Applying, details: LabelGiven) -> None:
    """The label holds from its day until its end, or as long as its kind says."""
    work.living(details.person, on=details.day)
    kind = LabelKind.objects.filter(code=details.code, retired=False).first()
    if kind is None or kind.tier == LabelKind.Tier.RESTRICTED:
        raise LabelUnfit(_("There is no such label."), field="code")
    until = details.until or (months_after(details.day, kind.months) if kind.months else None)
    Label.objects.create(
        person_id=details.person, valid=_free(details, kind, until), source=work.change.source,
        reference=work.reference, office=work.actor.office, evidence=_evidence(details, kind), **_code(kind),
    )  # fmt: skip
    work.note(details.person, "labels")


def end_label(work: Applying, details: LabelEnded) -> None:
    """The label holds no more from the day on."""
    label = Label.objects.select_for_update().filter(pk=details.label, person_id=details.person).first()
    if label is None or (label.valid.upper is not None and label.valid.upper <= details.day):
        raise LabelUnfit(_("There is no such label, or it is over."), field="label")
    work.after(label.valid.lower, details.day)
    label.valid = DateRange(label.valid.lower, details.day)
    label.save(update_fields=["valid"])
    work.note(details.person, "labels")


def _code(kind: LabelKind) -> dict[str, str | bytes]:
    if kind.tier == LabelKind.Tier.CLEAR:
        return {"code": kind.code}
    return {"code_sealed": seal(kind.code, context=CONTEXT_LABEL), "code_digest": digest_label(kind.code)}


def _free(details: LabelGiven, kind: LabelKind, until: date | None) -> DateRange:
    """The time of the label, in which she has it not already."""
    valid = DateRange(details.day, until)
    mine = Label.objects.filter(person_id=details.person, valid__overlap=valid)
    held = (
        mine.filter(code=kind.code)
        if kind.tier == LabelKind.Tier.CLEAR
        else mine.filter(code_digest=digest_label(kind.code))
    )
    if held.exists():
        raise LabelUnfit(_("The file has this label for that time already."), field="code")
    return valid


def _evidence(details: LabelGiven, kind: LabelKind) -> Document | None:
    found = Document.objects.filter(pk=details.evidence).first() if details.evidence else None
    if found is None:
        if kind.evidence or details.evidence:
            raise EvidenceMissing(_("This label needs a document that proves it."), field="evidence")
        return None
    claim([found])
    return found
