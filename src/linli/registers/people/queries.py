"""Reading files, already narrowed to what the actor may see. Pages record the look themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.kernel import crypto
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE, digest_id_number
from linli.registers.places.queries import within


@dataclass(frozen=True, slots=True)
class FileView:
    """A person's file as needed to serve her: numbers in clear, so handle with the audit in mind."""

    person_id: int
    name: str
    sex: str
    birth_date: date | None
    age: int | None
    id_number: str
    phone: str
    address: str
    community: int | None
    registered_community: int | None
    county: int | None = None
    registered_county: int | None = None


def visible_to(actor: Actor, *, day: date) -> QuerySet[Person]:
    """People registered or living, on `day`, in a place whose files this actor keeps; and oneself.

    The dead stay where they lived last. Files merged into another are seen by nobody but whom they are about.
    """
    places = within(actor.scopes(*FILE_ROLES))
    resident_there = Residence.objects.filter(places, person=OuterRef("pk"), valid__contains=day)
    own = Q(pk=actor.person_id) if actor.person_id is not None else Q(pk__in=())
    return Person.objects.filter(own | Exists(resident_there) & Q(merged_into__isnull=True))


def get_person(actor: Actor, person_id: int, *, day: date) -> Person:
    """The person if visible, or the file that hers was merged into; raises `NotFound` otherwise."""
    if person_id == actor.person_id:
        found = Person.objects.filter(pk=person_id).first()
    else:
        seen = visible_to(actor, day=day)
        found = seen.filter(pk=person_id).first() or seen.filter(merged=person_id).first()
    if found is None:
        raise NotFound("no such person")
    return found


def read_file(person: Person, *, day: date) -> FileView:
    """Open the sealed numbers and the current addresses; one query. Call after the lookup allowed it."""
    homes = {row.kind: row for row in Residence.objects.filter(person=person, valid__contains=day)}
    dwelling = homes.get(Residence.Kind.DWELLING) or homes.get(Residence.Kind.REGISTERED)
    registered = homes.get(Residence.Kind.REGISTERED)
    return FileView(
        person_id=person.pk,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        age=age_on(person.birth_date, day) if person.birth_date else None,
        id_number=crypto.unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER),
        phone=crypto.unseal_text(person.phone_sealed, context=CONTEXT_PHONE),
        address=dwelling.address if dwelling else "",
        community=dwelling.community if dwelling else None,
        registered_community=registered.community if registered else None,
        county=dwelling.county if dwelling else None,
        registered_county=registered.county if registered else None,
    )


def get_bound_user_id(person_id: int) -> int | None:
    return (
        PersonAccount.objects.filter(person_id=person_id, revoked_at__isnull=True)
        .values_list("user_id", flat=True)
        .first()
    )


def age_on(born: date, day: date) -> int:
    """Full years on `day`; someone born on 29 February turns older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def in_places(scopes: Iterable[str], person_ids: Iterable[int], *, day: date) -> set[int]:
    """Which of these persons are registered or live in one of these places on `day`; for who audits there."""
    rows = Residence.objects.filter(within(scopes), person__in=list(person_ids), valid__contains=day)
    with acting_as(SYSTEM):
        return set(rows.values_list("person", flat=True))


def find_in_places(scopes: Iterable[str], *, id_number: str, day: date) -> Person | None:
    """The holder of an identity number, if registered or living in one of these places on `day`; where the file with
    the number was merged into another, that one."""
    resident_there = Residence.objects.filter(within(scopes), person=OuterRef("pk"), valid__contains=day)
    with acting_as(SYSTEM):
        holder = Person.objects.filter(id_number_digest=digest_id_number(id_number)).first()
        if holder is None:
            return None
        kept = Person.objects.filter(pk=holder.merged_into_id or holder.pk)
        return kept.filter(Exists(resident_there)).first()
