"""Taking an import back, exactly: what somebody changed since, or now refers to, refuses it and is named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now

from linli.kernel.crypto import unseal
from linli.registers.people.importing import stories, storing
from linli.registers.people.importing.batches import State, advance
from linli.registers.people.importing.facts import among, blocks
from linli.registers.people.importing.mending import HOME_FIELDS, write_fields
from linli.registers.people.importing.traces import note_undone, publish_imported, reference_of
from linli.registers.people.importing.writing import MADE, MENDED
from linli.registers.people.models import (
    DuplicatePair,
    Household,
    IdentityDocument,
    ImportRow,
    Membership,
    Person,
    PersonImport,
    PersonKey,
    Provision,
    Residence,
)
from linli.registers.people.sealing import CONTEXT_IMPORT_UNDO, seal_person_numbers
from linli.registers.people.search import refresh_keys

SHOWN: Final = 50
"""So many obstacles are named."""
_OWN: Final = (Membership, Residence, PersonKey, Provision, IdentityDocument, DuplicatePair)
"""What an import makes with a file; a change of it by anybody else counts the file's revision up."""
_CHANGED: Final = """
SELECT position, person_id FROM person_import_row AS line JOIN person ON person.id = line.person_id
WHERE batch_id = %s AND action IN ('made', 'mended') AND person.revision <> line.revision
ORDER BY position LIMIT %s
"""
_FOREIGN: Final = """
SELECT DISTINCT household_id FROM household_membership
WHERE household_id = ANY(%s) AND NOT person_id = ANY(%s) LIMIT %s
"""
_PAIRS: Final = "DELETE FROM duplicate_pair WHERE first_id = ANY(%s) OR second_id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: the file (or household) and which table refers to it, `person` being a change of it."""

    what: str
    person: int = 0
    household: int = 0


class UndoRefused(Exception):  # told to the person, not to the program
    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(f"{len(obstacles)} obstacles")
        self.obstacles = list(obstacles)


def undo(batch: PersonImport, *, now: datetime, day: date, tell: Callable[[int, int], None]) -> int:
    """Returns how many files were taken back. Raises `UndoRefused`; nothing is changed then."""
    made = _ids(batch, MADE)
    mended = _ids(batch, MENDED)
    part = storing.open_json(batch, storing.MADE) or {"households": [], "dissolved": []}
    try:
        with transaction.atomic():
            list(
                Person.objects.filter(pk__in=among([*made, *mended]))
                .order_by("pk")
                .select_for_update()
                .values_list("pk")
            )
            if obstacles := list(_obstacles(batch, made, mended, part["households"]))[:SHOWN]:
                raise UndoRefused(obstacles)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _restore(batch)
            _delete(made, len(made) + len(mended), tell)
            Household.objects.filter(pk__in=among(part["dissolved"])).update(dissolved_on=None)
            for some in blocks(part["households"]):
                _raw("DELETE FROM household WHERE id = ANY(%s)", list(some))
            Provision.objects.filter(person__in=among(mended), reference=reference_of(batch)).delete()
            refresh_keys(mended, day=day)
            note_undone(batch, [*made, *mended], now=now)
            publish_imported(batch, part.get("communities", ()), now=now)
            storing.forget_all(batch)
            advance(batch, State.UNDONE, undone_at=now)
            stories.add(batch, by="", now=now, what=State.UNDONE)
    except IntegrityError as error:
        raise UndoRefused([Obstacle("other")]) from error
    return len(made) + len(mended)


def _ids(batch: PersonImport, action: str) -> list[int]:
    found = ImportRow.objects.filter(batch=batch, action=action, person_id__isnull=False)
    return sorted(set(found.values_list("person_id", flat=True)))  # type: ignore[arg-type]


