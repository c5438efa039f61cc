"""What migration 0006 made of ledgers that kept days: run on tables as they were, which hide the real ones."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from linli.kernel.clock import LOCAL

MIGRATION = import_module("linli.engines.cases.migrations.0006_ledger_keeps_moments")
pytestmark = pytest.mark.django_db

AS_THEY_WERE = """
CREATE TEMP TABLE case_step (case_id bigint, seq int, at timestamptz);
CREATE TEMP TABLE case_clock (
    id int, case_id bigint, step int, day date, days int DEFAULT 0,
    at timestamptz, unit text DEFAULT '', number int DEFAULT 0
);
CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE TRIGGER case_clock_guard BEFORE UPDATE ON case_clock FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
"""
RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL)
ACCEPTED = datetime(2026, 3, 10, 0, 30, tzinfo=LOCAL)  # the day before, in UTC
STEPS = [(1, 1, RECEIVED), (1, 2, RECEIVED + timedelta(hours=2)), (1, 3, ACCEPTED), (2, 1, RECEIVED)]
ENTRIES = [
    # id, case, step, day, days
    (1, 1, 3, date(2026, 3, 10), 0),  # on the day of its own step
    (2, 1, 3, date(2026, 3, 2), 0),  # started for the day of receipt: the last step of that day
    (3, 1, 3, date(2026, 3, 10), 5),  # an extension
    (4, 2, 1, date(2026, 2, 27), 0),  # no step on that day: its beginning
]


def rows(columns: str) -> dict[int, tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {columns} FROM case_clock ORDER BY id")  # noqa: S608  columns of this test
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def test_old_entries_get_the_moment_of_the_step_of_their_day_and_back_their_day() -> None:
    with connection.cursor() as cursor:
        cursor.execute(AS_THEY_WERE)
        cursor.executemany("INSERT INTO case_step VALUES (%s, %s, %s)", STEPS)
        cursor.executemany(
            "INSERT INTO case_clock (id, case_id, step, day, days) VALUES (%s, %s, %s, %s, %s)", ENTRIES
        )
        cursor.execute(MIGRATION.FILL)
    assert rows("at, unit, number") == {
        1: (ACCEPTED, "", 0),
        2: (RECEIVED + timedelta(hours=2), "", 0),
        3: (ACCEPTED, "workdays", 5),
        4: (datetime(2026, 2, 27, tzinfo=LOCAL), "", 0),
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE case_clock DISABLE TRIGGER case_clock_guard")
        cursor.execute("UPDATE case_clock SET day = NULL, days = 0")
        cursor.execute("ALTER TABLE case_clock ENABLE TRIGGER case_clock_guard")
        cursor.execute(MIGRATION.EMPTY)
    assert rows("day, days") == {entry[0]: entry[3:] for entry in ENTRIES}
