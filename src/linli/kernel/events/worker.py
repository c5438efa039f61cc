"""Delivering: claim a batch, run each handler in a savepoint, mark it in the same transaction."""

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models.functions import Now

from linli.kernel.events.models import Delivery
from linli.kernel.events.registry import SUBSCRIBERS, load

log = structlog.get_logger(__name__)

BATCH = 20
ATTEMPTS = 8

_CLAIM = """
SELECT delivery.id FROM delivery
WHERE state = 'pending' AND next_at <= statement_timestamp() AND NOT EXISTS (
    SELECT 1 FROM delivery AS earlier
    WHERE earlier.subscriber = delivery.subscriber AND earlier.subject = delivery.subject
      AND earlier.id < delivery.id AND earlier.state <> 'done')
ORDER BY next_at, id LIMIT %s FOR UPDATE OF delivery SKIP LOCKED
"""


def deliver_batch() -> int:
    """Deliver up to `BATCH` due deliveries; returns how many were tried."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [BATCH])
            claimed = [row[0] for row in cursor.fetchall()]
        batch = Delivery.objects.filter(id__in=claimed).select_related("event").order_by("id")
        done = [delivery.pk for delivery in batch if _deliver(delivery)]
        Delivery.objects.filter(id__in=done).update(state=Delivery.State.DONE, done_at=Now())
    return len(claimed)


def _deliver(delivery: Delivery) -> bool:
    try:
        handler = SUBSCRIBERS[delivery.event.name][delivery.subscriber]
        with transaction.atomic():
            handler(load(delivery.event.name, delivery.event.payload))
    except Exception as error:
        _put_off(delivery, error)
        return False
    return True


def _put_off(delivery: Delivery, error: Exception) -> None:
    """Retry after 1, 2, 4 … seconds; park after the last attempt. Only the error's type is kept: no data."""
    attempts = delivery.attempts + 1
    parked = attempts >= ATTEMPTS
    fault = type(error).__name__
    log.warning(
        "delivery.failed", delivery=delivery.id, subscriber=delivery.subscriber, fault=fault, parked=parked
    )
    Delivery.objects.filter(id=delivery.id).update(
        attempts=attempts,
        fault=fault,
        state=Delivery.State.PARKED if parked else Delivery.State.PENDING,
        next_at=Now() + timedelta(seconds=2 ** (attempts - 1)),
    )


def deliver_all(limit: int = 10_000) -> int:
    """Deliver until nothing is due (tests, `linli worker --once`); returns how many were tried."""
    total = 0
    while total < limit and (tried := deliver_batch()):
        total += tried
    return total
