"""Stage: people, households and residences, streamed: a block of households is in memory at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice

from django.db import connection
from django.db.models import Count

from linli.kernel.copying import analyze, copy_rows, indexed_at_the_end, reserve_ids
from linli.kernel.crypto import seal
from linli.registers.people.bulk import (
    MEMBERSHIP_COLUMNS,
    PERSON_COLUMNS,
    PROVISION_COLUMNS,
    RESIDENCE_COLUMNS,
    PersonRow,
    person_values,
    provision_values,
)
from linli.registers.people.models import (
    Household,
    Label,
    Membership,
    Person,
    PersonKey,
    Provision,
    Relationship,
    Residence,
)
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label
from linli.registers.people.search import KEY_COLUMNS, Facts, rows_for
from linli.registers.places.models import PlaceVersion
from linli.site.demo.figures import households_of
from linli.site.demo.files import ethnicity_of, kin_of, labels_of, marital_of, sealed_labels_of
from linli.site.demo.homes import Home, Settled, count_buildings
from linli.site.demo.households import Member
from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.residents import DrawnHousehold, Resident, draw_county
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Territory, load_territory

_BLOCK = 2_000
_TOLD_EVERY = 100_000

_HOUSEHOLD = ("id", "number", "address", "synthetic", "county", "town", "community", "grid")
_LABEL = ("person_id", "code", "code_sealed", "code_digest", "valid", "source")
_KIN = ("person_id", "other_id", "kind", "valid")
_ENTERED = "演示"


def write_people(spec: DemoSpec, tell: Tell) -> Outcome:
    """Write the residents with households, memberships and residences; the digest is over their contents."""
    territory = load_territory(spec)
    writer = _Writer(spec, territory, _load_grids(spec, territory))
    with connection.cursor() as cursor:  # checked with each block, so that no queue of checks grows
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    households = draw_county(spec, territory, IdNumbers(_used_numbers()), Phones(_used_phones()))
    with ExitStack() as unindexed:
        if not Residence.objects.exists():
            for model in (Residence, Label):
                unindexed.enter_context(indexed_at_the_end(model))
        outcome = _write(spec, writer, households, tell)
    analyze(Person, PersonKey, Household, Membership, Residence, Label, Provision, Relationship)
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


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A household with the ids of its rows."""

    owner: int
    household: DrawnHousehold
    people: list[tuple[int, Resident]]

    def members(self) -> list[Member]:
        return [resident.settled.member for _key, resident in self.people]

    def memberships(self) -> Iterator[tuple[object, ...]]:
        for key, resident in self.people:
            settled = resident.settled
            yield self.owner, key, Household.Kind.REGISTERED, settled.member.relation, f"[{settled.since},)"

    def kin(self) -> Iterator[tuple[object, ...]]:
        for one, two, kind in kin_of(self.members()):
            yield self.people[one][0], self.people[two][0], kind, f"[{self.people[one][1].settled.since},)"

    def labels(self, today: date) -> Iterator[tuple[object, ...]]:
        members = self.members()
        for key, resident in self.people:
            valid, member = f"[{resident.settled.since},)", resident.settled.member
            number = resident.id_number
            for code in labels_of(member, members, number=number, today=today):
                yield key, code, None, None, valid, Provision.Source.DEMO
            for code in sealed_labels_of(member, number=number, today=today):
                yield (
                    key,
                    "",
                    seal(code, context=CONTEXT_LABEL),
                    digest_label(code),
                    valid,
                    Provision.Source.DEMO,
                )


class _Writer:
    """Writes blocks of households; the ids of a block are reserved before it is copied."""

    def __init__(self, spec: DemoSpec, territory: Territory, grids: Mapping[int, Sequence[int]]) -> None:
        self._spec = spec
        self._county = territory.county_id
        self._grids = grids
        self._buildings = {
            item.place_id: count_buildings(households_of(item), urban=item.urban)
            for item in territory.communities
        }

    def write(self, households: Sequence[DrawnHousehold]) -> int:
        household_ids = reserve_ids(Household, len(households))
        ids = iter(reserve_ids(Person, sum(len(household.residents) for household in households)))
        keyed = [
            _Keyed(owner, household, [(next(ids), resident) for resident in household.residents])
            for owner, household in zip(household_ids, households, strict=True)
        ]
        return (
            copy_rows(Person, PERSON_COLUMNS, (row for item in keyed for row in self._persons(item)))
            + copy_rows(Household, _HOUSEHOLD, (self._household(item) for item in keyed))
            + copy_rows(Membership, MEMBERSHIP_COLUMNS, (row for item in keyed for row in item.memberships()))
            + copy_rows(
                Residence,
                RESIDENCE_COLUMNS,
                (
                    row
                    for item in keyed
                    for key, resident in item.people
                    for row in self._residences(key, resident.settled)
                ),
            )
            + copy_rows(PersonKey, KEY_COLUMNS, (row for item in keyed for row in self._keys(item)))
            + copy_rows(Relationship, _KIN, (row for item in keyed for row in item.kin()))
            + copy_rows(Label, _LABEL, (row for item in keyed for row in item.labels(self._spec.today)))
            + copy_rows(Provision, PROVISION_COLUMNS, self._provisions(keyed))
        )

    def _persons(self, item: "_Keyed") -> Iterator[tuple[object, ...]]:
        members = item.members()
        ethnicity = ethnicity_of(item.household.number, self._spec.county)
        for key, resident in item.people:
            member = resident.settled.member
            row = PersonRow(
                name=member.name, sex=member.sex, birth_date=member.born, id_number=resident.id_number,
                phone=resident.phone, ethnicity=ethnicity,
                marital=marital_of(member, members, self._spec.today),
            )  # fmt: skip
            yield person_values(key, row, synthetic=True)

    def _household(self, item: "_Keyed") -> tuple[object, ...]:
        homes = [resident.settled.registered or resident.settled.dwelling for _key, resident in item.people]
        home = next(filter(None, homes), None)
        place = self._place(home) if home else (self._county, None, None, None)
        return (item.owner, item.household.number, home.address if home else "", True, *place)

    def _provisions(self, keyed: "Sequence[_Keyed]") -> Iterator[tuple[object, ...]]:
        fields = ["address", "birth_date", "id_number", "name", "sex"]
        people = ((key, fields) for item in keyed for key, _resident in item.people)
        return provision_values(
            people, source=Provision.Source.DEMO, reference="demo", office=_ENTERED, at=self._spec.now
        )

    def _residences(self, key: int, settled: Settled) -> Iterator[tuple[object, ...]]:
        valid = f"[{settled.since},)"
        if settled.registered:
            yield (
                key,
                Residence.Kind.REGISTERED,
                settled.registered.address,
                None,
                valid,
                *self._place(settled.registered),
            )
        if settled.dwelling:
            yield (
                key,
                Residence.Kind.DWELLING,
                settled.dwelling.address,
                None,
                valid,
                *self._place(settled.dwelling),
            )

    def _keys(self, item: _Keyed) -> Iterator[tuple[int, ...]]:
        for key, resident in item.people:
            homes = [home for home in (resident.settled.registered, resident.settled.dwelling) if home]
            facts = Facts(
                name=resident.settled.member.name,
                birth_date=resident.settled.member.born,
                id_number=resident.id_number,
                phone=resident.phone,
                addresses=tuple(home.address for home in homes),
            )
            yield from rows_for(key, facts, (self._place(home) for home in homes))

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
