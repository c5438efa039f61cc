"""What the register says about many rows at once: one statement for thousands of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models.expressions import RawSQL

from linli.registers.people.importing.given import Given
from linli.registers.people.models import Household, IdentityDocument, Membership, Person, Residence
from linli.registers.people.sealing import digest_document, digest_id_number
from linli.registers.people.standards import HEAD
from linli.registers.places.rules import Position

BLOCK: Final = 5_000

_ALIKE: Final = """
SELECT DISTINCT person.id, person.name, person.birth_date FROM unnest(%s::text[], %s::date[]) AS given (name, born)
JOIN person ON person.birth_date = given.born AND person.name = given.name AND merged_into_id IS NULL
"""
_PERSON: Final = (
    "id", "merged_into_id", "name", "sex", "birth_date", "ethnicity", "marital", "phone_digest", "id_number_digest",
    "revision", "deceased_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A residence on the day: where, and since when."""

    residence: int
    address: str
    community: int | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """An open membership."""

    membership: int
    household: int
    number: str
    relation: str
    since: date | None


@dataclass(slots=True)
class Held:
    """A file as it is; `here` if it is kept in the place of the import. By kind: homes, households."""

    person: int
    name: str
    sex: str
    birth_date: date | None
    ethnicity: str
    marital: str
    phone_digest: bytes | None
    numbered: bool
    revision: int
    dead: bool
    here: bool = False
    homes: dict[str, Home] = field(default_factory=dict)
    households: dict[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """A household of the register. `headed`: somebody is its head."""

    household: int
    kind: str
    here: bool
    dissolved: bool
    headed: bool


@dataclass(slots=True)
class Facts:
    """By position of the row: the file with its number, and files of the same name and birth date in this place; by
    number: households."""

    holders: dict[int, Held] = field(default_factory=dict)
    alike: dict[int, list[Held]] = field(default_factory=dict)
    households: dict[str, Known] = field(default_factory=dict)


def among(ids: Iterable[int]) -> RawSQL:
    """For `pk__in`: one value, however many ids."""
    return RawSQL("SELECT unnest(%s::bigint[])", (list(ids),))  # a constant text


def blocks(rows: Sequence[Any], size: int = BLOCK) -> Iterator[Sequence[Any]]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def look_up(rows: Sequence[Given], place: Position, *, day: date) -> Facts:
    """Facts for a block of rows. Run as the system: numbers are unique in all places."""
    facts = Facts()
    by_position = _holders(rows)
    alike = _alike(rows)
    wanted = {*by_position.values(), *(one for several in alike.values() for one in several)}
    held = load_held(wanted, place, day=day)
    facts.holders = {at: held[person] for at, person in by_position.items() if person in held}
    for at, persons in alike.items():
        found = [held[one] for one in persons if one in held and held[one].here]
        facts.alike[at] = [one for one in found if one is not facts.holders.get(at)]
    facts.households = look_up_households({row.household for row in rows if row.household}, place)
    return facts


def _holders(rows: Sequence[Given]) -> dict[int, int]:
    """Position of the row → file with its number; where that was merged, the one that is left."""
    numbers = _positions(
        (digest_id_number(row.id_number), row) for row in rows if row.id_number and not row.joins
    )
    found = Person.objects.filter(id_number_digest__in=_digests(numbers)).values_list(
        "id_number_digest", "id", "merged_into_id"
    )
    holders = {
        at: merged or person for digest, person, merged in found if digest for at in numbers[bytes(digest)]
    }
    papers = _positions(
        (digest_document(row.document_kind, row.nationality or "CHN", row.document_number), row)
        for row in rows
        if row.document_number and not row.joins
    )
    documents = IdentityDocument.objects.filter(number_digest__in=_digests(papers))
    for digest, person in documents.order_by("-id").values_list("number_digest", "person_id"):
        holders.update(dict.fromkeys(papers[bytes(digest)], person))
    return holders


def _positions(keyed: Iterable[tuple[bytes, Given]]) -> dict[bytes, list[int]]:
    """Several rows may bear one number: one of them is refused as repeated, and the other must still meet its file."""
    found: dict[bytes, list[int]] = {}
    for digest, row in keyed:
        found.setdefault(digest, []).append(row.position)
    return found


def _digests(digests: Iterable[bytes]) -> RawSQL:
    return RawSQL("SELECT unnest(%s::bytea[])", (list(digests),))  # a constant text


def _alike(rows: Sequence[Given]) -> dict[int, list[int]]:
    """Position → files of the same name and birth date."""
    asked = [row for row in rows if row.birth_date is not None]
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [[row.name for row in asked], [row.birth_date for row in asked]])
        found: dict[tuple[str, date], list[int]] = {}
        for person, name, born in cursor.fetchall():
            found.setdefault((name, born), []).append(person)
    return {
        row.position: found[row.name, row.birth_date]
        for row in asked
        if row.birth_date is not None and (row.name, row.birth_date) in found
    }


def load_held(persons: Collection[int], place: Position, *, day: date) -> dict[int, Held]:
    """Files by id, with homes and households of the day."""
    found: dict[int, Held] = {}
    for block in blocks(sorted(persons)):
        rows = Person.objects.filter(pk__in=among(block)).values_list(*_PERSON)
        for key, _merged, name, sex, born, ethnicity, marital, phone, number, revision, deceased in rows:
            found[key] = Held(
                key, name, sex, born, ethnicity, marital, bytes(phone) if phone else None, bool(number), revision,
                deceased is not None,
            )  # fmt: skip
        _add_homes(found, block, place, day)
        _add_households(found, block)
    return found


def _add_homes(found: Mapping[int, Held], persons: Sequence[int], place: Position, day: date) -> None:
    for home in Residence.objects.filter(person__in=among(persons), valid__contains=day):
        held = found[home.person_id]
        held.homes[home.kind] = Home(home.pk, home.address, home.community, home.valid.lower)
        held.here = held.here or getattr(home, place.level) == place.place_id


def _add_households(found: Mapping[int, Held], persons: Sequence[int]) -> None:
    rows = Membership.objects.filter(person__in=among(persons), valid__upper_inf=True).select_related(
        "household"
    )
    for row in rows:
        found[row.person_id].households[row.kind] = Member(
            row.pk, row.household_id, row.household.number, row.relation, row.valid.lower
        )


def look_up_households(numbers: Iterable[str], place: Position) -> dict[str, Known]:
    wanted = RawSQL("SELECT unnest(%s::text[])", (list(numbers),))  # a constant text
    found = Household.objects.filter(number__in=wanted)
    rows = list(found)
    headed = set(
        Membership.objects.filter(
            household__in=among(row.pk for row in rows), relation=HEAD, valid__upper_inf=True
        ).values_list("household_id", flat=True)
    )
    return {
        row.number: Known(
            row.pk, row.kind, getattr(row, place.level) == place.place_id, row.dissolved_on is not None,
            row.pk in headed,
        )
        for row in rows
    }  # fmt: skip
