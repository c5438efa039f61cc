"""Making a file from the papers at the counter, and reading numbers as they were typed."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from linli.kernel.codes import CodeFault
from linli.kernel.crypto import seal
from linli.kernel.installation.queries import get_installation
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import DocumentAdded, NewPerson, Paper
from linli.registers.people.models import IdentityDocument, Person
from linli.registers.people.numbers import check_document_number, check_phone, read_id_number
from linli.registers.people.refusals import BadDay, BadNumber, NumberHeld
from linli.registers.people.sealing import (
    CONTEXT_DOCUMENT,
    digest_document,
    digest_id_number,
    seal_person_numbers,
)


def found_file(work: Applying, given: NewPerson, *, field: str) -> Person:
    """A new file. Raises `BadNumber`, `NumberHeld`."""
    number = read_number(work, given.id_number, given, field=f"{field}.id_number")
    phone = read_phone(given.phone, field=f"{field}.phone")
    check_free(number, field=f"{field}.id_number")
    sealed = seal_person_numbers(id_number=number, phone=phone)
    person = Person.objects.create(
        name=given.name,
        sex=given.sex,
        birth_date=given.birth_date,
        ethnicity=given.ethnicity,
        nationality=given.nationality,
        id_number_kind=sealed.id_number_kind,
        id_number_sealed=sealed.id_number_sealed,
        id_number_digest=sealed.id_number_digest,
        phone_sealed=sealed.phone_sealed,
        phone_digest=sealed.phone_digest,
        synthetic=get_installation().demo,
    )
    work.persons[person.pk] = person
    work.note(person.pk, *given.model_dump(exclude_defaults=True, exclude={"paper"}))
    if given.paper is not None:
        add_paper(work, person.pk, given.paper, field=f"{field}.paper.number")
    return person


def check_free(number: str, *, field: str, but: int = 0) -> None:
    """No other file has the number. Raises `NumberHeld`, which knows the `holder`."""
    digest = digest_id_number(number)
    holder = Person.objects.filter(id_number_digest=digest).exclude(pk=but).first() if number else None
    if holder is not None:
        raise NumberHeld(_("Another file has this identity number."), field=field, holder=holder.pk)


def apply_document(work: Applying, details: DocumentAdded) -> None:
    """A document of hers; one that another file has too is flagged, not refused."""
    work.living(details.person)
    add_paper(work, details.person, details.paper, field="paper.number")


def add_paper(work: Applying, person_id: int, paper: Paper, *, field: str) -> None:
    """Write the document down. Raises `BadNumber`, `NumberHeld` if the file has it already."""
    try:
        number = check_document_number(paper.kind, paper.number)
    except CodeFault as fault:
        message = _("This number cannot be: compare it with the document.")
        raise BadNumber(message, field=field, reason=fault.reason) from None
    digest = digest_document(paper.kind, paper.issuer, number)
    if IdentityDocument.objects.filter(person_id=person_id, number_digest=digest).exists():
        raise NumberHeld(_("The file has this document already."), field=field)
    IdentityDocument.objects.create(
        person_id=person_id,
        kind=paper.kind,
        issuer=paper.issuer,
        number_sealed=seal(number, context=CONTEXT_DOCUMENT),
        number_digest=digest,
        valid=DateRange(paper.since, paper.until) if paper.since or paper.until else None,
    )
    work.note(person_id, "documents")


def read_number(work: Applying, text: str, given: NewPerson | Person, *, field: str) -> str:
    """The identity number as it is kept; it has to fit what is given beside it. Raises `BadNumber`."""
    if not text.strip():
        return ""
    if given.birth_date is not None and given.birth_date > work.day:
        raise BadDay(_("This day lies in the future."), field=field)
    try:
        read = read_id_number(text, today=work.day, birth_date=given.birth_date, sex=given.sex)
    except CodeFault as fault:
        raise BadNumber(
            _("This identity number cannot be: compare it with the card."), field=field, reason=fault.reason
        ) from None
    if {"birth-date", "sex"} & set(read.doubts):
        raise BadNumber(
            _("Birth date or sex are not those of the identity number."), field=field, reason="unfit"
        )
    return read.number


def read_phone(text: str, *, field: str) -> str:
    """The phone number as it is kept. Raises `BadNumber`."""
    if not text.strip():
        return ""
    try:
        return check_phone(text)
    except CodeFault as fault:
        raise BadNumber(
            _("This is no phone number: 11 digits, or area code and number."),
            field=field,
            reason=fault.reason,
        ) from None
