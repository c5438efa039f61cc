"""How often each rule of a table decided: counted from the decisions kept with the steps, one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q
from django.db.models.fields.json import KT

from linli.engines.cases.assignment.table import AssignmentTable, Rule
from linli.engines.cases.course import ASSIGNED
from linli.engines.cases.models import CaseStep
from linli.engines.packs import queries as packs

DAYS: Final = (30, 90)
"""The two stretches that are counted, up to now."""

_KEPT: Final = "data__does__assigned"

Pair = tuple[int, int]
"""How often in the last 30 and in the last 90 days."""


@dataclass(slots=True)
class Hits:
    """`by_rule` in the order of the table's rows; `gone` by rules that the table does not hold any more; `by_hand`
    where no rule decided."""

    by_rule: list[Pair]
    gone: Pair = (0, 0)
    by_hand: Pair = (0, 0)
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Pair:
        found = [*self.by_rule, self.gone, self.by_hand]
        return sum(one for one, _two in found), sum(two for _one, two in found)


def count_hits(table: AssignmentTable, *, now: datetime) -> Hits:
    """Decisions of the last 90 days, whichever version of the table made them: a rule is the same one if it says the
    same, wherever it stood then."""
    short, long = (now - timedelta(days=days) for days in DAYS)
    rows = (
        CaseStep.objects.filter(
            **{"action": ASSIGNED, "at__gte": long, "at__lte": now, f"{_KEPT}__table": table.code}
        )
        .order_by()
        .values_list(KT(f"{_KEPT}__item"), KT(f"{_KEPT}__rule"), KT(f"{_KEPT}__triage"))
        .annotate(recent=Count("id", filter=Q(at__gte=short)), all=Count("id"))
    )
    hits = Hits([(0, 0)] * len(table.rows))
    places = {_said(rule): number for number, rule in reversed(list(enumerate(table.rows)))}
    for item, rule, triage, recent, everything in rows:
        pair = (recent, everything)
        if triage:
            hits.by_hand = _plus(hits.by_hand, pair)
            hits.reasons[triage] = hits.reasons.get(triage, 0) + everything
            continue
        place = _place(int(item), int(rule), places)
        if place is None:
            hits.gone = _plus(hits.gone, pair)
        else:
            hits.by_rule[place] = _plus(hits.by_rule[place], pair)
    return hits


def _place(item: int, number: int, places: Mapping[tuple[object, ...], int]) -> int | None:
    """Where the rule that decided stands by now."""
    then: AssignmentTable = packs.load_by_id(item)
    return places.get(_said(then.rows[number - 1])) if number <= len(then.rows) else None


def _said(rule: Rule) -> tuple[object, ...]:
    """What makes it the same rule: its note and its days may have changed."""
    return (rule.when, rule.role, rule.at, rule.unit)


def _plus(one: Pair, other: Pair) -> Pair:
    return one[0] + other[0], one[1] + other[1]
