"""Rows of an assignment table as a city changes them: no names of their own, and the first that fits decides."""

from typing import Any

import pytest

from linli.engines.cases.adjustables import ASSIGNMENT, PROCEDURE
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.cases.definitions import Procedure
from linli.engines.overlays.adjustable import list_leaves
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


PROCEDURE_CONTENT: dict[str, Any] = {
    "code": "complaint",
    "title": "投诉",
    "limits": {"legal": {"workdays": 15}, "promised": {"workdays": 7}},
    "states": [
        {"code": "handling", "title": "承办", "phase": "running", "limit": {"workdays": 3}},
        {"code": "closed", "title": "办结", "phase": "closed"},
    ],
    "escalation": [
        {"after": {"workdays": 1}, "notify": {"role": "reviewer", "at": "town"}},
        {"before": {"workdays": 2}, "hand_to": {"role": "decider", "at": "county"}},
    ],
    "actions": [
        {"code": "pass", "title": "核查通过", "from": ["handling"], "to": "closed"},
        {"code": "reopen", "title": "要求重办", "from": ["closed"], "within": {"days": 30}, "at_most": 1},
    ],
}


def leaf_names() -> set[str]:
    return {leaf.name for leaf in list_leaves(PROCEDURE, Procedure, PROCEDURE_CONTENT)}


def test_a_step_has_only_the_fields_that_it_can_have() -> None:
    found = leaf_names()
    assert {
        "states/code=handling/limit",
        "actions/code=reopen/within",
        "actions/code=reopen/at_most",
    } <= found
    assert {name for name in found if name.startswith("actions/code=pass/")} == {"actions/code=pass/title"}
    assert "states/code=closed/limit" not in found


def test_ladder_and_days_of_reopening_are_changed_and_cannot_be_emptied() -> None:
    typed = {
        "actions/code=reopen/within": "60个自然日",
        "escalation/#0/after": "2个工作日",
        "escalation/#1/before": "",
    }
    edited = edit(PROCEDURE, Procedure, PROCEDURE_CONTENT, typed)
    assert edited.content["actions"][1]["within"] == {"days": 60}
    assert edited.content["escalation"][0]["after"] == {"workdays": 2}
    assert set(edited.faults) == {"escalation/#1/before"}


def test_a_rung_is_called_by_who_hears_of_it() -> None:
    rungs = {
        leaf.under
        for leaf in list_leaves(PROCEDURE, Procedure, PROCEDURE_CONTENT)
        if leaf.path[0] == "escalation"
    }
    assert len(rungs) == 2
    assert any("街道(乡镇)审核人" in under[0] for under in rungs)


@pytest.mark.parametrize(("apart", "word"), [(True, "1"), (False, "20个工作日")])
def test_a_wrong_number_is_told_as_it_was_asked_for(*, apart: bool, word: str) -> None:
    typed = {"limits/promised": "-3个工作日"}
    edited = edit(PROCEDURE, Procedure, PROCEDURE_CONTENT, typed, units_apart=apart)
    assert word in edited.faults["limits/promised"]
    assert ("20个工作日" in edited.faults["limits/promised"]) != apart
