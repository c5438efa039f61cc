"""An assignment table in words, with how often each rule decided; and what a changed one would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.engines.cases.assignment import AssignmentTable, Comparison, rehearse
from linli.engines.cases.assignment.deciding import Reason
from linli.engines.cases.assignment.describing import describe_table
from linli.engines.cases.assignment.facts import past_cases
from linli.engines.cases.assignment.hits import Hits, Pair, count_hits
from linli.engines.cases.assignment.rehearsal import Fate
from linli.engines.cases.assignment.using import procedures_asking, procedures_in
from linli.engines.overlays.checking import EffectiveLibrary
from linli.engines.packs.blocks import Table
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words: which cases, where they go, when it is in force, the note; and two counts."""

    number: str
    which: str
    goes_to: str
    days: str
    note: str
    first: int
    second: int

    @property
    def never(self) -> bool:
        return self.second == 0


@dataclass(frozen=True, slots=True)
class Use:
    """How often each rule of a table decided in the last 30 and 90 days."""

    rows: Sequence[RuleRow]
    by_hand: Pair
    gone: Pair
    reasons: Sequence[tuple[str, int]]
    total: Pair


def show_use(table: AssignmentTable, *, now: datetime) -> Use:
    """Numbers only; no case is shown."""
    with acting_as(SYSTEM):
        hits = count_hits(table, now=now)
    return Use(
        _rows(table, EffectiveLibrary(), hits.by_rule), hits.by_hand, hits.gone, _reasons(hits), hits.total
    )


def _rows(table: AssignmentTable, library: EffectiveLibrary, counts: Sequence[Pair]) -> list[RuleRow]:
    told = next(block for block in describe_table(table, library) if isinstance(block, Table))
    return [
        RuleRow(number, which, goes_to, days, note, *pair)
        for (number, which, goes_to, days, note), pair in zip(told.rows, counts, strict=True)
    ]


def _reasons(hits: Hits) -> list[tuple[str, int]]:
    words = _reason_words()
    return [(words.get(reason, reason), count) for reason, count in sorted(hits.reasons.items())]


def _reason_words() -> Mapping[str, str]:
    return {
        Reason.NO_RULE: _("no rule fits"),
        Reason.UNDECIDED: _("it cannot be told whether a rule fits"),
        Reason.NOBODY: _("nobody holds the post of the rule"),
        "no_table": _("the table was not installed"),
    }


@dataclass(frozen=True, slots=True)
class Move:
    """So many cases would have gone from one rule to another."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the changed table would have done with the cases of so many days."""

    days: int
    total: int
    same: int
    moves: Sequence[Move]
    by_hand: Sequence[Move]
    rows: Sequence[RuleRow]


def rehearse_change(
    old: AssignmentTable, new: AssignmentTable, library: EffectiveLibrary, *, now: datetime, days: int
) -> Rehearsal:
    """Every case of the last days of the procedures that ask the table, by both tables; nothing is changed.

    In the two counts of a rule the first is by the table in force, the second by the changed one.
    """
    asking = procedures_asking(procedures_in(library), new.code)
    found = Comparison()
    if asking:
        with acting_as(SYSTEM):
            past = past_cases(
                since=now - timedelta(days=days), day=local_day(now), state=next(iter(asking.values())),
                answers={*old.answers, *new.answers}, procedures=asking,
            )  # fmt: skip
            found = rehearse(old, new, past)
    moves = [Move(_fate(before), _fate(after), tally.count) for (before, after), tally in found.moved.items()]
    by_hand = [Move("", _fate(fate), tally.count) for fate, tally in found.unresolved.items()]
    counts = [(0, found.hits_new[number]) for number in range(1, len(new.rows) + 1)]
    return Rehearsal(
        days, found.total, found.same, _largest(moves), _largest(by_hand), _rows(new, library, counts)
    )


def _largest(moves: list[Move]) -> list[Move]:
    return sorted(moves, key=lambda move: -move.count)


def _fate(fate: Fate) -> str:
    number, reason = fate
    if not reason:
        return _("rule %(number)s") % {"number": number}
    words = _reason_words().get(reason, reason)
    by_hand = _("by hand: %(why)s") % {"why": words}
    return f"{by_hand}（{_('rule %(number)s') % {'number': number}}）" if number else by_hand
