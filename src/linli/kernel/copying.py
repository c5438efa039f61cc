"""Bulk writing: PostgreSQL's COPY on Django's connection, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` ids from the table's sequence, so that rows that refer to each other can be copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Copy `rows` (values in the order of the table's `columns`); returns how many there were.

    Ranges are given as text, `[2024-01-01,)`. `rows` must not query: the connection is taken. Raises Django's errors
    of the database, `IntegrityError` among them: the driver's own pass by whoever awaits those.
    """
    names = ", ".join(map(connection.ops.quote_name, columns))
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN"
    count = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


@contextmanager
def indexed_at_the_end(model: type[models.Model]) -> Iterator[None]:
    """Leave out the model's own indexes and constraints meanwhile, and build them anew over all rows.

    For an empty table only, as it is locked meanwhile; row by row, the exclusion of overlapping residences
    took four fifths of the time of writing people. All in the caller's transaction.
    """
    meta = model._meta
    with connection.schema_editor(atomic=False) as editor:
        for constraint in meta.constraints:
            editor.remove_constraint(model, constraint)
        for index in meta.indexes:
            editor.remove_index(model, index)
        yield
        for index in meta.indexes:
            editor.add_index(model, index)
        for constraint in meta.constraints:
            editor.add_constraint(model, constraint)


def analyze(*tables: type[models.Model]) -> None:
    """Let the query planner know what was copied."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
