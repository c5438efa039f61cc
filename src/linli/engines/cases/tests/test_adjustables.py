"""Rows of an assignment table as a city changes them: no names of their own, and the first that fits decides."""

from typing import Any

from linli.engines.cases.adjustables import ASSIGNMENT
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.overlays.editing import edit

TABLE: dict[str, Any] = {
    "code": "first-review",
    "rows": [
        {"when": "urban", "role": "clerk", "at": "community"},
        {"when": "by_agent", "role": "reviewer", "at": "town"},
        {"role": "decider", "at": "county"},
    ],
}


def test_a_new_row_stands_first_and_a_row_in_the_middle_can_go() -> None:
    typed = {
        "rows/#1/-": "是",
        "rows/#2/role": "reviewer",
        "rows/#2/at": "town",
        "rows/+0/when": "level == 'town'",
        "rows/+0/role": "inspector",
        "rows/+0/at": "community",
        "rows/+0/first": "2026-12-01",
    }
    edited = edit(ASSIGNMENT, AssignmentTable, TABLE, typed)
    assert edited.faults == {}
    assert edited.content["rows"] == [
        {"when": "level == 'town'", "role": "inspector", "at": "community", "first": "2026-12-01"},
        {"when": "urban", "role": "clerk", "at": "community"},
        {"role": "reviewer", "at": "town"},
    ]
    assert AssignmentTable.model_validate(edited.content).rows[0].first is not None


def test_a_fault_is_named_at_the_row_where_it_was_typed() -> None:
    typed = {"rows/#0/-": "是", "rows/+0/role": "inspector", "rows/+0/at": "community"}
    edited = edit(ASSIGNMENT, AssignmentTable, TABLE, typed)
    assert edited.name_at(("rows", 0, "when")) == "rows/+0/when"
    assert edited.name_at(("rows", 2, "role")) == "rows/#2/role"
    assert edited.name_at(("rows", 1, "role")) == "rows/#1/role"
