"""Stage: people, households and residences, streamed: a block of households is in memory at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from hashlib import sha256
from itertools import islice

from django.db import connection
from django.db.models import Count

from linli.registers.people.models import Household, Membership, Person, Residence
from linli.registers.people.sealing import seal_person_numbers
from linli.registers.places.models import PlaceVersion
from linli.site.demo.copying import analyze, copy_rows, indexed_at_the_end, reserve_ids
from linli.site.demo.figures import households_of
from linli.site.demo.homes import Home, Settled, count_buildings
from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.residents import DrawnHousehold, Resident, draw_county
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Territory, load_territory

_BLOCK = 2_000
_TOLD_EVERY = 100_000

_PERSON = (
    "id", "name", "sex", "birth_date", "id_number_sealed", "id_number_digest", "phone_sealed", "phone_digest",
    "synthetic",
)  # fmt: skip
_MEMBERSHIP = ("household_id", "person_id", "relation", "valid")
_RESIDENCE = ("person_id", "kind", "address", "valid", "county", "town", "community", "grid")


def write_people(spec: DemoSpec, tell: Tell) -> Outcome:
    """Write the residents with households, memberships and residences; the digest is over their contents."""
    territory = load_territory(spec)
    writer = _Writer(territory, _load_grids(spec, territory))
    with connection.cursor() as cursor:  # checked with each block, so that no queue of checks grows
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    households = draw_county(spec, territory, IdNumbers(_used_numbers()), Phones(_used_phones()))
    empty = not Residence.objects.exists()
    with indexed_at_the_end(Residence) if empty else nullcontext():
        outcome = _write(spec, writer, households, tell)
    analyze(Person, Household, Membership, Residence)
    tell(f"{spec.residents} residents")
    return outcome


def _write(spec: DemoSpec, writer: "_Writer", households: Iterator[DrawnHousehold], tell: Tell) -> Outcome:
    digest = sha256()
    rows = written = 0
    while block := list(islice(households, _BLOCK)):
        rows += writer.write(block)
        for household in block:
            digest.update(household.number.encode())
            digest.update("\n".join(resident.line() for resident in household.residents).encode())
        before, written = written, written + sum(len(household.residents) for household in block)
        if written // _TOLD_EVERY > before // _TOLD_EVERY:
            tell(f"{written} of {spec.residents} residents")
    return Outcome(rows, digest.digest())


class _Writer:
    """Writes blocks of households; the ids of a block are reserved before it is copied."""

    def __init__(self, territory: Territory, grids: Mapping[int, Sequence[int]]) -> None:
        self._county = territory.county_id
        self._grids = grids
        self._buildings = {
            item.place_id: count_buildings(households_of(item), urban=item.urban)
            for item in territory.communities
        }

    def write(self, households: Sequence[DrawnHousehold]) -> int:
        household_ids = reserve_ids(Household, len(households))
        residents = [resident for household in households for resident in household.residents]
        owners = [
            key for key, household in zip(household_ids, households, strict=True) for _ in household.residents
        ]
        ids = reserve_ids(Person, len(residents))
        keyed = list(zip(ids, residents, strict=True))
        return (
            copy_rows(Person, _PERSON, (self._person(key, resident) for key, resident in keyed))
            + copy_rows(
                Household,
                ("id", "number", "synthetic"),
                ((key, item.number, True) for key, item in zip(household_ids, households, strict=True)),
            )
            + copy_rows(
                Membership,
                _MEMBERSHIP,
                (
                    (owner, key, resident.settled.member.relation, f"[{resident.settled.since},)")
                    for owner, (key, resident) in zip(owners, keyed, strict=True)
                ),
            )
            + copy_rows(
                Residence,
                _RESIDENCE,
                (row for key, resident in keyed for row in self._residences(key, resident.settled)),
            )
        )

    @staticmethod
    def _person(key: int, resident: Resident) -> tuple[object, ...]:
        member = resident.settled.member
        numbers = seal_person_numbers(id_number=resident.id_number, phone=resident.phone)
        return (
            key,
            member.name,
            member.sex,
            member.born,
            numbers.id_number_sealed,
            numbers.id_number_digest,
            numbers.phone_sealed,
            numbers.phone_digest,
            True,
        )

    def _residences(self, key: int, settled: Settled) -> Iterator[tuple[object, ...]]:
        valid = f"[{settled.since},)"
        if settled.registered:
            yield (
                key,
                Residence.Kind.REGISTERED,
                settled.registered.address,
                valid,
                *self._place(settled.registered),
            )
        if settled.dwelling:
            yield (
                key,
                Residence.Kind.DWELLING,
                settled.dwelling.address,
                valid,
                *self._place(settled.dwelling),
            )

    def _place(self, home: Home) -> tuple[int | None, ...]:
        community = home.community
        grids = self._grids.get(community.place_id, ())
        grid = (
            grids[(home.building - 1) * len(grids) // self._buildings[community.place_id]] if grids else None
        )
        return (self._county, community.town.place_id, community.place_id, grid)


def _load_grids(spec: DemoSpec, territory: Territory) -> dict[int, list[int]]:
    grids: dict[int, list[int]] = defaultdict(list)
    rows = PlaceVersion.objects.filter(county=territory.county_id, level="grid", valid__contains=spec.today)
    for community, place_id in rows.order_by("code").values_list("community", "place_id"):
        if community is not None:
            grids[community].append(place_id)
    return grids


def _used_numbers() -> dict[tuple[date, str], int]:
    rows = (
        Person.objects.filter(birth_date__isnull=False).values_list("birth_date", "sex").annotate(Count("id"))
    )
    return {(born, sex): count for born, sex, count in rows if born is not None}


def _used_phones() -> int:
    return Person.objects.filter(phone_digest__isnull=False).count()
