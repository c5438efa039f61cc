"""Making a file from the papers at the counter, and reading numbers as they were typed."""

from django.utils.translation import gettext as _

from linli.kernel.codes import CodeFault
from linli.registers.people.actions.applying import Applying
from linli.registers.people.details import NewPerson
from linli.registers.people.models import Person
from linli.registers.people.numbers import check_phone, read_id_number
from linli.registers.people.refusals import BadDay, BadNumber, NumberHeld
from linli.registers.people.sealing import digest_id_number, seal_person_numbers


def found_file(work: Applying, given: NewPerson, *, field: str) -> Person:
    """A new file. Raises `BadNumber`, `NumberHeld`."""
    number = read_number(work, given.id_number, given, field=f"{field}.id_number")
    phone = read_phone(given.phone, field=f"{field}.phone")
    if number and Person.objects.filter(id_number_digest=digest_id_number(number)).exists():
        raise NumberHeld(_("Another file has this identity number."), field=f"{field}.id_number")
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
    )
    work.persons[person.pk] = person
    said = given.model_dump(exclude_defaults=True)
    work.note(person.pk, *said)
    return person


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
