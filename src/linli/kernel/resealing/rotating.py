"""Rotation of the data key: a new one, known to every process before anything is sealed with it, then everything sealed
anew. May be killed between any two steps and called again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import connection

from linli.kernel.crypto import current_head
from linli.kernel.errors import ConfigurationError
from linli.kernel.installation.models import SealingKey
from linli.kernel.keys import LEARNT_SECONDS, KeyRing, fingerprint
from linli.kernel.resealing.tables import Sealed

_LOCK: Final = 7_160_002
_AGAIN_SECONDS: Final = 0.5
_MOST_ROUNDS: Final = 240

Tell = Callable[[str, int], None]
"""Is told the table, and how many rows of it were sealed anew so far."""


@dataclass(slots=True)
class Resealed:
    """Rows sealed anew, and those that do not open (table → keys of rows), which stay as they are."""

    done: int = 0
    broken: dict[str, set[int]] = field(default_factory=dict)

    @property
    def broken_count(self) -> int:
        return sum(map(len, self.broken.values()))


def rotate(tables: Sequence[Sealed], *, tell: Tell, wait: float = LEARNT_SECONDS) -> Resealed:
    """Make a new key and seal everything with it; goes on with a rotation that was begun. Other processes work on.

    `wait` seconds are given to every process to learn a key before it seals, and to stop sealing with the former one.
    """
    ring: KeyRing = settings.KEYS
    with alone():
        ring.look()
        meet_keys(ring)
        if not ring.content.rotating:
            prepare(ring)
        if ring.content.prepared is not None:
            time.sleep(wait)
            ring.activate()
            time.sleep(wait)
        outcome = reseal_all(tables, tell=tell)
        ring.end_rotation()
    return outcome


def prepare(ring: KeyRing) -> int:
    """Make a key that seals nothing yet; other machines can be given the key file before `rotate` goes on."""
    highest = SealingKey.objects.order_by("-id").values_list("id", flat=True).first()
    number = ring.prepare(above=highest or 0)
    meet_keys(ring)
    return number


def reseal_all(tables: Sequence[Sealed], *, tell: Tell) -> Resealed:
    """Seal anew what does not begin with cipher and key of now, until nothing else is left."""
    outcome = Resealed()
    for _round in range(_MOST_ROUNDS):
        head = current_head()
        for table in tables:
            _reseal_table(table, head, outcome, tell)
        if sum(count_older(table, head) for table in tables) <= _count_broken_values(tables, outcome):
            return outcome
        time.sleep(_AGAIN_SECONDS)  # rows that somebody held
    raise ConfigurationError("some rows are held by others all the time: run it again when they are done")


def count_older(table: Sealed, head: bytes) -> int:
    """Values of a table that do not begin with `head`."""
    return sum(count for begins, count in table.count_heads(percent=100).items() if begins != head)


def meet_keys(ring: KeyRing) -> None:
    """Note in the database by what each key is known again. Raises `ConfigurationError` where the key file holds
    another key under a number that this database knows."""
    known = {row.id: bytes(row.fingerprint) for row in SealingKey.objects.all()}
    for number, key in ring.content.sealing.items():
        mark = fingerprint(key.key)
        if known.setdefault(number, mark) != mark:
            raise ConfigurationError(
                f"LINLI_KEY_FILE {ring.path}: its key {number} is not the one that this database was sealed with; "
                "restore the key file that belongs to the database"
            )
        SealingKey.objects.get_or_create(id=number, defaults={"fingerprint": mark})


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time changes keys of a database; raises `ConfigurationError` for the second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise ConfigurationError("keys of this database are being changed by another process")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _reseal_table(table: Sealed, head: bytes, outcome: Resealed, tell: Tell) -> None:
    after, done = 0, 0
    while True:
        batch = table.reseal(after=after, head=head)
        outcome.done += batch.done
        done += batch.done
        if batch.broken:
            outcome.broken.setdefault(table.name, set()).update(batch.broken)
        if batch.last is None:
            return
        after = batch.last
        if batch.done:
            tell(table.name, done)


def _count_broken_values(tables: Sequence[Sealed], outcome: Resealed) -> int:
    """At most so many values stay behind: those of rows that do not open."""
    return sum(len(outcome.broken.get(table.name, ())) * len(table.columns) for table in tables)
