"""Counting tries across all processes, so that a code cannot be guessed by patience."""

from datetime import datetime

from django.db import connection

from linli.kernel.crypto import digest
from linli.kernel.installation.models import Throttle

_COUNT = """
INSERT INTO throttle (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET count = throttle.count + 1 RETURNING count
"""


def count_try(*, what: str, source: str, seconds: int, now: datetime) -> int:
    """Count one try of `what` from `source` (an address) in the running stretch of `seconds`; returns which it is."""
    window = int(now.timestamp()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest("throttle", f"{what}\0{source}"), window])
        return int(cursor.fetchone()[0])


def forget_counts() -> int:
    """Drop all counts, once a day: tries of a running stretch count anew then; returns how many."""
    count, _each = Throttle.objects.all().delete()
    return count