def _obstacles(
    batch: PersonImport, made: Sequence[int], mended: Sequence[int], households: Sequence[int]
) -> Iterator[Obstacle]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [batch.pk, SHOWN])
        yield from (Obstacle("person", person) for _position, person in cursor.fetchall())
        cursor.execute(_FOREIGN, [list(households), [*made, *mended], SHOWN])
        yield from (Obstacle("household", household=row[0]) for row in cursor.fetchall())
    for field in _references(Person, _OWN):
        for some in blocks(made):
            yield from (Obstacle(field.model._meta.db_table, person=one) for one in _referring(field, some))
    changed = Household.objects.filter(pk__in=among(households)).exclude(revision=0)
    yield from (Obstacle("household", household=one) for one in changed.values_list("pk", flat=True)[:SHOWN])
    for field in _references(Household, (Membership,)):
        for some in blocks(households):
            yield from (
                Obstacle(field.model._meta.db_table, household=one) for one in _referring(field, some)
            )


def _references(
    target: type[models.Model], own: Sequence[type[models.Model]]
) -> "Iterator[models.Field[Any, Any]]":
    """Columns of other tables that lead to rows of `target`: by a key, or by what they are called."""
    name = f"{target._meta.model_name}_id"
    for model in apps.get_models(include_auto_created=True):
        if model in own or model is ImportRow or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            leads = field.remote_field is not None and field.remote_field.model is target
            if leads or (field.remote_field is None and field.name == name):
                yield field


def _referring(field: "models.Field[Any, Any]", ids: Sequence[int]) -> list[int]:
    rows = field.model._base_manager.filter(**{f"{field.attname}__in": among(ids)})
    return list(rows.values_list(field.attname, flat=True).distinct()[:SHOWN])


def _delete(made: Sequence[int], total: int, tell: Callable[[int, int], None]) -> None:
    done = 0
    for some in blocks(made):
        ids = list(some)
        _raw(_PAIRS, ids, ids)
        for model in (PersonKey, Provision, IdentityDocument, Membership, Residence):
            _raw(f"DELETE FROM {model._meta.db_table} WHERE person_id = ANY(%s)", ids)  # noqa: S608  # our table
        _raw("DELETE FROM person WHERE id = ANY(%s)", ids)
        done += len(ids)
        tell(done, total)


def _raw(statement: str, *values: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(value) for value in values])


def _restore(batch: PersonImport) -> None:
    """Rows that changed a file, the last first; what each did, backwards."""
    rows = ImportRow.objects.filter(batch=batch, action=MENDED).order_by("-position")
    persons: set[int] = set()
    for row in rows.iterator(chunk_size=storing.BLOCK):
        steps = orjson.loads(unseal(row.undo or b"", context=CONTEXT_IMPORT_UNDO))
        for kind, *values in reversed(steps):
            _STEPS[kind](row.person_id, *values)
        persons.add(row.person_id or 0)
    Person.objects.filter(pk__in=among(persons)).update(revision=F("revision") + 1, updated_at=Now())


def _fields(person_id: int, before: dict[str, str]) -> None:
    person = Person.objects.get(pk=person_id)
    sealed, digest = person.phone_sealed, person.phone_digest
    if "phone" in before:
        numbers = seal_person_numbers(phone=before["phone"])
        sealed, digest = numbers.phone_sealed, numbers.phone_digest
    plain = (before.get(name, getattr(person, name)) for name in ("ethnicity", "marital"))
    write_fields([(person_id, *plain, sealed, digest)])


def _home(_person: int, key: int, *before: Any) -> None:
    Residence.objects.filter(pk=key).update(**dict(zip(HOME_FIELDS, before, strict=True)))


def _member(_person: int, key: int, household: int, relation: str) -> None:
    Membership.objects.filter(pk=key).update(household_id=household, relation=relation)


def _reopen(table: str) -> Callable[[int, int], None]:
    statement = f"UPDATE {table} SET valid = daterange(lower(valid), NULL) WHERE id = ANY(%s)"  # noqa: S608  # our table
    return lambda _person, key: _raw(statement, [key])


def _drop(table: str) -> Callable[[int, int], None]:
    statement = f"DELETE FROM {table} WHERE id = ANY(%s)"  # noqa: S608  # our table
    return lambda _person, key: _raw(statement, [key])


_STEPS: Final[dict[str, Callable[..., None]]] = {
    "fields": _fields,
    "home": _home,
    "home-ended": _reopen("residence"),
    "home-made": _drop("residence"),
    "member": _member,
    "member-ended": _reopen("household_membership"),
    "member-made": _drop("household_membership"),
}
