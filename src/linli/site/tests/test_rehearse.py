"""`linli pack rehearse` as an administrator types it before a changed table is installed."""

from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result
from time_machine import travel

from linli.engines.packs import queries
from linli.engines.packs.folders import builtin
from linli.site.cli import cli
from tests.support.cast import NOW
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
RECEIVED = "  - code: received\n"
BY_HAND = """actions:
  - code: hand_out
    title: 分给承办人
    from: [received]
    by: [{role: clerk, at: community}]
    hands_to: [{role: reviewer, at: town}]
    event: handed_over
  - code: give_back
    title: 分错了，退回
    from: [received]
    by: [{role: reviewer, at: town}]
    recalls: true
    event: taken_back
"""
OLD = "when,role,at,unit,note,first,last\n,clerk,community,,,,\n"
NEW = "when,role,at,unit,note,first,last\nurban == true,reviewer,town,,城镇,,\n,clerk,community,,,,\n"


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def write(folder: Path, version: int, table: str) -> Path:
    """The baseline pack in a later version, whose procedure asks the table when a case is received."""
    copytree(builtin("national"), folder, dirs_exist_ok=True)
    change(folder / "pack.yaml", "version: 0.1.0\n", f"version: 0.{version}.0\n")
    procedure = folder / "procedures" / "old-age-allowance.yaml"
    change(procedure, RECEIVED, f"{RECEIVED}    assign: first-hand\n")
    change(procedure, "actions:\n", BY_HAND)
    (folder / "assignments").mkdir(exist_ok=True)
    (folder / "assignments" / "first-hand.csv").write_text(table, encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(*arguments: object) -> Result:
    with travel(NOW, tick=False):
        return CliRunner().invoke(cli, ["pack", *(str(argument) for argument in arguments)])


def test_it_tells_where_the_cases_of_the_last_days_would_go(counter: Counter, tmp_path: Path) -> None:
    number = counter.open_case("wang")
    folder = tmp_path / "national"
    assert run("install", write(folder, 2, OLD)).exit_code == 0
    queries.forget()
    told = run("rehearse", write(folder, 3, NEW), "--assignment", "first-hand").stdout
    assert "1 cases, 0 stay where they are." in told
    assert f"rule 1 → rule 1: 1  ({number})" in told
    assert "1         1  reviewer@town  urban == true" in told


def test_a_role_that_nobody_holds_is_named_and_its_cases_are_counted(
    counter: Counter, tmp_path: Path
) -> None:
    counter.open_case("wang")
    table = OLD.replace("clerk,community", "planner,community")
    told = run("rehearse", write(tmp_path / "national", 2, table), "--assignment", "first-hand").stdout
    assert "is not installed yet" in told
    assert "Rule 1: Nobody holds this role" in told
    assert "nobody for rule 1: 1  (" in told


def test_a_faulty_table_is_refused_before_any_case_is_read(counter: Counter, tmp_path: Path) -> None:
    found = run("rehearse", write(tmp_path / "national", 2, OLD * 2), "--assignment", "first-hand")
    assert found.exit_code != 0
    assert "assignments/first-hand.csv" in str(found.exception)


def test_a_table_that_no_procedure_asks_is_refused(counter: Counter, tmp_path: Path) -> None:
    counter.open_case("wang")
    folder = write(tmp_path / "national", 2, OLD)
    procedure = folder / "procedures" / "old-age-allowance.yaml"
    change(procedure, "    assign: first-hand\n", "")
    found = run("rehearse", folder, "--assignment", "first-hand")
    assert found.exit_code != 0
    assert "No procedure asks the table first-hand." in str(found.exception)
