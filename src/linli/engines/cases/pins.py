"""Who still needs an older version: open cases pin the matter and the procedure that they began with."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from linli.engines.cases.models import Case


def count_pinned(item_ids: Iterable[int]) -> Counter[int]:
    """Open cases by the id of the item that they pin. For the system: nothing of a case is told but the number."""
    wanted = set(item_ids)
    pinned = Q(matter_item__in=wanted) | Q(procedure_item__in=wanted)
    rows = Case.objects.filter(pinned, closed_at__isnull=True).values_list(
        "matter_item_id", "procedure_item_id"
    )
    return Counter(item for row in rows for item in row if item in wanted)
