"""What a changed table would do to cases of the past, before anybody feels it. Pure; streams."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from linli.engines.cases.assignment.deciding import Assignment, Resolve, Triage, Verdict, judge, settle
from linli.engines.cases.assignment.table import AssignmentTable

SAMPLES: Final = 5
"""Case ids kept of each move, to look at."""
_REMEMBERED: Final = 50_000

Fate = tuple[int | None, str]
"""Which rule, and the reason for triage or "": what counts are kept by."""


@dataclass(frozen=True, slots=True)
class Past:
    """A case as it was: its facts, the day, and how a rule resolves for it."""

    case: str
    facts: Mapping[str, object]
    day: date
    resolve: Resolve


@dataclass(slots=True)
class Tally:
    """How many, and some of them."""

    count: int = 0
    samples: list[str] = field(default_factory=list)

    def add(self, case: str) -> None:
        self.count += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(case)


@dataclass(slots=True)
class Comparison:
    """`moved`: from fate to fate where the holder is another; `same` cases keep their holder. `unresolved`: what
    the new table sends to triage, by rule and reason. `hits`: how often each row decided, old and new."""

    total: int = 0
    same: int = 0
    moved: dict[tuple[Fate, Fate], Tally] = field(default_factory=dict)
    unresolved: dict[Fate, Tally] = field(default_factory=dict)
    hits_old: Counter[int] = field(default_factory=Counter)
    hits_new: Counter[int] = field(default_factory=Counter)

    def add(self, case: str, old: Assignment | Triage, new: Assignment | Triage) -> None:
        self.total += 1
        self._count(self.hits_old, old)
        self._count(self.hits_new, new)
        if isinstance(new, Triage):
            self.unresolved.setdefault(_fate(new), Tally()).add(case)
        if _whereto(old) == _whereto(new):
            self.same += 1
        else:
            self.moved.setdefault((_fate(old), _fate(new)), Tally()).add(case)

    @staticmethod
    def _count(hits: Counter[int], found: Assignment | Triage) -> None:
        if isinstance(found, Assignment):
            hits[found.number] += 1


def rehearse(old: AssignmentTable, new: AssignmentTable, cases: Iterable[Past]) -> Comparison:
    """Every case decided by both tables; reads `cases` once and keeps none of them."""
    found = Comparison()
    by_old, by_new = _remembering(old), _remembering(new)
    for past in cases:
        before = settle(old, by_old(past), past.resolve)
        after = settle(new, by_new(past), past.resolve)
        found.add(past.case, before, after)
    return found


def _remembering(table: AssignmentTable) -> Callable[[Past], Verdict]:
    """Cases that are alike in all that the table asks about are judged once."""
    known: dict[object, Verdict] = {}

    def decide(past: Past) -> Verdict:
        key = (past.day, *(_hashable(past.facts[name]) for name in table.asked))
        verdict = known.get(key)
        if verdict is None:
            verdict = judge(table, past.facts, day=past.day)
            if len(known) < _REMEMBERED:
                known[key] = verdict
        return verdict

    return decide


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else value


def _fate(found: Assignment | Triage) -> Fate:
    return (found.number, str(found.reason) if isinstance(found, Triage) else "")


def _whereto(found: Assignment | Triage) -> object:
    return found.holder if isinstance(found, Assignment) else None
