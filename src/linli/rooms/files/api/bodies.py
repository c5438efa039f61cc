"""Persons as answers tell them; numbers masked."""

from typing import Any

from linli.kernel.crypto import mask_id_number, mask_phone
from linli.registers.people import files
from linli.registers.people.files import DocumentView, WholeFile
from linli.registers.people.labels import LabelView
from linli.registers.people.models import Household, Person, Residence
from linli.registers.people.search import FoundPerson
from linli.rooms.files.schemas.people import (
    DocumentBody,
    FoundBody,
    HomeBody,
    InHousehold,
    KinBody,
    LabelBody,
    PersonBody,
    PersonRow,
)


def label_body(one: LabelView) -> LabelBody:
    return LabelBody.model_validate(one)


def found_body(one: FoundPerson) -> FoundBody:
    return FoundBody(
        person=one.person_id,
        name=one.name,
        former_names=list(one.former_names),
        sex=one.sex,
        birth_date=one.birth_date,
        id_number=one.id_number,
        phone=one.phone,
        address=one.address,
        community=one.community,
        deceased=one.deceased,
    )


def _document(one: DocumentView) -> DocumentBody:
    return DocumentBody(
        document=one.document, kind=one.kind, issuer=one.issuer, number=one.masked, until=one.until
    )


def person_row(person: Person, homes: dict[str, Residence], labels: list[LabelView]) -> PersonRow:
    home = homes.get(Residence.Kind.DWELLING) or homes.get(Residence.Kind.REGISTERED)
    return PersonRow(
        person=person.pk,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        address=home.address if home else "",
        community=home.community if home else None,
        labels=[label_body(one) for one in labels],
        revision=person.revision,
    )


def person_body(whole: WholeFile, relations: dict[tuple[int, int], str]) -> PersonBody:
    person, file = whole.person, whole.file
    return PersonBody(
        person=person.pk,
        revision=person.revision,
        name=person.name,
        former_names=person.former_names,
        sex=person.sex,
        birth_date=person.birth_date,
        age=file.age,
        ethnicity=person.ethnicity,
        nationality=person.nationality,
        marital=person.marital,
        id_number_kind=person.id_number_kind,
        id_number=mask_id_number(file.id_number),
        phone=mask_phone(file.phone),
        address=file.address,
        lives_elsewhere=whole.lives_elsewhere,
        deceased_on=person.deceased_on,
        merged=files.ids_of(person.pk)[1:],
        homes=[HomeBody.model_validate(one) for one in whole.homes],
        households=[
            _in_household(one, relations.get((one.pk, person.pk), "")) for one, _members in whole.households
        ],
        kin=[KinBody.model_validate(one) for one in whole.kin],
        documents=[_document(one) for one in whole.documents],
        labels=[label_body(one) for one in whole.labels],
        updated_at=person.updated_at,
    )


def _in_household(one: Household, relation: str) -> InHousehold:
    said: dict[str, Any] = {"kind": one.kind}
    return InHousehold(household=one.pk, number=one.number, address=one.address, relation=relation, **said)
