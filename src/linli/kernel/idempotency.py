"""Once only: a retried form or call gets the first result back."""

from collections.abc import Callable

from django.db import connection, transaction

from linli.kernel.actors import Actor
from linli.kernel.installation.models import IdempotencyKey

# Waits for another transaction that claims the same key just now; no row comes back if that one commits.
_CLAIM = """
INSERT INTO idempotency_key (owner, key, result) VALUES (%s, %s, '') ON CONFLICT DO NOTHING RETURNING id
"""


def once(*, actor: Actor, key: str, work: Callable[[], str]) -> str:
    """Carry out `work` and keep its result (a URL or number) under `key`; a repeat returns the kept result.

    Both happen in one transaction; of two at the same time the second waits and gets the first one's result.
    Without a key the work is simply carried out.
    """
    owner = f"user:{actor.user_id}"
    with transaction.atomic():
        if not key:
            return work()
        claimed = _claim(owner, key[:64])
        if claimed is None:
            return IdempotencyKey.objects.get(owner=owner, key=key[:64]).result
        result = work()
        IdempotencyKey.objects.filter(pk=claimed).update(result=result)
        return result


def _claim(owner: str, key: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [owner, key])
        row = cursor.fetchone()
    return int(row[0]) if row else None
