"""What takes long to make is made once in a process; after that its rows are put back as they were.

The thing itself comes back as it was, too, with the same ids. Everything is kept in tables, so that rows are all there
is to keep. Sequences are never set back: what a test adds gets other ids than what was put back.
"""

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from graphlib import TopologicalSorter
from typing import Final, TypeVar

from django.db import connection

from linli.engines.packs.queries import forget as forget_packs
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.kernel.installation.queries import forget as forget_installation
from linli.registers.calendar.queries import forget as forget_calendars
from linli.registers.places.queries import forget as forget_places

Thing = TypeVar("Thing")

GOOD_FOR: Final = timedelta(minutes=5)
"""Sessions end and times of waiting run out: what is older is made anew."""

_LEADS_TO: Final = """
SELECT tables.oid::regclass::text,
    coalesce(array_agg(confrelid::regclass::text) FILTER (WHERE confrelid IS NOT NULL), '{}')
FROM pg_class AS tables
LEFT JOIN pg_constraint ON conrelid = tables.oid AND contype = 'f' AND confrelid <> conrelid
WHERE tables.relkind = 'r' AND tables.relnamespace = 'public'::regnamespace
GROUP BY tables.oid ORDER BY tables.oid
"""


@dataclass(frozen=True, slots=True)
class _Kept:
    made: datetime
    thing: bytes
    rows: dict[str, bytes]


_kept: dict[tuple[Hashable, date], _Kept] = {}


def once(name: Hashable, make: Callable[[], Thing]) -> Thing:
    """What `make` makes in the open transaction; made anew where its tables hold rows already."""
    now = clock.now()
    key = (name, clock.local_day(now))
    kept = _kept.get(key)
    if kept is not None and timedelta() <= now - kept.made < GOOD_FOR and not _count(*kept.rows):
        _put_back(kept.rows)
        for forget in (forget_packs, forget_installation, forget_calendars, forget_places):
            forget()  # what this process remembers of other rows
        return pickle.loads(kept.thing)  # type: ignore[no-any-return]  # noqa: S301  our own, of this process
    before = _count(*_tables())
    thing = make()
    after = _count(*_tables())
    if before.items() <= after.items():  # no table holds rows of others beside those made here
        rows = {table: _read(table) for table in after if table not in before}
        _kept[key] = _Kept(now, pickle.dumps(thing), rows)
    return thing


@cache
def _tables() -> tuple[str, ...]:
    """Of the product; what is referred to stands first."""
    with connection.cursor() as cursor:
        cursor.execute(_LEADS_TO)
        return tuple(TopologicalSorter(dict(cursor.fetchall())).static_order())


def _count(*tables: str) -> dict[str, int]:
    """Rows by table, where there are any."""
    counts = [f"(SELECT count(*) FROM {table})" for table in tables]  # noqa: S608  names of tables
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return {table: count for table, count in zip(tables, cursor.fetchone(), strict=True) if count}


def _read(table: str) -> bytes:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # so that the session reads as the system
        with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
            return b"".join(copy)


def _put_back(rows: dict[str, bytes]) -> None:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # as above
        for table, data in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(data)
