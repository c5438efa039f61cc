"""How much each key still seals, and taking one out of use that seals nothing any more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from linli.kernel.errors import ConfigurationError
from linli.kernel.installation.models import SealingKey
from linli.kernel.keys import KeyRing
from linli.kernel.resealing.rotating import alone
from linli.kernel.resealing.tables import Sealed

CLOSED_FOR: Final = timedelta(minutes=10)
"""So long a key must have been closed before it is retired: nobody holds something in memory that it sealed."""
_COUNTED_WHOLE: Final = 200_000
_SAMPLED: Final = 50_000
_ROWS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass(%s)"
_OLDEST = "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class Share:
    """How many values of a table which key seals; `estimated` from a sample of its pages."""

    table: str
    values: dict[int, int]
    estimated: bool


def read_shares(tables: Sequence[Sealed], *, exact: bool) -> list[Share]:
    """Tables that hold something sealed. Large ones are estimated, unless `exact`."""
    shares = [_read_share(table, exact=exact) for table in tables]
    return [share for share in shares if share.values]


def retire(tables: Sequence[Sealed], *, number: int, grace: timedelta = CLOSED_FOR) -> Path:
    """Take a key out of the key file; returns the file that keeps it. Raises `ConfigurationError` while a value is
    sealed with it, or might be in a moment. Writing waits while everything is counted."""
    ring: KeyRing = settings.KEYS
    with alone(), transaction.atomic(), connection.cursor() as cursor:
        ring.look()
        _check_closed(ring, number, grace)
        for table in tables:
            cursor.execute(f'LOCK TABLE "{table.name}" IN SHARE MODE')
        used = {
            table.name: count
            for table in tables
            if (count := _by_key(table.count_heads(percent=100)).get(number))
        }
        if used:
            shown = ", ".join(f"{name}: {count}" for name, count in used.items())
            raise ConfigurationError(f"key {number} still seals {shown}; run `linli keys reseal` first")
        SealingKey.objects.filter(pk=number).update(retired_at=Now())
        return ring.retire(number)


def _check_closed(ring: KeyRing, number: int, grace: timedelta) -> None:
    key = ring.content.sealing.get(number)
    if key is None:
        known = ", ".join(map(str, sorted(ring.content.sealing)))
        raise ConfigurationError(f"there is no key {number}: the key file holds {known}")
    if ring.content.rotating:
        raise ConfigurationError("a rotation has begun and not ended: run `linli keys rotate` first")
    if number == ring.content.current or key.closed_at is None:
        raise ConfigurationError(f"key {number} seals what is new: run `linli keys rotate` first")
    if datetime.now(UTC) - key.closed_at < grace:
        minutes = int(grace.total_seconds() // 60)
        raise ConfigurationError(
            f"key {number} was closed less than {minutes} minutes ago: somebody may still hold what it sealed; wait"
        )
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        oldest = cursor.fetchone()[0]
    if oldest is not None and oldest < key.closed_at:
        raise ConfigurationError(
            f"a transaction is older than the closing of key {number}: wait for it to end"
        )


def _read_share(table: Sealed, *, exact: bool) -> Share:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [f'public."{table.name}"'])
        rows = (cursor.fetchone() or [0])[0] or 0
    estimated = not exact and rows > _COUNTED_WHOLE
    percent = 100 * _SAMPLED / rows if estimated else 100
    return Share(table.name, _by_key(table.count_heads(percent=percent)), estimated)


def _by_key(heads: dict[bytes, int]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for head, count in heads.items():
        found[head[1] if len(head) > 1 else 0] += count
    return dict(found)
