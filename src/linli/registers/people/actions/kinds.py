"""Which labels there are. The packs engine calls this when a pack that lists labels is installed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.registers.people.models import LabelKind
from linli.registers.people.refusals import TierChanged
from linli.registers.people.schemas import LabelRow


def replace_label_kinds(*, rows: Sequence[LabelRow], source: str, actor: Actor, now: datetime) -> bool:
    """Make `rows` the labels that `source` (the supplier, such as `pack:national/labels`) lists.

    Labels it lists no more are retired: those given stay, none is given any more. Returns whether anything changed.
    Raises `TierChanged` for a label that is to be protected otherwise than before.
    """
    with transaction.atomic():
        known = {kind.code: kind for kind in LabelKind.objects.select_for_update()}
        changed = [code for row in rows for code in _put(row, known.get(row.code), source)]
        gone = LabelKind.objects.filter(supplier=source, retired=False).exclude(
            code__in=[row.code for row in rows]
        )
        retired = gone.update(retired=True)
        if changed or retired:
            record(actor=actor, now=now, kind="change", act="people.label_kinds", object_ref=source)
    return bool(changed or retired)


def _put(row: LabelRow, known: LabelKind | None, source: str) -> list[str]:
    values = {
        "title": row.title, "tier": row.tier, "months": row.months, "evidence": row.evidence, "supplier": source,
        "retired": False,
    }  # fmt: skip
    if known is None:
        LabelKind.objects.create(code=row.code, **values)
        return [row.code]
    if known.tier != row.tier:
        raise TierChanged(
            _("%(code)s is kept as %(tier)s: give what is protected otherwise a code of its own.")
            % {"code": row.code, "tier": known.tier}
        )
    if all(getattr(known, field) == value for field, value in values.items()):
        return []
    LabelKind.objects.filter(pk=known.pk).update(**values)
    return [row.code]
