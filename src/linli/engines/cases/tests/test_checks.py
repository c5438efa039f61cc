"""What the pack checker says about a faulty procedure, and where."""

from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML

from linli.engines.cases.checks import checks
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.sections import PROCEDURE
from linli.engines.cases.tests.holding import Holding
from linli.engines.packs.folders import builtin_root
from linli.kernel.roles import ROLES

FILE = builtin_root() / "national" / "procedures" / "old-age-allowance.yaml"
Change = Callable[[dict[str, Any]], None]


def sound() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return found


def part(raw: dict[str, Any], kind: str, code: str) -> dict[str, Any]:
    return next(item for item in raw[kind] if item["code"] == code)


def index(raw: dict[str, Any], kind: str, code: str) -> int:
    return next(number for number, item in enumerate(raw[kind]) if item["code"] == code)


def found_in(change: Change) -> list[tuple[tuple[str | int, ...], str, str]]:
    raw = sound()
    change(raw)
    findings = checks(Procedure.model_validate(raw), roles=ROLES)
    return [(finding.path, finding.message, finding.mend) for finding in findings]


def test_the_baseline_procedure_is_sound() -> None:
    assert found_in(lambda raw: None) == []


def test_a_misspelt_role_is_found_where_it_stands_with_the_right_one() -> None:
    def change(raw: dict[str, Any]) -> None:
        part(raw, "actions", "accept")["by"] = [{"role": "clark", "at": "community"}]

    [(path, message, mend)] = found_in(change)
    assert path == ("actions", index(sound(), "actions", "accept"), "by", 0, "role")
    assert "role" in message
    assert "clerk" in mend


def test_a_misspelt_state_is_found_where_it_stands() -> None:
    def change(raw: dict[str, Any]) -> None:
        part(raw, "actions", "approve")["to"] = "county_descision"

    [(path, _message, mend)] = found_in(change)
    assert path == ("actions", index(sound(), "actions", "approve"), "to")
    assert "county_decision" in mend


def _unreachable(raw: dict[str, Any]) -> None:
    part(raw, "actions", "return_to_community")["to"] = "inspected"


def _dead_end(raw: dict[str, Any]) -> None:
    part(raw, "actions", "withdraw")["from"].remove("returned")
    part(raw, "actions", "start_inspection")["from"].remove("returned")
    raw["actions"].remove(part(raw, "actions", "resubmit"))


def _promise(raw: dict[str, Any]) -> None:
    raw["limits"] = {"legal": {"workdays": 20}, "promised": {"workdays": 30}}


def _no_outcome(raw: dict[str, Any]) -> None:
    del part(raw, "actions", "grant")["outcome"]


def _needless_outcome(raw: dict[str, Any]) -> None:
    part(raw, "actions", "accept")["outcome"] = "granted"


def _back_to_intake(raw: dict[str, Any]) -> None:
    part(raw, "actions", "return_to_community")["to"] = "received"


def _nobody(raw: dict[str, Any]) -> None:
    del part(raw, "states", "inspected")["by"]


def _idle(raw: dict[str, Any]) -> None:
    part(raw, "states", "inspected")["by"] = {"role": "inspector", "at": "community"}


def _used_up(raw: dict[str, Any]) -> None:
    """What the holder of «returned» can do is bounded, and the case may come back."""
    for code in ("start_inspection", "resubmit"):
        part(raw, "actions", code)["at_most"] = 1


def _dead_end_later(raw: dict[str, Any]) -> None:
    _used_up(raw)
    part(raw, "actions", "withdraw")["from"].remove("returned")


def _pause_in_intake(raw: dict[str, Any]) -> None:
    part(raw, "states", "supplement_requested")["pause"] = "appraisal"


def _broken_route(raw: dict[str, Any]) -> None:
    raw["route"].remove("inspection")


def _after_the_end(raw: dict[str, Any]) -> None:
    part(raw, "actions", "resubmit")["from"].append("closed")


def _extended_before_it_runs(raw: dict[str, Any]) -> None:
    part(raw, "actions", "supply")["extends"] = {"workdays": 5}


def _twice(raw: dict[str, Any]) -> None:
    part(raw, "states", "returned")["code"] = "inspected"


def _system_not_asked(raw: dict[str, Any]) -> None:
    raw["supplement"]["otherwise"] = "accept"


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (_unreachable, ("states", 7, "code"), "No way leads"),
        (_dead_end, ("states", 7, "code"), "dead end"),
        (_promise, ("limits", "promised"), "can be longer than the legal limit"),
        (_no_outcome, ("actions", 12, "to"), "without an outcome"),
        (_needless_outcome, ("actions", 2, "outcome"), "closes the case"),
        (_back_to_intake, ("actions", 11, "to"), "does not go back"),
        (_nobody, ("states", 4, "code"), "Nobody has"),
        (_idle, ("states", 4, "by"), "can do nothing"),
        (_used_up, ("states", 7, "by"), "not for ever"),
        (_dead_end_later, ("states", 7, "code"), "used up"),
        (_pause_in_intake, ("states", 1, "pause"), "only pause in a running"),
        (_broken_route, ("route", 2), "No action leads here"),
        (_after_the_end, ("actions", 9, "from", 1), "reopened for ever"),
        (_extended_before_it_runs, ("actions", 1, "extends"), "Only a term that runs"),
        (_twice, ("states", 7, "code"), "twice"),
        (_system_not_asked, ("supplement", "otherwise"), "system must be allowed"),
    ],
)
def test_a_fault_has_a_path_and_plain_words(change: Change, path: tuple[str | int, ...], words: str) -> None:
    assert any(found == path and words in message for found, message, _mend in found_in(change)), found_in(
        change
    )


def test_a_bound_on_what_never_comes_back_leaves_work() -> None:
    assert found_in(lambda raw: part(raw, "actions", "grant").update(at_most=1)) == []


def test_a_form_that_no_pack_holds_is_found() -> None:
    raw = sound()
    part(raw, "actions", "finish_inspection")["requires"]["forms"] = ["home-visitt"]
    [finding] = PROCEDURE.check(Procedure.model_validate(raw), Holding({"form": ["home-visit"]}))
    assert finding.path[-2:] == ("forms", 0)
    assert "home-visit" in finding.mend
