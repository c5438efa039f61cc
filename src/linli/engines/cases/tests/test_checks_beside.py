"""What the checker says about questions, handing over, ladders, and posts that never see the case."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.engines.cases.checks import checks
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.tests import worked
from linli.kernel.roles import ROLES

Raw = dict[str, Any]
Change = Callable[[Raw], None]
CLERK = {"role": "clerk", "at": "community"}
PLANNER = {"role": "planner", "at": "county"}


def found_in(change: Change) -> list[tuple[tuple[str | int, ...], str]]:
    raw = worked.content()
    change(raw)
    return [(one.path, one.message) for one in checks(Procedure.model_validate(raw), roles=ROLES)]


def action(raw: Raw, code: str) -> Raw:
    return next(one for one in raw["actions"] if one["code"] == code)


def at(code: str, *rest: str | int) -> tuple[str | int, ...]:
    codes = [one["code"] for one in worked.content()["actions"]]
    return ("actions", codes.index(code), *rest)


def test_the_worked_procedure_is_sound() -> None:
    assert found_in(lambda raw: None) == []


def change(code: str, /, **values: Any) -> Change:
    return lambda raw: action(raw, code).update(values)


def drop(code: str, *keys: str) -> Change:
    def work(raw: Raw) -> None:
        for key in keys:
            action(raw, code).pop(key)

    return work


def without(code: str) -> Change:
    return lambda raw: raw["actions"].remove(action(raw, code))


def _short_state(raw: Raw) -> None:
    """One of the states on the rung has a shorter limit of its own."""
    raw["states"][2]["limit"] = {"hours": 4}


def _hours_in_review(raw: Raw) -> None:
    raw["states"][2]["limit"] = {"hours": 30}


def _law_in_days(raw: Raw) -> None:
    """What the law allows to extend is counted as the extension is."""
    raw["limits"]["legal"] = {"days": 90}
    action(raw, "extend")["clause"] = "条例第八条"


def rung_of_task(within: Any = 3, **rung: Any) -> Change:
    """The first task with a ladder of one rung."""
    found = {key: value for key, value in {"after": {"workdays": 1}, **rung}.items() if value}
    limit = {"within": {"workdays": within}} if within else {"within": None}
    return lambda raw: raw["tasks"][0].update(escalation=[found], **limit)


FAULTS: list[tuple[Change, tuple[str | int, ...], str]] = [
    (change("consult", asks=["town_opinon"]), at("consult", "asks", 0), "no task"),
    (change("submit", waits_for=["nobody"]), at("submit", "waits_for", 0), "task"),
    (change("submit", requires={"answers": ["nobody"]}), at("submit", "requires", "answers", 0), "task"),
    (lambda raw: raw["tasks"].append(raw["tasks"][0]), ("tasks", 3, "code"), "twice"),
    (change("drop_questions", code="answer"), at("drop_questions", "code"), "keeps this code"),
    (lambda raw: raw["tasks"][0].update(of={"role": "judge", "at": "town"}), ("tasks", 0, "of", "role"), "role"),
    (
        change("hand_over", hands_to=[{"role": "judge", "at": "community", "within": "county"}]),
        at("hand_over", "hands_to", 0, "role"), "role",
    ),
    (change("consult", asks=["town_opinion"]), ("tasks", 1, "code"), "No action asks"),
    (drop("submit", "waits_for"), ("tasks", 1, "code"), "Nothing waits"),
    (change("hand_over", to="review"), at("hand_over", "to"), "leaves the case"),
    (
        change("hand_over", hands_to=[{"role": "clerk", "at": "community", "within": "grid"}]),
        at("hand_over", "hands_to", 0, "within"), "no such places",
    ),
    (without("recall"), at("hand_over", "from", 0), "never be given back"),
    (change("recall", **{"from": ["handling", "received"]}), at("recall", "from", 1), "Nothing is handed over"),
    (change("extend", requires={}), at("extend", "extends"), "needs a reason"),
    (drop("extend", "at_most"), at("extend", "extends"), "needs a reason"),
    (change("extend", extends={"workdays": 21}), at("extend", "extends"), "could pass the limit by law"),
    (change("extend", at_most=5), at("extend", "extends"), "could pass the limit by law"),
    (change("extend", extends={"days": 5}), at("extend", "extends"), "in one unit"),
    (change("consult", clause="第八条"), at("consult", "clause"), "extends the term"),
    (_hours_in_review, at("extend", "extends"), "in one unit"),
    (_law_in_days, at("extend", "extends"), "in one unit"),
    (change("merge", by=["applicant"]), at("merge", "by"), "Only an office"),
    (drop("drop_questions", "cancels"), at("drop_questions", "code"), "changes nothing"),
    (change("finish", by=[{"role": "reviewer", "at": "town"}, PLANNER]), at("finish", "by", 1), "never sees"),
    (lambda raw: raw.update(escalation=[]), ("escalation",), "no rung"),
    (lambda raw: raw["escalation"][1].update(states=["closed"]), ("escalation", 1, "states"), "never late"),
    (lambda raw: raw["escalation"][1].update(states=["hanlding"]), ("escalation", 1, "states", 0), "state"),
    (lambda raw: raw["escalation"][1].update(hand_to=CLERK), ("escalation", 1, "hand_to"), "has the case already"),
    (lambda raw: raw["escalation"][0].update(before={"workdays": 10}), ("escalation", 0, "before"), "longer"),
    (lambda raw: raw["escalation"][0].update(before={"days": 90}), ("escalation", 0, "before"), "longer"),
    (_short_state, ("escalation", 0, "before"), "In «review»"),
    (lambda raw: raw["escalation"][0]["notify"].update(role="judge"), ("escalation", 0, "notify", "role"), "role"),
    (rung_of_task(hand_to=CLERK), ("tasks", 0, "escalation", 0, "hand_to"), "not handed on"),
    (rung_of_task(notify=CLERK, states=["review"]), ("tasks", 0, "escalation", 0, "states"), "wherever the case is"),
    (
        rung_of_task(notify={"role": "judge", "at": "town"}),
        ("tasks", 0, "escalation", 0, "notify", "role"), "role",
    ),
    (rung_of_task(notify=CLERK, within=None), ("tasks", 0, "escalation"), "never late"),
    (
        rung_of_task(notify=CLERK, after=None, before={"workdays": 3}),
        ("tasks", 0, "escalation", 0, "before"), "as long as",
    ),
    (drop("reopen", "within"), at("reopen", "from", 0), "for ever"),
    (change("reopen", to="received"), at("reopen", "to"), "does not go back"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "path", "words"), FAULTS)
def test_a_fault_has_a_path_and_plain_words(fault: Change, path: tuple[str | int, ...], words: str) -> None:
    found = found_in(fault)
    assert any(one == path and words in message for one, message in found), found


def test_nobody_owes_a_report_while_it_is_the_applicants_turn() -> None:
    def work(raw: Raw) -> None:
        raw["states"][0]["by"] = "applicant"
        action(raw, "accept")["by"] = ["applicant"]
        action(raw, "supervise")["from"].append("received")

    assert any("no office has the case" in message for _path, message in found_in(work))


def test_the_law_may_allow_more_than_the_limit_of_the_law() -> None:
    assert found_in(change("extend", extends={"workdays": 21}, clause="行政许可法第四十二条")) == []


def test_up_to_the_limit_of_the_law_an_office_may_add() -> None:
    assert found_in(change("extend", extends={"workdays": 20})) == []
    assert found_in(change("extend", at_most=4)) == []


def test_without_a_clause_the_law_may_count_in_another_unit() -> None:
    assert found_in(lambda raw: raw["limits"].update(legal={"days": 90})) == []
