"""Tables that only grow refuse to be emptied too. Test databases let it pass; one of another name is asked."""

from collections.abc import Iterator
from importlib import import_module

import psycopg
import pytest
from django.db import connection

OTHER = "linli_guards"
GUARDS = {
    "linli.kernel.audit.migrations.0003_guard_truncate": ("audit_entry", "audit_seal"),
    "linli.engines.cases.migrations.0003_guard_truncate": ("case_step", "case_clock"),
    "linli.engines.packs.migrations.0004_guard_truncate": ("installed_pack", "pack_item"),
}


@pytest.fixture
def other(transactional_db: None) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {OTHER}")
        cursor.execute(f"CREATE DATABASE {OTHER} TEMPLATE template0")
    at = connection.get_connection_params()
    known = {key: at[key] for key in ("host", "port", "user", "password") if at.get(key)}
    with psycopg.connect(dbname=OTHER, autocommit=True, **known) as opened:
        yield opened
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {OTHER}")


@pytest.mark.parametrize("migration", GUARDS)
def test_what_only_grows_is_not_emptied(
    other: "psycopg.Connection[tuple[object, ...]]", migration: str
) -> None:
    for table in GUARDS[migration]:
        other.execute(f"CREATE TABLE {table} (id int)")
    other.execute(import_module(migration).FORWARD)
    for table in GUARDS[migration]:
        with pytest.raises(psycopg.errors.RaiseException, match=table):
            other.execute(f"TRUNCATE {table} CASCADE")
    other.execute(import_module(migration).BACKWARD)
    other.execute(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_every_guard_is_in_force() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 32 = 32 AND tgenabled = 'O'"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert guarded >= {table for tables in GUARDS.values() for table in tables}
