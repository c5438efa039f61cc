"""Who gets a case: the first rule that holds, or triage; and what the checker says about a table."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.cases.assignment import (
    Assignment,
    AssignmentTable,
    Past,
    Reason,
    Rule,
    Triage,
    assign,
    rehearse,
)
from linli.engines.cases.assignment.deciding import holding
from linli.engines.cases.assignment.examples import run_examples
from linli.engines.cases.assignment.lint import checks, unheld
from linli.engines.cases.tests.holding import Holding
from linli.engines.expressions import Codes
from linli.kernel.roles import ROLES
from tests.support.drawing import examples

DAY = date(2026, 11, 23)
CODES = {"matter": Codes(("old-age-allowance", "temporary-relief"))}
FACTS: dict[str, Any] = {
    "matter": "old-age-allowance", "procedure": "old-age-allowance", "state": "received", "level": "community",
    "county": "532301", "town": "532301001", "community": "532301001001", "grid": None, "urban": True,
    "by_agent": False, "tags": ["老有所养"], "today": DAY, "answer.amount": 300,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table(*rows: dict[str, Any]) -> AssignmentTable:
    answers = {"amount": "number"}
    defaults = {"role": "clerk", "at": "community"}
    return AssignmentTable.model_validate(
        {"code": "who", "answers": answers, "rows": [defaults | row for row in rows]}
    )


def at_home(rule: Rule) -> tuple[str, str]:
    return rule.role, f"{rule.at}:1"


def messages(found: AssignmentTable) -> dict[int, str]:
    return {int(fault.path[1]): fault.message for fault in checks(found, roles=ROLES, codes=CODES)}


def test_the_first_rule_that_holds_decides_and_says_why() -> None:
    found = assign(
        table({"when": "urban == false"}, {"when": "matter == 'old-age-allowance'", "note": "老龄"}, {}),
        FACTS, at_home, day=DAY,
    )  # fmt: skip
    assert isinstance(found, Assignment)
    assert (found.number, found.holder) == (2, ("clerk", "community:1"))
    assert found.why({"matter": "the matter"}) == "rule 2: the matter is 「old-age-allowance」 (老龄)"
    assert found.data() == {"table": "who", "rule": 2}


def test_a_rule_that_no_longer_resolves_hides_no_case_in_the_next() -> None:
    found = assign(table({"role": "reviewer", "at": "town"}, {}), FACTS, lambda rule: None, day=DAY)
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.NOBODY, 1)
    assert found.data() == {"table": "who", "triage": "nobody", "rule": 1}


def test_a_rule_that_cannot_be_judged_sends_to_triage() -> None:
    facts = FACTS | {"answer.amount": None, "urban": None}
    for when in ("answer.amount > 100", "urban", "!urban"):
        found = assign(table({"when": when}, {}), facts, at_home, day=DAY)
        assert isinstance(found, Triage)
        assert (found.reason, found.number) == (Reason.UNDECIDED, 1)


def test_without_a_fitting_rule_it_is_triage() -> None:
    found = assign(table({"when": "by_agent"}), FACTS, at_home, day=DAY)
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.NO_RULE, None)


def test_a_rule_is_in_force_on_its_first_and_last_day() -> None:
    found = table({"first": "2026-11-23", "last": "2026-11-24", "role": "reviewer"}, {})
    decided = {day: assign(found, FACTS, at_home, day=DAY + timedelta(days=day)) for day in (-1, 0, 1, 2)}
    assert {day: one.number for day, one in decided.items()} == {-1: 2, 0: 1, 1: 1, 2: 2}


def test_a_table_is_read_from_the_lines_of_a_csv_file() -> None:
    blank = {"when": "", "unit": "", "note": "", "first": "", "last": ""}
    assert AssignmentTable.model_validate(
        {"code": "who", "rows": [blank | {"role": "clerk", "at": "community"}]}
    ).rows == (Rule(role="clerk", at="community"),)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (({}, {"when": "urban"}), {1: "taken by row 1 before"}),
        (({"when": "urban && by_agent"}, {"when": "(urban) && by_agent"}, {}), {1: "row 1 before"}),
        (({"when": "urban"}, {"when": "!urban"}, {"when": "urban == null"}, {}), {2: "row 1 before", 3: "rows"}),
        (({"when": "level in ['county', 'town']"}, {"when": "level in ['grid', 'community']"}, {}), {2: "row 1, 2"}),
        (({"when": "matter == 'old-age-allowance'"}, {"when": "matter == 'old-age-allowance' && by_agent"}, {}),
         {1: "row 1 before"}),
        (({"when": "answer.amount != null && answer.amount >= 100"},
          {"when": "answer.amount != null && answer.amount > 200"}, {}), {1: "row 1 before"}),
        (({"when": "by_agent && !by_agent"}, {}), {0: "never hold"}),
        (({"when": "level == 'village'"}, {}), {0: "never hold"}),
        (({"when": "today < '2026-01-01'", "first": "2026-01-01"}, {}), {0: "never hold"}),
        (({"last": "2026-06-30"}, {"first": "2026-06-01", "last": "2026-06-30"}, {}), {1: "row 1 before"}),
        (({"when": "urbna"}, {}), {0: "not known here"}),
        (({"role": "clrek"}, {}), {0: "no role"}),
        (({"first": "2026-02-01", "last": "2026-01-01"}, {}), {0: "never in force"}),
        (({"unit": "12532301MB1234567X"}, {}), {0: "either a level"}),
        (({"when": "matter == 'old-age-alowance'"}, {}), {0: "none of the codes"}),
    ],
)  # fmt: skip
def test_rows_that_do_nothing_are_named_with_what_takes_their_cases(
    rows: tuple[dict[str, Any], ...], wrong: dict[int, str]
) -> None:
    found = messages(table(*rows))
    assert found.keys() == wrong.keys(), found
    for index, words in wrong.items():
        if index != 3:
            assert words in found[index]


@pytest.mark.parametrize(
    "rows",
    [
        ({"when": "urban == true"}, {"when": "by_agent"}, {}),
        ({"when": "urban && by_agent"}, {"when": "urban != null && urban"}, {}),
        ({"when": "answer.amount != null && answer.amount > 200"},
         {"when": "answer.amount != null && answer.amount > 100"}, {}),
        ({"last": "2026-06-30"}, {"first": "2026-06-01"}),
        ({"when": "community.startsWith('532301')"}, {"when": "community.startsWith('5323010')"}, {}),
        ({"when": "'a' in tags"}, {"when": "'b' in tags"}, {}),
    ],
)  # fmt: skip
def test_a_table_in_which_every_row_can_win_has_no_faults(rows: tuple[dict[str, Any], ...]) -> None:
    assert messages(table(*rows)) == {}


def test_roles_that_nobody_holds_are_named() -> None:
    found = table({"role": "reviewer", "at": "town"}, {})
    assert [fault.path for fault in unheld(found, {("clerk", "community")})] == [("rows", 0, "role")]


CONDITIONS = [
    None, "urban", "urban == null", "by_agent", "!by_agent", "matter == 'old-age-allowance'", "matter in ['a', 'b']",
    "level == 'community'", "level != 'community' && urban", "answer.amount > 100", "answer.amount != null",
    "'老有所养' in tags", "today >= '2026-11-23'", "town.startsWith('5323')", "length(tags) > 1 || by_agent",
]  # fmt: skip
DAYS = st.sampled_from([DAY + timedelta(days=step) for step in (-2, -1, 0, 1, 2)])
rules = st.fixed_dictionaries(
    {"when": st.sampled_from(CONDITIONS), "role": st.sampled_from(["clerk", "reviewer"])},
    optional={"first": DAYS, "last": DAYS},
)
tables = st.lists(rules, min_size=1, max_size=6).map(lambda rows: table(*rows))
situations = st.fixed_dictionaries(
    {
        "urban": st.none() | st.booleans(),
        "by_agent": st.booleans(),
        "matter": st.sampled_from(["old-age-allowance", "a", "c"]),
        "level": st.sampled_from(["community", "town", "grid"]),
        "town": st.none() | st.sampled_from(["532301001", "120118001"]),
        "answer.amount": st.none() | st.integers(99, 102),
        "tags": st.lists(st.sampled_from(["老有所养", "b"]), max_size=2, unique=True),
    }
).map(lambda some: FACTS | some)


@settings(max_examples=examples(100))
@given(tables, situations, DAYS, st.sets(st.integers(1, 6)))
def test_no_rule_decides_past_an_earlier_one_that_may_fit(
    found: AssignmentTable, facts: dict[str, Any], day: date, unheld_rows: set[int]
) -> None:
    facts = facts | {"today": day}
    by_rule = {id(rule): number for number, rule in enumerate(found.rows, 1)}
    decided = assign(
        found, facts, lambda rule: None if by_rule[id(rule)] in unheld_rows else at_home(rule), day=day
    )
    results = [
        (number, True if one is None else holding(one, facts))
        for number, (rule, one) in enumerate(zip(found.rows, found.conditions, strict=True), 1)
        if rule.in_force(day)
    ]
    fitting = [(number, result) for number, result in results if result is not False]
    if not fitting:
        assert isinstance(decided, Triage)
        assert decided.reason is Reason.NO_RULE
        return
    number, result = fitting[0]
    assert decided.number == number
    assert isinstance(decided, Assignment) == (result is True and number not in unheld_rows)


@settings(max_examples=examples(50))
@given(tables, st.lists(st.tuples(situations, DAYS), min_size=1, max_size=12))
def test_a_row_that_is_said_never_to_win_never_wins(
    found: AssignmentTable, cases: list[tuple[dict[str, Any], date]]
) -> None:
    idle = {
        int(fault.path[1]) + 1
        for fault in checks(found, roles=ROLES, codes={"matter": Codes(("old-age-allowance", "a", "b"))})
    }
    for facts, day in cases:
        decided = assign(found, facts | {"today": day}, at_home, day=day)
        assert not (isinstance(decided, Assignment) and decided.number in idle)


@settings(max_examples=examples(40))
@given(tables, tables, st.lists(st.tuples(situations, DAYS), max_size=12))
def test_a_rehearsal_adds_up_to_deciding_case_by_case(
    old: AssignmentTable, new: AssignmentTable, cases: list[tuple[dict[str, Any], date]]
) -> None:
    past = [Past(str(n), facts | {"today": day}, day, at_home) for n, (facts, day) in enumerate(cases)]
    found = rehearse(old, new, iter(past))
    pairs = [tuple(assign(one, case.facts, at_home, day=case.day) for one in (old, new)) for case in past]
    holders = [tuple(getattr(one, "holder", None) for one in pair) for pair in pairs]
    assert found.total == len(past)
    assert found.same == sum(before == after for before, after in holders)
    assert sum(tally.count for tally in found.moved.values()) == found.total - found.same
    assert sum(tally.count for tally in found.unresolved.values()) == sum(
        isinstance(b, Triage) for _a, b in pairs
    )
    assert sum(found.hits_new.values()) == sum(isinstance(b, Assignment) for _a, b in pairs)


def test_a_rehearsal_shows_where_cases_would_go_with_some_of_them() -> None:
    old, new = (
        table({"when": "urban", "role": "reviewer"}, {}),
        table({"when": "by_agent", "role": "reviewer"}, {}),
    )
    past = [Past(f"n{n}", FACTS | {"urban": n % 2 == 0}, DAY, at_home) for n in range(20)]
    found = rehearse(old, new, past)
    (move,) = found.moved.items()
    assert move[0] == ((1, ""), (2, ""))
    assert (move[1].count, move[1].samples) == (10, ["n0", "n2", "n4", "n6", "n8"])
    assert (found.same, dict(found.hits_old), dict(found.hits_new)) == (10, {1: 10, 2: 10}, {2: 20})


@pytest.mark.parametrize("wrong", [{"urban": "yes"}, {"today": "soon"}, {"tags": "老有所养"}, {"matter": 3}])
def test_a_fact_of_another_kind_in_an_example_is_a_finding(wrong: dict[str, Any]) -> None:
    content = {"code": "who", "rows": [{"role": "clerk", "at": "community"}], "examples": [
        {"title": "例", "today": DAY, "case": wrong, "rule": 1},
    ]}  # fmt: skip
    (found,) = run_examples(AssignmentTable.model_validate(content), Holding({}))
    assert found.path == ("examples", 0, "case", next(iter(wrong)))
