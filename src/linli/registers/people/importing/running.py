"""Who works at an import, and how far the work is: kept where it can be seen while a transaction is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, Self

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_LOCK: Final = 7_160_002
_EVERY: Final = 0.5
"""Seconds between two times that progress is told."""


@contextmanager
def claimed(batch_id: int) -> Iterator[bool]:
    """Whether this session alone works at the import. A process that dies lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, batch_id % 2**31])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, batch_id % 2**31])


class Progress:
    """Tells how many rows are done by a connection of its own, as the work itself is one transaction."""

    def __init__(self, batch_id: int) -> None:
        self._batch = batch_id
        self._other: BaseDatabaseWrapper | None = None
        self._told = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._other is not None:
            self._other.close()

    def tell(self, done: int, rows: int) -> None:
        """Not more often than people look."""
        if monotonic() - self._told < _EVERY:
            return
        if self._other is None:
            self._other = connections.create_connection("default")
        with self._other.cursor() as cursor:
            cursor.execute(
                "UPDATE person_import SET done = %s, rows = %s WHERE id = %s", [done, rows, self._batch]
            )
        self._told = monotonic()
