"""What can be wrong with a table although each row is well-formed: rows that never win, roles nobody has. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.cases.assignment.deciding import holding
from linli.engines.cases.assignment.regions import Uses, around, combined, representatives
from linli.engines.cases.assignment.table import ALWAYS_KNOWN, LEVELS, AssignmentTable, Rule
from linli.engines.expressions import Expression, Type
from linli.engines.expressions.tree import Node
from linli.engines.packs.findings import in_expression, not_among
from linli.engines.packs.sections import DocPath, Finding

_ANY_DAY: Final = date(2026, 1, 1)


def checks(table: AssignmentTable, *, roles: Collection[str], codes: Mapping[str, Type]) -> Iterator[Finding]:
    """Every fault, with the path to it; `codes` says of names what they can be. Rows are compared with each other only
    when each is sound."""
    names = {**table.names, **codes}
    found = [fault for index, rule in enumerate(table.rows) for fault in _row(index, rule, roles, names)]
    yield from found
    if not found:
        yield from _against_each_other(table)


def unheld(table: AssignmentTable, held: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """A finding for each row whose role nobody holds at any place of its level. `held`: pairs of role and level."""
    for index, rule in enumerate(table.rows):
        if rule.at is not None and (rule.role, rule.at) not in held:
            yield Finding(
                ("rows", index, "role"),
                _(
                    "Nobody holds this role at any place of this level: every case of this rule goes to triage."
                ),
                _("Appoint somebody, or name another role or level."),
            )


def _row(index: int, rule: Rule, roles: Collection[str], names: Mapping[str, Type]) -> Iterator[Finding]:
    path: DocPath = ("rows", index)
    yield from not_among((*path, "role"), rule.role, roles, _("role"))
    if (rule.at is None) == (rule.unit is None):
        yield Finding(
            (*path, "role"), _("A rule names either a level («at») or a unit."), _("Write one of the two.")
        )
    if rule.first and rule.last and rule.last < rule.first:
        yield Finding((*path, "last"), _("The last day lies before the first: the rule is never in force."))
    if rule.when is not None:
        yield from in_expression((*path, "when"), rule.when, names)


@dataclass(slots=True)
class Seen:
    """What became of each row when a set of rows was looked through."""

    true: set[int] = field(default_factory=set)
    won: set[int] = field(default_factory=set)
    takers: dict[int, set[int]] = field(default_factory=dict)

    def take(self, results: Sequence[tuple[int, bool | None]]) -> None:
        """Rows with their results in one situation, in order; a row that cannot be judged takes the case too."""
        taker: int | None = None
        for index, result in results:
            if result is True:
                self.true.add(index)
                if taker is None:
                    self.won.add(index)
                else:
                    self.takers.setdefault(index, set()).add(taker)
            if taker is None and result is not False:
                taker = index


def _against_each_other(table: AssignmentTable) -> Iterator[Finding]:
    for index in range(len(table.rows)):
        takers = _plain_shadow(table, index)
        if takers is None:
            seen = look_through(table, index)
            if seen is None or index in seen.won:
                continue
            takers = seen.takers.get(index, set()) if index in seen.true else None
        path: DocPath = ("rows", index, "when" if table.rows[index].when else "role")
        if takers is None:
            yield Finding(path, _("This row can never hold."), _("Mend its condition, or remove it."))
            continue
        numbers = ", ".join(str(taker + 1) for taker in sorted(takers))
        yield Finding(
            path,
            _("This row never wins: what fits it is taken by row %(rows)s before.") % {"rows": numbers},
            _("Move it up, narrow the earlier row, or remove it."),
        )


def _plain_shadow(table: AssignmentTable, index: int) -> set[int] | None:
    """The first earlier row without a condition or with the same one, in force as long; None if there is none."""
    own = table.conditions[index]
    for earlier in range(index):
        other = table.conditions[earlier]
        same = other is None or (own is not None and _shape(own.tree) == _shape(other.tree))
        if same and table.rows[earlier].outlives(table.rows[index]):
            return {earlier}
    return None


def look_through(table: AssignmentTable, index: int) -> Seen | None:
    """What becomes of a row and those before it in every situation; None where that cannot be said of the row.

    Earlier rows that ask other things than can be looked through are left out: they may take more, never less.
    """
    values = representatives(
        Uses(_trees(table, range(index + 1))), closed={"level": LEVELS}, known=ALWAYS_KNOWN
    )
    own = _names(table.conditions[index])
    if not own <= values.keys():
        return None
    rows = [row for row in range(index + 1) if _names(table.conditions[row]) <= values.keys()]
    for considered in (rows, [row for row in rows if _names(table.conditions[row]) <= own]):
        asked = set().union(*(_names(table.conditions[row]) for row in considered))
        days = _days(table, considered, values if "today" in asked else {})
        situations = combined({"today": days, **{name: values[name] for name in asked - {"today"}}})
        if situations is not None:
            return _seen(table, considered, situations)
    return None


def _seen(table: AssignmentTable, rows: Sequence[int], situations: Iterable[Mapping[str, object]]) -> Seen:
    seen = Seen()
    for facts in situations:
        day = facts["today"]
        in_force = [row for row in rows if isinstance(day, date) and table.rows[row].in_force(day)]
        seen.take([(row, _result(table.conditions[row], facts)) for row in in_force])
    return seen


def _result(condition: Expression | None, facts: Mapping[str, object]) -> bool | None:
    return True if condition is None else holding(condition, facts)


def _days(
    table: AssignmentTable, rows: Iterable[int], values: Mapping[str, Sequence[object]]
) -> Sequence[object]:
    """Days on which something changes: where rules begin or end, where conditions on today change."""
    edges = {day for row in rows for day in (table.rows[row].first, table.rows[row].last) if day is not None}
    found: set[object] = {near for day in edges for near in around(day)}
    return list(found | set(values.get("today", ())) or {_ANY_DAY})


def _trees(table: AssignmentTable, rows: Iterable[int]) -> list[Node]:
    return [one.tree for row in rows if (one := table.conditions[row]) is not None]


def _names(condition: Expression | None) -> frozenset[str]:
    return frozenset() if condition is None else condition.names


def _shape(node: Node) -> object:
    """The tree without places: two spellings of one condition have the same shape."""
    parts = [
        _shape(value) if hasattr(value, "at") else tuple(map(_shape, value)) if _is_nodes(value) else value
        for name in node.__slots__
        if name not in ("at", "kind") and (value := getattr(node, name)) is not None
    ]
    return (type(node).__name__, *parts)


def _is_nodes(value: object) -> bool:
    return isinstance(value, tuple) and all(hasattr(one, "at") for one in value)
