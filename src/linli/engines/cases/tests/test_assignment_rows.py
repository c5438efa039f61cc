"""Rows of a table beside each other: which outlives which, which is told to be idle and where, and what triage says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from linli.engines.cases.assignment import Reason, Rule, Triage, assign
from linli.engines.cases.assignment.lint import checks, unheld
from linli.engines.cases.tests.test_assignment import CODES, DAY, FACTS, at_home, table
from linli.kernel.roles import ROLES

PREFIX = "grid.startsWith('5')"
"""Cannot be looked through: no few values stand for all grids."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(*rows: dict[str, Any]) -> dict[tuple[int | str, ...], str]:
    return {fault.path: fault.message for fault in checks(table(*rows), roles=ROLES, codes=CODES)}


def in_force(first: int | None, last: int | None) -> Rule:
    return Rule(
        role="clerk", first=first and date(2026, 1, first), last=last and date(2026, 1, last)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("longer", "shorter", "outlives"),
    [
        ((None, None), (None, None), True),
        ((None, None), (3, 5), True),
        ((3, 5), (3, 5), True),
        ((2, 6), (3, 5), True),
        ((2, None), (3, None), True),
        ((None, 6), (None, 5), True),
        ((3, None), (None, None), False),
        ((None, 5), (None, None), False),
        ((4, None), (3, None), False),
        ((None, 4), (None, 5), False),
        ((2, 4), (3, 5), False),
        ((4, 6), (3, 5), False),
        ((3, None), (None, 5), False),
        ((None, 5), (3, None), False),
    ],
)
def test_a_rule_outlives_one_that_begins_no_earlier_and_ends_no_later(
    longer: tuple[int | None, int | None], shorter: tuple[int | None, int | None], outlives: bool
) -> None:
    assert in_force(*longer).outlives(in_force(*shorter)) is outlives


def test_a_condition_in_another_spelling_is_the_same_one() -> None:
    wrong = told({"when": PREFIX}, {"when": f"( {PREFIX} )"}, {})
    assert wrong.keys() == {("rows", 1, "when")}
    assert "taken by row 1 before" in wrong["rows", 1, "when"]
    assert told(
        {"when": PREFIX}, {"when": "grid.startsWith('53')"}, {"when": PREFIX, "first": "2026-01-01"}
    ) == {("rows", 2, "when"): wrong["rows", 1, "when"]}


def test_a_row_in_force_for_longer_is_not_taken_by_its_like_before() -> None:
    assert told({"when": PREFIX, "last": "2026-06-30"}, {"when": PREFIX}, {}) == {}


def test_a_row_without_a_condition_is_told_at_its_role() -> None:
    assert told({}, {"role": "reviewer"}).keys() == {("rows", 1, "role")}


def test_among_too_many_situations_a_row_is_compared_with_those_that_ask_no_more_than_it() -> None:
    codes = [f"'c{number}'" for number in range(50)]
    many = [{"when": f"{name} in [{', '.join(codes)}]"} for name in ("procedure", "state")]
    wrong = told(*many, {"when": "by_agent"}, {"when": "by_agent && urban == true"}, {})
    assert wrong.keys() == {("rows", 3, "when")}
    assert "taken by row 3 before" in wrong["rows", 3, "when"]


def test_whether_a_unit_has_somebody_is_not_asked_of_the_levels() -> None:
    found = table({"at": "", "unit": "12532301MB1234567X"}, {})
    assert list(unheld(found, {("clerk", "community")})) == []


@pytest.mark.parametrize(
    ("row", "reason", "said"),
    [
        ({"when": "by_agent"}, Reason.NO_RULE, "No rule of the table fits."),
        (
            {"note": "本社区"},
            Reason.NOBODY,
            "Nobody holds the post of this rule: rule 1: every case (本社区).",
        ),
        (
            {"when": "grid == '5' || grid > '4'"},
            Reason.UNDECIDED,
            "It cannot be told whether this rule fits: rule 1: the grid is 「5」 or the grid is more than 「4」.",
        ),
    ],
)
def test_triage_says_why_nobody_was_found(row: dict[str, Any], reason: Reason, said: str) -> None:
    found = assign(table(row), FACTS, lambda rule: None, day=DAY)
    assert isinstance(found, Triage)
    assert (found.reason, found.why({"grid": "the grid"})) == (reason, said)


def test_the_case_goes_by_the_rule_whose_number_is_kept() -> None:
    found = table({"when": "by_agent"}, {"role": "reviewer", "at": "town"}, {})
    assert getattr(assign(found, FACTS, at_home, day=DAY), "holder", None) == ("reviewer", "town:1")
