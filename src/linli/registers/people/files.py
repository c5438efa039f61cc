"""A whole file: homes, households, relationships, documents, labels, and who provided and who reuses what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.crypto import unseal_text
from linli.kernel.guard import acting_as
from linli.registers.people.households import list_households
from linli.registers.people.labels import LabelView, list_labels
from linli.registers.people.models import (
    Household,
    IdentityDocument,
    Person,
    Provision,
    Relationship,
    Residence,
)
from linli.registers.people.numbers import mask_document
from linli.registers.people.queries import FileView, get_person, read_file
from linli.registers.people.sealing import CONTEXT_DOCUMENT


@dataclass(frozen=True, slots=True)
class HomeView:
    """Where she was registered or lived, from when to when (`until` no longer counts)."""

    kind: str
    address: str
    community: int | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class KinView:
    """Somebody related. The name is told although her file may not be visible: it stands in the papers of both."""

    person: int
    name: str
    kind: str
    since: date | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    document: int
    kind: str
    issuer: str
    masked: str
    until: date | None


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Everything that the page of a person shows. `file` holds numbers in clear: mask them, and record the look."""

    person: Person
    file: FileView
    homes: list[HomeView]
    households: list[tuple[Household, list[Person]]]
    kin: list[KinView]
    documents: list[DocumentView]
    labels: list[LabelView]
    sources: dict[str, Provision]

    @property
    def lives_elsewhere(self) -> bool:
        """Registered in one community, living in another (人户分离)."""
        here, there = self.file.community, self.file.registered_community
        return None not in (here, there) and here != there


@dataclass(frozen=True, slots=True)
class Reuse:
    """Who has used the file: the office, for what, when last."""

    office: str
    act: str
    purpose: str
    last: datetime


def read_whole(actor: Actor, person_id: int, *, day: date) -> WholeFile:
    """The file if the actor may see it; raises `NotFound` otherwise. At most 13 statements."""
    person = get_person(actor, person_id, day=day)
    return WholeFile(
        person=person,
        file=read_file(person, day=day),
        homes=list_homes(person.pk),
        households=list_households([person], day=day),
        kin=list_kin(person.pk, day=day),
        documents=list_documents(person.pk),
        labels=list_labels([person.pk], day=day).get(person.pk, []),
        sources=list_sources(person.pk),
    )


def ids_of(person_id: int) -> list[int]:
    """The file and those that were merged into it, for what is kept by person elsewhere (cases, visits)."""
    merged = Person.objects.filter(merged_into=person_id).order_by("pk").values_list("pk", flat=True)
    return [person_id, *merged]


def list_homes(person_id: int) -> list[HomeView]:
    """Every home there was, the latest first."""
    rows = Residence.objects.filter(person=person_id).order_by("-valid", "kind")
    return [HomeView(row.kind, row.address, row.community, row.valid.lower, row.valid.upper) for row in rows]


def list_kin(person_id: int, *, day: date) -> list[KinView]:
    """Relatives and guardians on `day`."""
    with acting_as(SYSTEM):
        rows = Relationship.objects.filter(person=person_id, valid__contains=day).select_related("other")
        return [
            KinView(row.other_id, row.other.name, row.kind, row.valid.lower) for row in rows.order_by("id")
        ]


def list_documents(person_id: int) -> list[DocumentView]:
    """Documents beside the identity number, masked."""
    rows = IdentityDocument.objects.filter(person=person_id).order_by("id")
    return [
        DocumentView(
            row.pk,
            row.kind,
            row.issuer,
            mask_document(open_number(row)),
            row.valid.upper if row.valid else None,
        )
        for row in rows
    ]


def open_number(document: IdentityDocument) -> str:
    """The number in clear: record the look and its purpose."""
    return unseal_text(document.number_sealed, context=CONTEXT_DOCUMENT)


def list_sources(person_id: int) -> dict[str, Provision]:
    """Who provided each field last."""
    found: dict[str, Provision] = {}
    for row in Provision.objects.filter(person=person_id).order_by("at", "id"):
        found |= dict.fromkeys(row.fields, row)
    return found


def list_reuses(person_id: int, *, limit: int = 20) -> list[Reuse]:
    """Who has looked at the file and for what, by office, the latest first, but for withheld looks."""
    looks = AuditEntry.objects.filter(persons__contains=[person_id], kind=AuditEntry.Kind.LOOK)
    rows = looks.filter(withheld=False)
    grouped = rows.values("office", "act", "purpose").annotate(last=Max("at")).order_by("-last")
    with acting_as(SYSTEM):
        return [Reuse(row["office"], row["act"], row["purpose"], row["last"]) for row in grouped[:limit]]
