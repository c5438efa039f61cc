"""`python -m bench --sheet 100000`: a messy spreadsheet of so many people, read, checked, written and undone by the
real steps, against a bare COPY of the same encrypted rows into tables without an index."""

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.core.management import call_command
from django.db import connection, transaction

from bench.people_fill import build_ground
from bench.report import Figure, as_json, as_table, at_most
from bench.tell import tell
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.importing import batches
from linli.registers.people.importing.batches import State
from linli.registers.people.models import PersonImport
from linli.registers.places.models import PlaceVersion
from linli.rooms.files.jobs.imports import carry_on_one
from linli.site.demo.messy import write_messy

MOST_SECONDS: Final = 90.0
FOR_ROWS: Final = 100_000
_WRITTEN: Final = (
    "person",
    "residence",
    "household",
    "household_membership",
    "person_key",
    "person_provision",
)


def run(count: int, *, json: bool) -> str:
    """Import, copy, undo, and return the printed text."""
    load = os.getloadavg()[0]
    call_command("migrate", verbosity=0)
    with acting_as(SYSTEM):
        install(folder=builtin("national"), actor=SYSTEM, now=clock.now())
        ground = build_ground()
        figures, facts = _import(count, ground.county)
    facts["load of the machine before"] = f"{load:.1f} (other work beside makes every time longer)"
    return as_json(facts, figures) if json else as_table(facts, figures)


def _import(count: int, county: int) -> tuple[list[Figure], dict[str, str]]:
    names = PlaceVersion.objects.filter(county=county, level="community").order_by("pk")
    tell(f"drawing a sheet of {count:,} rows")
    town = names[0].town
    assert town is not None
    inside = [one.name for one in names.filter(town=town)]
    messy = write_messy(count, seed=1, today=clock.today(), communities=inside)
    now, day = datetime.now(UTC), clock.today()
    taken: dict[str, float] = {}
    batch = _timed(
        taken,
        "kept",
        lambda: batches.receive(
            actor=SYSTEM, now=now, day=day, place_id=town, file_name="bench.xlsx", data=messy.data
        ),
    )
    batch = _step(taken, "read", batch, State.OUTLINED)
    batch = batches.choose_columns(
        actor=SYSTEM, now=now, batch_id=batch.pk, revision=batch.revision, plan=batch.plan
    )
    batch = _step(taken, "checked", batch, State.CHECKED)
    found = f"{batch.new:,} new, {batch.doubtful:,} doubtful, {batch.refused:,} refused"
    batch = batches.accept(actor=SYSTEM, now=now, batch_id=batch.pk, revision=batch.revision)
    batch = _step(taken, "written", batch, State.DONE)
    rows, whole = batch.written, sum(taken.values())
    bare = [_copy(table) for table in _WRITTEN]
    people, everything = bare[0][0], sum(seconds for seconds, _rows in bare)
    batch = batches.ask_undo(actor=SYSTEM, now=now, batch_id=batch.pk, revision=batch.revision)
    undone: dict[str, float] = {}
    _step(undone, "undone", batch, State.UNDONE)
    limit = MOST_SECONDS * count / FOR_ROWS
    figures = [
        at_most("Import of a sheet", f"all steps, {count:,} rows", whole, "s", limit, found),
        *(Figure("Import of a sheet", name, seconds, "s") for name, seconds in taken.items()),
        Figure("Import of a sheet", "undone", undone["undone"], "s"),
        Figure("Import of a sheet", "rows", rows / whole, "/s"),
        Figure(
            "Against a bare COPY", "of the rows of persons", people / whole, "", note=f"{rows / people:,.0f} rows/s"
        ),
        Figure(
            "Against a bare COPY", "of everything that the import writes", everything / whole, "",
            note=f"{sum(rows for _seconds, rows in bare):,} rows in {everything:.1f} s",
        ),
    ]  # fmt: skip
    return figures, {"sheet": f"{count:,} rows, {len(messy.data) / 1e6:.1f} MB"}


def _timed(taken: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    tell(name)
    started = time.monotonic()
    result = work()
    taken[name] = time.monotonic() - started
    return result


def _step(taken: dict[str, float], name: str, batch: PersonImport, wanted: str) -> PersonImport:
    _timed(taken, name, lambda: carry_on_one(batch.pk, now=datetime.now(UTC)))
    batch = PersonImport.objects.get(pk=batch.pk)
    if batch.state != wanted:
        raise SystemExit(f"bench: the import is {batch.state} ({batch.problem}), not {wanted}")
    return batch


def _copy(table: str) -> tuple[float, int]:
    """Seconds and rows of a COPY of a table's rows, as they are, into one like it without any index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        rows: Sequence[Any] = cursor.fetchall()
        cursor.execute(f"CREATE TABLE bare_copy AS SELECT * FROM {table} LIMIT 0")
        started = time.monotonic()
        with cursor.copy("COPY bare_copy FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        seconds = time.monotonic() - started
        transaction.set_rollback(True)
    return seconds, len(rows)
