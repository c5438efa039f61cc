"""Why a case is due on its day: what its row shows comes first, and each first day is called what it is."""

from datetime import date

import pytest
from ruamel.yaml import YAML

from linli.engines.cases import story
from linli.engines.cases.chart import limit_chart
from linli.engines.cases.limits import LegalTerm, explain_limits, promised_due
from linli.engines.cases.models import Case
from linli.engines.cases.terms import Term, end_of
from linli.engines.cases.tests.worked import CALENDAR
from linli.engines.packs.folders import builtin_root
from linli.engines.packs.models import PackItem

from .conftest import Desk, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def town_worked(desk: Desk) -> Desk:
    """The worked complaint of the packs: no acceptance, steps with limits of their own, two working hours at first."""
    return installed(desk)


def installed(desk: Desk, clause: str = "") -> Desk:
    content = YAML(typ="safe").load((builtin_root() / "worked/procedures/complaint.yaml").read_text("utf-8"))
    content["states"][0].pop("assign", None)  # no table is installed here
    content.pop("examples")  # run by the checker; their moments are no JSON
    if clause:
        next(one for one in content["actions"] if one["code"] == "extend")["clause"] = clause
    item = PackItem.objects.create(
        pack=desk.procedure.pack, section="procedure", code="complaint", content=content
    )
    return Desk(desk.cast, desk.matter, item)


def first_cells(case: Case, hour: int = 11) -> list[tuple[str, str]]:
    now = at("2026-03-02", hour)
    charts = [limit_chart(view, now=now) for view in explain_limits(case, now=now)]
    return [(chart.cells[0].note, chart.terms[0].text) for chart in charts]


def test_a_step_that_is_due_before_the_promise_comes_first_and_the_promise_follows(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    step, promise = explain_limits(case, now=at("2026-03-02", 10))
    assert (step.step, promise.step) == ("等转办", "")
    assert step.explanation.due == case.due_at
    assert promise.explanation.due is not None
    assert promise.explanation.due > step.explanation.due


def test_the_clock_of_a_procedure_without_acceptance_starts_and_is_not_accepted(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    assert first_cells(case) == [
        ("latest", "in this step since 2 Mar 09:00"),
        ("start", "clock started on 2 Mar"),
    ]


def test_a_promise_that_ends_before_the_step_would_is_told_alone(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    case = town_worked.act("clerk", case, "hand_out", at("2026-03-11", 9))
    [promise] = explain_limits(case, now=at("2026-03-11"))
    assert (promise.step, promise.explanation.due) == ("", case.due_at)


def test_a_reopened_case_says_so_on_its_first_day(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    for by, action in (
        ("clerk", "hand_out"),
        ("inspector", "finish"),
        ("reviewer", "pass"),
        ("clerk", "satisfied"),
    ):
        case = town_worked.act(by, case, action, at("2026-03-02", 10), note="办好了")
    case = town_worked.act("wang", case, "reopen", at("2026-03-02", 11), note="又坏了")
    assert first_cells(case, 12) == [
        ("this step begins", "in this step since 2 Mar"),
        ("reopened", "reopened on 2 Mar, counted anew"),
    ]


def test_who_applied_hears_of_the_promise_and_not_of_the_limit_of_a_step(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    step, promise = explain_limits(case, now=at("2026-03-02"))
    assert (case.due_at, promised_due(case)) == (step.explanation.due, promise.explanation.due)


def test_before_acceptance_who_applied_hears_until_when_she_is_told_what_is_missing(desk: Desk) -> None:
    case = desk.open()
    assert promised_due(case) == case.due_at is not None


def test_the_legend_counts_in_the_unit_of_the_term_and_leaves_nothing_once_it_is_over(
    town_worked: Desk,
) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    soon, late = at("2026-03-04"), at("2026-03-13", 9)
    legends = [
        dict.fromkeys(words for _css, words in limit_chart(view, now=now).legend)
        for now in (soon, late)
        for view in explain_limits(case, now=now)[1:]
    ]
    assert [list(legend) for legend in legends] == [
        ["2 working days used", "5 working days left"],
        ["7 working days used", "2 working days over"],
    ]


def extended(desk: Desk) -> Case:
    case = desk.open(now=at("2026-03-02", 9))
    case = desk.act("clerk", case, "hand_out", at("2026-03-02", 10))
    return desk.act("reviewer", case, "extend", at("2026-03-03"), note="要等管线图")


def laws(case: Case, day: str) -> list[str]:
    now = at(day)
    return [limit_chart(view, now=now).legal for view in explain_limits(case, now=now) if not view.step]


def test_an_office_extends_its_promise_and_the_step_but_not_the_law(town_worked: Desk) -> None:
    """Promised 7 and 5 more: 18 March; the step 3 and 5 more: 12 March; by law 15 as before: 23 March."""
    case = extended(town_worked)
    step, promise = explain_limits(case, now=at("2026-03-04"))
    assert (step.explanation.due_day, step.explanation.limit, step.explanation.extended) == (
        date(2026, 3, 12), 3, 5,
    )  # fmt: skip
    assert case.due_at == step.explanation.due
    assert (promise.explanation.due_day, promise.explanation.extended) == (date(2026, 3, 18), 5)
    assert promise.law == LegalTerm(Term(workdays=15), end_of(Term(workdays=15), at("2026-03-02"), CALENDAR))
    assert laws(case, "2026-03-04") == ["by law 15 working days, until 23 Mar"]


def test_where_the_law_allows_it_the_page_says_by_which_clause(desk: Desk) -> None:
    case = extended(installed(desk, "条例第八条"))
    assert laws(case, "2026-03-04") == [
        "by law 15 working days and 5 working days more, as the law allows (条例第八条), until 30 Mar"
    ]


def test_the_next_step_has_its_own_limit_again(town_worked: Desk) -> None:
    case = town_worked.act("inspector", extended(town_worked), "finish", at("2026-03-04"), note="修好了")
    step, _promise = explain_limits(case, now=at("2026-03-04"))
    assert (step.explanation.due_day, step.explanation.extended) == (date(2026, 3, 5), 0)


def test_what_offices_ask_and_the_ladder_does_is_between_offices(town_worked: Desk) -> None:
    case = town_worked.open(now=at("2026-03-02", 9))
    case = town_worked.act("reviewer", case, "urge", at("2026-03-02"), note="已两天没有动静")
    assert [step.inner for step in story.list_steps(case)] == [False, True]
