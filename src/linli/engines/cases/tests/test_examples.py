"""Worked examples in procedures: what they compare, and what is said when they are wrong."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from ruamel.yaml import YAML

from linli.engines.cases.checks import checks
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.examples import run
from linli.engines.cases.tests import worked
from linli.engines.packs.check import check_pack as check
from linli.engines.packs.folders import builtin
from linli.kernel.roles import ROLES

COURSE = """
- title: 会办都答复了才能报审
  opened: 2026-03-02 10:00:00
  history:
    - {at: 2026-03-02 11:00:00, action: accept}
    - {at: 2026-03-02 12:00:00, action: consult, asks: [town_opinion, county_opinion]}
    - {at: 2026-03-03 09:00:00, answer: {task: town_opinion, said: agree}}
    - {at: 2026-03-03 10:00:00, action: submit}
  then: {state: handling, due: 2026-03-16, tasks: [county_opinion], refused: case_answers_missing}
- title: 转交出去由别的社区办，收得回来
  opened: 2026-03-02 10:00:00
  history:
    - {at: 2026-03-02 11:00:00, action: accept}
    - {at: 2026-03-02 12:00:00, action: hand_over}
  then: {state: handling, holder: elsewhere, tasks: []}
- title: 收回
  opened: 2026-03-02 10:00:00
  history:
    - {at: 2026-03-02 11:00:00, action: accept}
    - {at: 2026-03-02 12:00:00, action: hand_over}
    - {at: 2026-03-03 12:00:00, action: recall}
  then: {holder: {role: clerk, at: community}}
- title: 督办由经办人报告
  opened: 2026-03-02 10:00:00
  history:
    - {at: 2026-03-02 11:00:00, action: accept}
    - {at: 2026-03-02 12:00:00, action: supervise}
    - {at: 2026-03-03 12:00:00, answer: {task: report, said: report}}
  then: {state: handling, tasks: []}
- title: 重新办理后重新计时
  opened: 2026-03-02 10:00:00
  history:
    - {at: 2026-03-02 11:00:00, action: accept}
    - {at: 2026-03-03 11:00:00, action: withdraw}
    - {at: 2026-03-09 11:00:00, action: reopen, by: applicant}
  then: {state: handling, due: 2026-03-23}
"""


def examples() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(COURSE)
    return found


def found_in(changed: list[dict[str, Any]]) -> list[tuple[tuple[str | int, ...], str]]:
    procedure = Procedure.model_validate(worked.content() | {"examples": changed})
    assert checks(procedure, roles=ROLES) == []
    return [(one.path, one.message) for one in run(procedure, worked.CALENDAR)]


def test_examples_that_are_right_say_nothing() -> None:
    assert found_in(examples()) == []


@pytest.mark.parametrize(
    ("number", "then", "key", "words"),
    [
        (0, {"state": "review"}, "state", "review"),
        (0, {"due": "2026-03-17"}, "due", "2026-03-16"),
        (0, {"tasks": []}, "tasks", "county_opinion"),
        (0, {"refused": "case_not_yours"}, "refused", "case_answers_missing"),
        (1, {"holder": {"role": "clerk", "at": "community"}}, "holder", "elsewhere"),
        (2, {"holder": "elsewhere"}, "holder", "clerk@community"),
        (3, {"refused": "case_not_yours"}, "refused", "case_not_yours"),
    ],
)
def test_what_an_example_says_wrongly_is_told_where_it_stands(
    number: int, then: Mapping[str, Any], key: str, words: str
) -> None:
    changed = examples()
    changed[number]["then"].update(then)
    [(path, message)] = found_in(changed)
    assert path == ("examples", number, "then", key)
    assert words in message


def test_a_refusal_that_is_not_expected_is_told_at_its_step() -> None:
    changed = examples()
    changed[3]["history"][2]["answer"] = {"task": "report", "said": "agree"}
    [(path, message)] = found_in(changed)
    assert path == ("examples", 3, "history", 2)
    assert "case_answer_unknown" in message


def test_the_examples_of_the_baseline_are_run_with_its_calendar() -> None:
    assert check(builtin("national")) == []


def test_a_wrong_example_of_a_pack_has_its_line(tmp_path: Path) -> None:

    folder = tmp_path / "national"
    copytree(builtin("national"), folder)
    file = folder / "procedures" / "old-age-allowance.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("due: 2026-04-15", "due: 2026-04-14"), encoding="utf-8")
    [fault] = check(folder)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "due: 2026-04-15" in one)
    assert (fault.line, "2026-04-15" in fault.message) == (line, True)
