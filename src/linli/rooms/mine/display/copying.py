"""The copy of a file: one record, from which the sheet of paper and the JSON are made."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from linli.engines.forms.standards import word
from linli.kernel.clock import local_day
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.registers.consents.models import Consent
from linli.registers.people import words
from linli.registers.people.files import WholeFile, open_number
from linli.registers.people.labels import LabelView
from linli.registers.people.models import IdentityDocument, Person
from linli.registers.people.standards import LISTS
from linli.rooms.mine.queries import Request
from linli.rooms.mine.schemas import copying as schemas

FIELDS = (
    "name", "former_names", "sex", "birth_date", "ethnicity", "nationality", "marital", "id_number", "phone", "address",
    "deceased_on",
)  # fmt: skip
_MASKS = {"id_number": mask_id_number, "phone": mask_phone}


def copy_of(
    whole: WholeFile,
    *,
    labels: Iterable[LabelView],
    relations: Mapping[tuple[int, int], str],
    consents: Iterable[Consent],
    requests: Iterable[Request],
    now: datetime,
) -> schemas.FileCopy:
    """Everything, numbers in full: the caller records the look."""
    return schemas.FileCopy(
        made_at=now,
        person=whole.person.pk,
        fields=[_field(whole, name) for name in FIELDS],
        homes=[
            schemas.CopiedHome(kind=one.kind, address=one.address, since=one.since, until=one.until)
            for one in whole.homes
        ],
        households=[
            schemas.CopiedHousehold(
                number=household.number,
                kind=household.kind,
                members=[_member(one, relations.get((household.pk, one.pk), "")) for one in members],
            )
            for household, members in whole.households
        ],
        relatives=[
            schemas.CopiedRelative(name=one.name, kind=one.kind, since=one.since) for one in whole.kin
        ],
        documents=_documents(whole),
        labels=[
            schemas.CopiedLabel(
                code=one.code, title=one.title, since=one.since, until=one.until, source=one.source, office=one.office
            )
            for one in labels
        ],
        consents=[_consent(one) for one in consents],
        requests=[_request(one) for one in requests],
    )  # fmt: skip


def _field(whole: WholeFile, name: str) -> schemas.CopiedField:
    value = _value(whole, name)
    source = whole.sources.get(name)
    return schemas.CopiedField(
        field=name,
        label=words.field_word(name),
        value=value,
        text=_text(whole, name, value),
        source=words.source_word(source) if source else "",
        office=source.office if source else "",
        provided_on=local_day(source.at) if source else None,
    )


def _text(whole: WholeFile, name: str, value: str) -> str:
    """In words: codes by their standard, days as they are written."""
    if name in LISTS:
        return word(name, value)
    day = getattr(whole.person, name, None)
    return words.full(day) if isinstance(day, date) else value


def _value(whole: WholeFile, name: str) -> str:
    if name in ("id_number", "phone", "address"):
        return str(getattr(whole.file, name))
    value = getattr(whole.person, name)
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(value) if isinstance(value, list) else value or ""


def _member(person: Person, relation: str) -> schemas.CopiedMember:
    return schemas.CopiedMember(name=person.name, relation=word("relation", relation))


def _documents(whole: WholeFile) -> list[schemas.CopiedDocument]:
    rows = IdentityDocument.objects.in_bulk([one.document for one in whole.documents])
    return [
        schemas.CopiedDocument(
            kind=one.kind, issuer=one.issuer, number=open_number(rows[one.document]), until=one.until
        )
        for one in whole.documents
    ]


def _consent(row: Consent) -> schemas.CopiedConsent:
    return schemas.CopiedConsent(
        notice=row.notice.code, version=row.notice.version, purpose=row.purpose, said=row.said, way=row.way, at=row.at,
        text_digest=bytes(row.text_digest).hex(),
    )  # fmt: skip


def _request(one: Request) -> schemas.CopiedRequest:
    reason = next((step.reason for step in one.steps if step.reason), "")
    return schemas.CopiedRequest(
        kind=one.change.kind, state=one.change.state, reason=reason, asked_at=one.change.created_at
    )


def masked(made: schemas.FileCopy) -> schemas.FileCopy:
    """The same with numbers as pages show them."""
    fields = [
        one.model_copy(update={"value": _MASKS[one.field](one.value), "text": _MASKS[one.field](one.text)})
        if one.field in _MASKS
        else one
        for one in made.fields
    ]
    documents = [one.model_copy(update={"number": mask_id_number(one.number)}) for one in made.documents]
    return made.model_copy(update={"fields": fields, "documents": documents})
