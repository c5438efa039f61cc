"""Once only: a retried form or call gets the first result back."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from linli.kernel.actors import Actor
from linli.kernel.installation.models import IdempotencyKey


def once(*, actor: Actor, key: str, work: Callable[[], str]) -> str:
    """Carry out `work` and keep its result (a URL or number) under `key`; a repeat returns the kept result.

    Both happen in one transaction; of two at the same time the second waits and gets the first one's result.
    Without a key the work is simply carried out.
    """
    owner = f"user:{actor.user_id}"
    with transaction.atomic():
        if not key:
            return work()
        row, created = _claim(owner, key[:64])
        if not created:
            return row.result
        row.result = work()
        row.save(update_fields=["result"])
        return row.result


def _claim(owner: str, key: str) -> tuple[IdempotencyKey, bool]:
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(owner=owner, key=key), True
    except IntegrityError:  # the unique constraint waited for the first one's commit
        return IdempotencyKey.objects.get(owner=owner, key=key), False
