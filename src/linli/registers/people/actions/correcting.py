"""Correcting fields of a file."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.crypto import unseal_text
from linli.registers.people.actions.applying import Applying
from linli.registers.people.actions.homes import columns_of, find_dwelling
from linli.registers.people.actions.papers import check_free, read_number, read_phone
from linli.registers.people.details import Correction
from linli.registers.people.models import Person, Residence
from linli.registers.people.refusals import BadDetails
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, seal_person_numbers

_PLAIN = ("name", "sex", "ethnicity", "nationality", "marital")


def apply_correction(work: Applying, details: Correction) -> None:
    """What is corrected has to fit the rest: the number to birth date and sex, also where these are corrected."""
    person = work.persons[details.person]
    given = details.fields
    values: dict[str, Any] = {field: given[field].strip() for field in _PLAIN if field in given}
    if "birth_date" in given:
        values["birth_date"] = date.fromisoformat(given["birth_date"]) if given["birth_date"] else None
    if "name" in given and given["name"].strip() != person.name:
        values["former_names"] = [*person.former_names, person.name]
    for field, value in values.items():
        setattr(person, field, value)
    values |= _numbers(work, person, given)
    Person.objects.filter(pk=person.pk).update(**values)
    if "address" in given:
        _correct_address(person, given["address"].strip())
    work.note(person.pk, *given)


def _numbers(work: Applying, person: Person, given: dict[str, str]) -> dict[str, Any]:
    """Columns of the numbers that are corrected; a number that stays is compared with what is corrected beside it."""
    columns: dict[str, Any] = {}
    if {"id_number", "birth_date", "sex"} & given.keys():
        kept = unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)
        number = read_number(work, given.get("id_number", kept), person, field="id_number")
        check_free(number, field="id_number", but=person.pk)
        if "id_number" in given:
            sealed = seal_person_numbers(id_number=number)
            columns |= {
                "id_number_sealed": sealed.id_number_sealed,
                "id_number_digest": sealed.id_number_digest,
                "id_number_kind": sealed.id_number_kind,
            }
    if "phone" in given:
        sealed = seal_person_numbers(phone=read_phone(given["phone"], field="phone"))
        columns |= {"phone_sealed": sealed.phone_sealed, "phone_digest": sealed.phone_digest}
    return columns


def _correct_address(person: Person, address: str) -> None:
    """That of where she lives, else is registered."""
    homes = Residence.objects.filter(person=person, valid__upper_inf=True).select_for_update()
    home = homes.order_by("kind").first()
    if home is None or not address:
        raise BadDetails(_("There is no home whose address could be corrected."), field="address")
    home.address = address
    if home.kind == Residence.Kind.DWELLING:
        home.dwelling = find_dwelling(address, columns_of(home))
    home.save(update_fields=["address", "dwelling"])
