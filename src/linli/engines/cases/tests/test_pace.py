"""Judging by the past: what finished cases took, for the unit or its county, and when nothing is claimed."""

from datetime import timedelta

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases.due import correct_due, list_wrong_due
from linli.engines.cases.models import Case, CasePace
from linli.engines.cases.pace import LEAST_CASES, Pace, is_at_risk, pace_of
from linli.engines.cases.pace_table import paces_for, rebuild_paces

from .conftest import Desk, at, statements


def test_a_pace_is_told_by_nearest_rank() -> None:
    assert pace_of([5, 1, 2, 4, 3]) == Pace(5, 3, 4)
    assert pace_of(list(range(1, 11))) == Pace(10, 5, 8)
    assert pace_of([7]) == Pace(1, 7, 7)
    with pytest.raises(ValueError, match="no durations"):
        pace_of([])


@given(st.lists(st.integers(0, 60), min_size=1))
def test_four_of_five_took_no_longer(durations: list[int]) -> None:
    pace = pace_of(durations)
    assert sum(days <= pace.eightieth for days in durations) * 5 >= len(durations) * 4
    assert sum(days < pace.eightieth for days in durations) * 5 < len(durations) * 4
    assert sum(days <= pace.median for days in durations) * 2 >= len(durations)


def test_with_few_cases_nothing_is_claimed() -> None:
    assert is_at_risk(0, None) is None
    assert is_at_risk(0, Pace(LEAST_CASES - 1, 4, 6)) is None
    assert [is_at_risk(left, Pace(LEAST_CASES, 4, 6)) for left in (5, 6, 7)] == [True, False, False]


def test_the_past_of_a_unit_is_told_from_its_decided_cases(desk: Desk) -> None:
    cases = [desk.walk_to("closed") for _ in range(LEAST_CASES)]
    withdrawn = desk.open()
    desk.act("wang", withdrawn, "withdraw")
    assert rebuild_paces(at("2026-03-21")) > 0
    kept = {
        (row.state, row.role, row.scope): (row.count, row.median, row.eightieth)
        for row in CasePace.objects.all()
    }
    case = cases[0]
    here, county = f"community:{case.community}", f"county:{case.county}"
    # Received Monday 2, accepted Tuesday 3, paused 5–9 and 10–18, decided Friday 20: counted are 4, 19 and 20 March.
    assert kept["received", "clerk", here] == kept["received", "clerk", county] == (LEAST_CASES, 1, 1)
    assert kept["accepted", "clerk", here] == (LEAST_CASES, 3, 3)
    assert kept["street_review", "reviewer", f"town:{case.town}"] == (LEAST_CASES, 2, 2)
    assert kept["county_decision", "decider", county] == (LEAST_CASES, 1, 1)
    assert ("closed", "", "") not in kept

    waiting = desk.walk_to("street_review")
    with statements(1):
        assert paces_for([waiting]) == {waiting.pk: Pace(LEAST_CASES, 2, 2)}
    CasePace.objects.filter(scope__startswith="community:").delete()
    accepted = desk.walk_to("accepted")
    assert paces_for([accepted]) == {accepted.pk: Pace(LEAST_CASES, 3, 3, county=True)}
    assert rebuild_paces(at("2026-03-21") + timedelta(days=200)) == 0
    assert paces_for([waiting, accepted]) == {}


def test_without_cases_nothing_is_asked(desk: Desk) -> None:
    with statements(0):
        assert paces_for([]) == {}
    assert paces_for([desk.walk_to("closed")]) == {}


def test_a_case_whose_history_is_broken_is_among_the_wrong_ones(desk: Desk, complaints: Desk) -> None:
    case = desk.walk_to("accepted")
    Case.objects.filter(pk=case.pk).update(procedure_item=complaints.procedure)
    assert list_wrong_due(most=10) == [case.number]


def test_a_due_moment_that_is_not_right_is_found_corrected_and_told(desk: Desk) -> None:
    wrong, right = desk.open(), desk.open()
    assert list_wrong_due(most=10) == []
    with structlog.testing.capture_logs() as quiet:
        assert correct_due() == 0
    assert quiet == []
    Case.objects.filter(pk=wrong.pk).update(due_at=at("2026-12-31"))
    assert list_wrong_due(most=10) == [wrong.number]
    assert list_wrong_due(most=1) == []
    with structlog.testing.capture_logs() as told:
        assert correct_due() == 1
    assert [(line["event"], line["cases"]) for line in told] == [("case.due_was_wrong", 1)]
    wrong.refresh_from_db()
    assert wrong.due_at == right.due_at
