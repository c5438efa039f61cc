"""Appending and sealing. Entries are unchained when written; one sealer chains closed batches."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from linli.kernel.actors import Actor
from linli.kernel.audit import anchor
from linli.kernel.audit.models import AuditSeal
from linli.kernel.audit.rules import GENESIS, batch_digest, entry_digest

_SEALER_LOCK = 7_160_001
_BATCH = 20_000
_APPEND = """
INSERT INTO audit_entry (at, kind, actor_user_id, office, act, object_ref, persons, fields, purpose, withheld,
    digest)
VALUES (%(at)s, %(kind)s, %(actor_user_id)s, %(office)s, %(act)s, %(object_ref)s, %(persons)s, %(fields)s,
    %(purpose)s, %(withheld)s, %(digest)s)
"""


def record(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    act: str,
    object_ref: str = "",
    persons: Sequence[int] = (),
    fields: Sequence[str] = (),
    purpose: str = "",
    office: str = "",
    withheld: bool = False,
) -> None:
    """Append one entry in the caller's transaction (`kind`: look, change or sign_in).

    `office` is the post that gave the right to it; without it the actor's first one is named. `withheld`: the persons
    themselves, their guardians and households are not told of it, auditors are.
    """
    values = {
        "at": now,
        "kind": kind,
        "actor_user_id": actor.user_id,
        "office": office or actor.office,
        "act": act,
        "object_ref": object_ref,
        "persons": sorted({*persons, *_agents(actor)}),
        "fields": list(fields),
        "purpose": purpose,
        "withheld": withheld,
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values | {"digest": entry_digest(**values)})  # type: ignore[arg-type]


def _agents(actor: Actor) -> tuple[int, ...]:
    """Who acts in another's name is named beside her."""
    return () if actor.agent_id is None else (actor.agent_id,)


def seal_batch() -> int:
    """Chain the entries that no running transaction can still slip in front of; returns how many."""
    sealed = _seal()
    if sealed:
        anchor.advance()
    return sealed


def _seal() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT id, digest FROM audit_entry WHERE seal_id IS NULL"
            " AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY id LIMIT %s",
            [_BATCH],
        )
        rows = cursor.fetchall()
        if not rows:
            return 0
        last = AuditSeal.objects.order_by("-id").values_list("digest", flat=True).first()
        digest = batch_digest(bytes(last) if last else GENESIS, (bytes(row[1]) for row in rows))
        seal = AuditSeal.objects.create(digest=digest, count=len(rows))
        cursor.execute(
            "UPDATE audit_entry SET seal_id = %s WHERE id = ANY(%s)", [seal.id, [row[0] for row in rows]]
        )
    return len(rows)
