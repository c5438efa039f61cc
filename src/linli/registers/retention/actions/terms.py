"""Terms as packs bring them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.registers.retention.models import Term
from linli.registers.retention.schemas import TermRow


def replace_terms(*, rows: Sequence[TermRow], source: str, actor: Actor, now: datetime) -> None:
    """Make `rows` the terms that `source` says; those that it says no more are gone, and nothing is due by them."""
    with transaction.atomic():
        kept = [
            Term.objects.update_or_create(
                kind=row.kind,
                event=row.event,
                defaults=row.model_dump(exclude={"kind", "event"}) | {"supplier": source},
            )[0].pk
            for row in rows
        ]
        Term.objects.filter(supplier=source).exclude(pk__in=kept).delete()
        record(actor=actor, now=now, kind="change", act="retention.terms", object_ref=source[:64])
