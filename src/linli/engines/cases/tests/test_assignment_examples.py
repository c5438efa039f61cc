"""Examples of an assignment table are run when its pack is checked."""

from datetime import date
from typing import Any

import pytest

from linli.engines.cases.assignment.examples import run_examples
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.packs.sections import Library

DAY = date(2026, 11, 23)
ROWS = [
    {"when": "answer.kind == 'lamp' && urban", "role": "reviewer", "at": "town"},
    {"role": "clerk", "at": "community", "first": "2026-12-01"},
]


class Nothing:
    """Refers to nothing else."""

    def codes(self, section: str) -> frozenset[str]:
        return frozenset()

    def get(self, section: str, code: str) -> Any | None:
        return None

    def is_partial(self, section: str) -> bool:
        return False


LIBRARY: Library = Nothing()


def faults(case: dict[str, Any], rule: int, today: date = DAY) -> list[Any]:
    example = {"title": "例", "today": today, "case": case, "rule": rule}
    table = AssignmentTable.model_validate(
        {"code": "first", "answers": {"kind": "text"}, "rows": ROWS, "examples": [example]}
    )
    return [finding.path for finding in run_examples(table, LIBRARY)]


@pytest.mark.parametrize(
    ("case", "today", "rule"),
    [
        ({"answer.kind": "lamp", "urban": True}, DAY, 1),
        ({"answer.kind": "lamp", "urban": False}, date(2026, 12, 1), 2),
        ({"answer.kind": "noise", "urban": True}, DAY, 0),  # the second rule is not in force yet
        ({"answer.kind": "lamp"}, date(2026, 12, 1), 0),  # urban is empty: it cannot be told
    ],
)
def test_the_rule_that_decides_is_compared(case: dict[str, Any], today: date, rule: int) -> None:
    assert faults(case, rule, today) == []
    assert faults(case, rule + 1, today) == [("examples", 0, "rule")]


def test_a_fact_that_the_table_does_not_know_is_told() -> None:
    assert faults({"answer.size": 3}, 0) == [("examples", 0, "case")]
