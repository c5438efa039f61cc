"""Counting tries across all processes, so that a code cannot be guessed by patience."""

from datetime import datetime

from django.db import connection

from linli.kernel.crypto import digest

_COUNT = """
INSERT INTO throttle (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = throttle.count + 1 RETURNING count
"""
_FORGET = 'DELETE FROM throttle WHERE "window" <= %s'


def count_try(*, what: str, source: str, seconds: int, now: datetime) -> int:
    """Count one try of `what` from `source` (an address) in the running stretch of `seconds`; returns which it is."""
    window = (int(now.timestamp()) // seconds + 1) * seconds  # named by its end, so that it can be forgotten
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest("throttle", f"{what}\0{source}"), window])
        return int(cursor.fetchone()[0])


def forget_counts(*, now: datetime) -> int:
    """Drop counts of past stretches; returns how many. The running ones stay: no night opens a closed door."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [int(now.timestamp())])
        return int(cursor.rowcount)
