"""Which rule decides, and what it comes to. Pure.

It fails closed: a rule that cannot be judged, or whose post nobody holds, hides no case in a later rule; the case goes
to triage with the number of that rule and the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.cases.assignment.table import AssignmentTable, Rule
from linli.engines.cases.course import Post
from linli.engines.expressions import Expression, ExpressionFault, Label

Resolve = Callable[[Rule], Post | None]
"""The post (role, scope) that a rule means for one case, or None where nobody holds it that day."""


class Reason(StrEnum):
    """Why a case goes to triage."""

    NO_RULE = "no_rule"
    UNDECIDED = "undecided"
    NOBODY = "nobody"


NO_TABLE: Final = "no_table"
"""The reason for triage where no installed pack holds the table."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The row (from 1) that holds, or that stands in the way; None where no row holds."""

    number: int | None
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """Rule `number` of `table` gave the case to `holder`."""

    table: AssignmentTable
    number: int
    holder: Post

    def data(self) -> dict[str, object]:
        """What is kept with the step: codes and numbers only."""
        return {"table": self.table.code, "rule": self.number}

    def why(self, labels: Mapping[str, Label | str]) -> str:
        """The deciding rule in words."""
        return rule_words(self.table, self.number, labels)


@dataclass(frozen=True, slots=True)
class Triage:
    """Nobody was found: somebody has to decide by hand. `number` is the rule that stood in the way."""

    table: AssignmentTable
    reason: Reason
    number: int | None = None

    def data(self) -> dict[str, object]:
        """What is kept with the step: codes and numbers only."""
        return {"table": self.table.code, "triage": str(self.reason), "rule": self.number}

    def why(self, labels: Mapping[str, Label | str]) -> str:
        """Why nobody was found, in words."""
        if self.number is None:
            return _("No rule of the table fits.")
        words = {"rule": rule_words(self.table, self.number, labels)}
        if self.reason is Reason.NOBODY:
            return _("Nobody holds the post of this rule: %(rule)s.") % words
        return _("It cannot be told whether this rule fits: %(rule)s.") % words


def assign(
    table: AssignmentTable, facts: Mapping[str, object], resolve: Resolve, *, day: date
) -> Assignment | Triage:
    """The first rule in force on `day` that holds, if its post is held; else triage. Raises KeyError where `facts`
    lack a name that a rule asks about."""
    return settle(table, judge(table, facts, day=day), resolve)


def judge(table: AssignmentTable, facts: Mapping[str, object], *, day: date) -> Verdict:
    """The first rule in force that holds or cannot be judged."""
    for number, (rule, condition) in enumerate(zip(table.rows, table.conditions, strict=True), 1):
        if not rule.in_force(day):
            continue
        holds = True if condition is None else holding(condition, facts)
        if holds is not False:
            return Verdict(number, undecided=holds is None)
    return Verdict(None)


def holding(condition: Expression, facts: Mapping[str, object]) -> bool | None:
    """Whether a condition holds; None where it cannot be told for want of a value."""
    try:
        found = condition.evaluate(facts)
    except ExpressionFault:
        return None
    return found if isinstance(found, bool) else None


def settle(table: AssignmentTable, verdict: Verdict, resolve: Resolve) -> Assignment | Triage:
    """What the verdict comes to for one case."""
    if verdict.number is None:
        return Triage(table, Reason.NO_RULE)
    if verdict.undecided:
        return Triage(table, Reason.UNDECIDED, verdict.number)
    holder = resolve(table.rows[verdict.number - 1])
    if holder is None:
        return Triage(table, Reason.NOBODY, verdict.number)
    return Assignment(table, verdict.number, holder)


def rule_words(table: AssignmentTable, number: int, labels: Mapping[str, Label | str]) -> str:
    """«第2条：事项是高龄津贴 且 城镇», with the note of the rule."""
    rule, condition = table.rows[number - 1], table.conditions[number - 1]
    said = _("every case") if condition is None else condition.words(labels)
    words = _("rule %(number)d: %(condition)s") % {"number": number, "condition": said}
    return _("%(rule)s (%(note)s)") % {"rule": words, "note": rule.note} if rule.note else words
