"""Publishing: one statement writes the log entry and one delivery per subscriber."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.functions import Now
from psycopg.types.json import Jsonb

from linli.kernel.actors import Actor
from linli.kernel.events.models import Delivery
from linli.kernel.events.registry import SUBSCRIBERS, Event

_PUBLISH = """
WITH entry AS (
    INSERT INTO event_log (name, subject, place_id, payload, actor_user_id, occurred_at)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id, subject
), deliveries AS (
    INSERT INTO delivery (event_id, subscriber, subject, state, attempts, fault)
    SELECT entry.id, subscriber, entry.subject, 'pending', 0, '' FROM entry, unnest(%s::text[]) AS subscriber
)
SELECT id FROM entry
"""


def publish(event: Event, *, actor: Actor, now: datetime, place_id: int | None = None) -> int:
    """Append `event` to the log with its deliveries, in the caller's transaction; returns the entry's id."""
    subscribers = sorted(SUBSCRIBERS.get(event.NAME, {}))
    with connection.cursor() as cursor:
        payload: Any = Jsonb(event.payload())
        cursor.execute(
            _PUBLISH, [event.NAME, event.subject, place_id, payload, actor.user_id, now, subscribers]
        )
        return int(cursor.fetchone()[0])


def replay(*, delivery_id: int) -> bool:
    """Let a parked delivery be tried again; false if it is not parked."""
    changed = Delivery.objects.filter(id=delivery_id, state=Delivery.State.PARKED).update(
        state=Delivery.State.PENDING, attempts=0, fault="", next_at=Now()
    )
    return bool(changed)
