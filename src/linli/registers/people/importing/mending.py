"""Changing files that there are as an import says, remembering exactly what they were."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import orjson
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.db.models.functions import Now

from linli.kernel.crypto import seal, unseal_text
from linli.registers.people.importing.deciding import HOMES, Verdict
from linli.registers.people.importing.facts import Held, among, load_held
from linli.registers.people.importing.given import Given
from linli.registers.people.importing.households import Households
from linli.registers.people.importing.stale import Stale
from linli.registers.people.models import Membership, Person, Residence
from linli.registers.people.sealing import CONTEXT_IMPORT_UNDO, CONTEXT_PHONE, seal_person_numbers
from linli.registers.places.rules import Position

Columns = Callable[[Given], Mapping[str, int | None]]
Steps = list[Any]
"""What undoes a row, in the order in which it was done: see `undoing`."""

_FIELDS: Final = """
UPDATE person SET ethnicity = given.ethnicity, marital = given.marital, phone_sealed = given.sealed,
    phone_digest = given.digest
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bytea[], %s::bytea[])
    AS given (id, ethnicity, marital, sealed, digest)
WHERE person.id = given.id
"""
_KEEP: Final = """
UPDATE person_import_row SET undo = given.undo FROM unnest(%s::bigint[], %s::bytea[]) AS given (id, undo)
WHERE person_import_row.id = given.id
"""


class Mending:
    """`revisions` are those of the files that were changed; `left` are households, and `moved_from` communities, that
    somebody left."""

    def __init__(self, place: Position, day: date) -> None:
        self._place, self._day = place, day
        self.revisions: dict[int, int] = {}
        self.left: set[int] = set()
        self.moved_from: set[int] = set()

    def mend(
        self, rows: Sequence[tuple[int, Verdict]], households: Households, columns: Columns
    ) -> dict[int, Steps]:
        """Change the files of these rows (by id of the row). Raises `Stale` where one was changed since the check."""
        if not rows:
            return {}
        held = self._lock([verdict for _key, verdict in rows])
        undo: dict[int, Steps] = {key: [] for key, _verdict in rows}
        self._fields(rows, undo)
        for key, verdict in rows:
            mine = held[_person(verdict)]
            undo[key] += self._homes(verdict, mine, columns(verdict.row))
            undo[key] += self._membership(verdict, mine, households)
        return undo

    def keep(self, undo: Mapping[int, Steps]) -> None:
        """Seal what undoes the rows."""
        sealed = [seal(orjson.dumps(steps), context=CONTEXT_IMPORT_UNDO) for steps in undo.values()]
        if undo:
            with connection.cursor() as cursor:
                cursor.execute(_KEEP, [list(undo), sealed])

    def _lock(self, verdicts: Sequence[Verdict]) -> dict[int, Held]:
        """The files as they are, each with its next revision."""
        ids = {_person(verdict) for verdict in verdicts}
        locked = Person.objects.filter(pk__in=among(ids)).order_by("pk").select_for_update(no_key=True)
        found = dict(locked.values_list("pk", "revision"))
        for verdict in verdicts:
            person = _person(verdict)
            if self.revisions.get(person, verdict.revision) != found.get(person):
                raise Stale
        fresh = ids - self.revisions.keys()
        Person.objects.filter(pk__in=among(fresh)).update(revision=F("revision") + 1, updated_at=Now())
        self.revisions |= {person: found[person] + 1 for person in fresh}
        return load_held(ids, self._place, day=self._day)

    def _fields(self, rows: Sequence[tuple[int, Verdict]], undo: Mapping[int, Steps]) -> None:
        """Ethnicity, marital status, phone."""
        told = [(key, one) for key, one in rows if {"ethnicity", "marital", "phone"} & set(one.changes)]
        people = Person.objects.in_bulk([_person(one) for _key, one in told])
        values = []
        for key, one in told:
            person, row = people[_person(one)], one.row
            before: dict[str, str] = {
                name: getattr(person, name) for name in ("ethnicity", "marital") if name in one.changes
            }
            sealed, digest = person.phone_sealed, person.phone_digest
            if "phone" in one.changes:
                before["phone"] = unseal_text(sealed, context=CONTEXT_PHONE)
                numbers = seal_person_numbers(phone=row.phone)
                sealed, digest = numbers.phone_sealed, numbers.phone_digest
            undo[key].append(["fields", before])
            values.append(
                (person.pk, row.ethnicity or person.ethnicity, row.marital or person.marital, sealed, digest)
            )
        write_fields(values)

    def _homes(self, one: Verdict, held: Held, columns: Mapping[str, int | None]) -> Steps:
        """Within the community an address is corrected; to another one she moves."""
        steps: Steps = []
        for kind, name in HOMES.items():
            if name not in one.changes:
                continue
            home, address = held.homes.get(kind), getattr(one.row, name)
            if home is not None and home.community is not None:
                self.moved_from.add(home.community)
            if home is not None and (home.community == one.row.community or home.since == self._day):
                found = Residence.objects.get(pk=home.residence)
                steps.append(["home", found.pk, *(getattr(found, field) for field in HOME_FIELDS)])
                Residence.objects.filter(pk=found.pk).update(address=address, dwelling=None, **columns)
                continue
            if home is not None:
                Residence.objects.filter(pk=home.residence).update(valid=DateRange(home.since, self._day))
                steps.append(["home-ended", home.residence])
            made = Residence.objects.create(
                person_id=held.person, kind=kind, address=address, valid=DateRange(self._since(one, home), None),
                **columns,
            )  # fmt: skip
            steps.append(["home-made", made.pk])
        return steps

    def _membership(self, one: Verdict, held: Held, households: Households) -> Steps:
        if f"{one.row.kind}_household" not in one.changes:
            return []
        household, kind = households.get(one.row.household)
        current = held.households.get(kind)
        steps: Steps = []
        if current is not None:
            self.left |= {current.household} - {household}
        if current is not None and current.since == self._day:
            Membership.objects.filter(pk=current.membership).update(
                household=household, relation=one.row.relation
            )
            return [["member", current.membership, current.household, current.relation]]
        if current is not None:
            Membership.objects.filter(pk=current.membership).update(valid=DateRange(current.since, self._day))
            steps.append(["member-ended", current.membership])
        made = Membership.objects.create(
            household_id=household, person_id=held.person, kind=kind, relation=one.row.relation,
            valid=DateRange(self._since(one, current), None),
        )  # fmt: skip
        return [*steps, ["member-made", made.pk]]

    def _since(self, one: Verdict, before: object) -> date:
        """What ends a thing begins the next one on the day; a first one began when the sheet says."""
        return self._day if before is not None else one.row.since or self._day


HOME_FIELDS: Final = ("address", "dwelling_id", "county", "town", "community", "grid")


def write_fields(values: Sequence[tuple[Any, ...]]) -> None:
    """Rows of id, ethnicity, marital status, sealed phone, its digest."""
    if values:
        with connection.cursor() as cursor:
            cursor.execute(_FIELDS, [list(column) for column in zip(*values, strict=True)])


def _person(verdict: Verdict) -> int:
    if verdict.person is None:
        raise Stale
    return verdict.person
