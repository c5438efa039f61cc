"""Writing an import: all rows that are taken, in one transaction, by COPY. Run as the system, under the claim."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from linli.kernel.audit.actions import record
from linli.kernel.copying import copy_rows, reserve_ids
from linli.kernel.installation.queries import get_installation
from linli.registers.people.actions.duplicates import flag_duplicates
from linli.registers.people.bulk import (
    MEMBERSHIP_COLUMNS,
    PERSON_COLUMNS,
    PROVISION_COLUMNS,
    RESIDENCE_COLUMNS,
    person_values,
    provision_values,
)
from linli.registers.people.importing import stories, storing
from linli.registers.people.importing.answering import count_answers
from linli.registers.people.importing.batches import State, advance, author_of, count_states
from linli.registers.people.importing.deciding import HOMES, Verdict
from linli.registers.people.importing.given import Given
from linli.registers.people.importing.households import Households
from linli.registers.people.importing.mending import Mending
from linli.registers.people.importing.stale import Stale
from linli.registers.people.importing.traces import parts, publish_imported, reference_of
from linli.registers.people.importing.values import document_values, person_of, told_by
from linli.registers.people.models import (
    IdentityDocument,
    ImportRow,
    Membership,
    Person,
    PersonImport,
    PersonKey,
    Provision,
    Residence,
)
from linli.registers.people.search import KEY_COLUMNS, Facts, refresh_keys, rows_for
from linli.registers.people.search.terms import Key
from linli.registers.places.queries import get_position

Tell = Callable[[int, int], None]
Taken = Sequence[tuple[ImportRow, Verdict]]

_DOCUMENT: Final = ("person_id", "kind", "issuer", "number_sealed", "number_digest")
_MARK: Final = """
UPDATE person_import_row SET person_id = given.person, revision = given.revision, action = given.action,
    state = CASE given.action WHEN 'made' THEN 'new' ELSE 'changed' END
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[]) AS given (id, person, revision, action)
WHERE person_import_row.id = given.id
"""
MADE: Final = "made"
MENDED: Final = "mended"


def write(batch: PersonImport, *, now: datetime, day: date, tell: Tell) -> int:
    """Returns how many files were made or changed. Raises `Stale` where files changed since the check; nothing is
    written then."""
    wanted, answers = _wanted(batch), count_answers(batch)
    with transaction.atomic():
        with connection.cursor() as cursor:  # checked with each block, so that no queue of checks grows
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rows = ImportRow.objects.filter(wanted, batch=batch).count()
        writer = _Writer(batch, now, day)
        done = 0
        for block in storing.stream_taken(batch, wanted):
            writer.write(block)
            done += len(block)
            tell(done, rows)
        written = writer.finish()
        _same_after_all(batch)
        figures = count_states(batch)
        advance(batch, State.DONE, written_at=now, written=written, rows=rows, done=rows, **figures)
        stories.add(batch, by="", now=now, what=State.DONE, counts=answers)
    return written


def _wanted(batch: PersonImport) -> Q:
    """What is new or changed; of rows in doubt what was answered so, and of the others those with reasons that are
    taken."""
    doubtful = Q(state=ImportRow.State.DOUBTFUL)
    answered = doubtful & ~Q(answer__in=["", "leave"]) & ~Q(action="same")
    taken = doubtful & Q(answer="", reasons__contained_by=batch.takes)
    return Q(state__in=[ImportRow.State.NEW, ImportRow.State.CHANGED]) | answered | taken


def _same_after_all(batch: PersonImport) -> None:
    """Somebody said that it is the same person, and her file says the same."""
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.DOUBTFUL, action="same", answer="same")
    rows.update(state=ImportRow.State.SAME)


class _Writer:
    def __init__(self, batch: PersonImport, now: datetime, day: date) -> None:
        self._batch, self._now, self._day = batch, now, day
        self._place = get_position(batch.place_id)
        self._synthetic = get_installation().demo
        self._columns: dict[int, Mapping[str, int | None]] = {}
        self._households = Households(self._place, synthetic=self._synthetic)
        self._mending = Mending(self._place, day)
        self._digests: dict[Key, int] = {}
        self._people: dict[int, int] = {}
        self._made: list[int] = []

    def write(self, block: Taken) -> None:
        """A block of rows; households and persons that rows before made are known."""
        new = [verdict for _kept, verdict in block if verdict.action == "new"]
        self._people |= dict(
            zip([one.row.position for one in new], reserve_ids(Person, len(new)), strict=True)
        )
        self._households.provide([(one.row, self._columns_of(one.row)) for _kept, one in block])
        self._copy(new)
        mended = self._mend(block)
        self._join(block)
        self._mark(block, mended)

    def finish(self) -> int:
        """What is due once for all rows; returns how many files were touched."""
        self._households.dissolve(self._mending.left, self._day)
        for some in parts(self._made):
            flag_duplicates(person_ids=some)
        refresh_keys(self._mending.revisions, day=self._day)
        touched = [*self._made, *self._mending.revisions]
        for some in parts(touched):
            record(
                actor=author_of(self._batch), now=self._now, kind="change", act="people.import",
                object_ref=f"import:{self._batch.pk}", persons=some,
            )  # fmt: skip
        communities = sorted(self._columns.keys() | self._mending.moved_from)
        publish_imported(self._batch, communities, now=self._now)
        made = {
            "households": self._households.made, "dissolved": self._households.dissolved, "communities": communities,
        }  # fmt: skip
        storing.keep_json(self._batch, storing.MADE, made)
        return len(touched)

    def _columns_of(self, row: Given) -> Mapping[str, int | None]:
        if row.community is None:
            raise Stale
        if row.community not in self._columns:
            self._columns[row.community] = get_position(row.community).columns()
        return self._columns[row.community]

    def _place_of(self, row: Given) -> tuple[int | None, ...]:
        columns = self._columns_of(row)
        return tuple(columns[level] for level in ("county", "town", "community", "grid"))

    def _copy(self, new: Sequence[Verdict]) -> None:
        keyed = [(self._people[one.row.position], one.row) for one in new]
        self._made += [key for key, _row in keyed]
        copy_rows(
            Person,
            PERSON_COLUMNS,
            (person_values(key, person_of(row), synthetic=self._synthetic) for key, row in keyed),
        )
        copy_rows(Residence, RESIDENCE_COLUMNS, (one for key, row in keyed for one in self._homes(key, row)))
        copy_rows(
            Membership,
            MEMBERSHIP_COLUMNS,
            (self._membership(key, row) for key, row in keyed if row.household),
        )
        copy_rows(PersonKey, KEY_COLUMNS, (one for key, row in keyed for one in self._keys(key, row)))
        copy_rows(
            IdentityDocument,
            _DOCUMENT,
            (document_values(key, row) for key, row in keyed if row.document_number),
        )
        self._provide((key, told_by(row)) for key, row in keyed)

    def _homes(self, key: int, row: Given) -> Iterator[tuple[Any, ...]]:
        for kind, name in HOMES.items():
            if address := getattr(row, name):
                yield key, kind, address, None, self._valid(row), *self._place_of(row)

    def _membership(self, key: int, row: Given) -> tuple[Any, ...]:
        household, kind = self._households.get(row.household)
        return household, key, kind, row.relation, self._valid(row)

    def _keys(self, key: int, row: Given) -> Iterator[tuple[int, ...]]:
        facts = Facts(
            name=row.name, birth_date=row.birth_date, id_number=row.id_number, phone=row.phone,
            documents=(row.document_number,) if row.document_number else (),
            addresses=tuple(filter(None, (row.registered_address, row.dwelling_address))),
        )  # fmt: skip
        return rows_for(key, facts, [self._place_of(row)], self._digests)

    def _valid(self, row: Given) -> str:
        return f"[{row.since or self._day},)"

    def _provide(self, keyed: Iterator[tuple[int, Sequence[str]]]) -> None:
        rows = provision_values(
            keyed, source=Provision.Source.IMPORT, reference=reference_of(self._batch), office=self._batch.office,
            at=self._now,
        )  # fmt: skip
        copy_rows(Provision, PROVISION_COLUMNS, rows)

    def _mend(self, block: Taken) -> dict[int, list[Any]]:
        """Change files that there are; gives what undoes it, by id of the row."""
        found = [(kept.pk, one) for kept, one in block if one.action == "changed"]
        found += [(kept.pk, one) for kept, one in block if one.action == "joined" and one.person is not None]
        undo = self._mending.mend(found, self._households, self._columns_of)
        self._provide((one.person, one.changes) for _key, one in found if one.person is not None)
        return undo

    def _join(self, block: Taken) -> None:
        """Second households of who is new."""
        joined = [one.row for _kept, one in block if one.action == "joined" and one.person is None]
        rows = [self._membership(self._people[row.joins], row) for row in joined]
        copy_rows(Membership, MEMBERSHIP_COLUMNS, rows)

    def _mark(self, block: Taken, undo: Mapping[int, list[Any]]) -> None:
        """Which file each row became, and how it was left."""
        marks = []
        for kept, verdict in block:
            person = verdict.person or self._people[verdict.row.joins or verdict.row.position]
            mended = kept.pk in undo
            revision = self._mending.revisions[person] if mended else 0
            marks.append((kept.pk, person, revision, MENDED if mended else MADE))
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [list(column) for column in zip(*marks, strict=True)])
        self._mending.keep(undo)
