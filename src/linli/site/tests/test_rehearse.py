"""`linli pack rehearse` as an administrator types it before a changed table is installed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from time_machine import travel

from linli.engines.packs import queries
from linli.site.cli import cli
from tests.support.cast import NOW
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
PACK = "id: who-gets-it\nversion: 0.{version}.0\ntitle: 分派\nregion: ''\nlicence: Apache-2.0\nsource: 测试\n"
OLD = "when,role,at,unit,note,first,last\n,clerk,community,,,,\n"
NEW = "when,role,at,unit,note,first,last\nurban == true,reviewer,town,,城镇,,\n,clerk,community,,,,\n"


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def write(folder: Path, version: int, table: str) -> Path:
    (folder / "assignments").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(PACK.format(version=version), encoding="utf-8")
    (folder / "assignments" / "first-hand.csv").write_text(table, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    with travel(NOW, tick=False):
        return CliRunner().invoke(cli, ["pack", *(str(argument) for argument in arguments)])


def test_it_tells_where_the_cases_of_the_last_days_would_go(counter: Counter, tmp_path: Path) -> None:
    number = counter.open_case("wang")
    folder = tmp_path / "who-gets-it"
    assert run("install", write(folder, 1, OLD)).exit_code == 0
    queries.forget()
    told = run("rehearse", write(folder, 2, NEW), "--assignment", "first-hand").stdout
    assert "1 cases, 0 stay where they are." in told
    assert f"rule 1 → rule 1: 1  ({number})" in told
    assert "1         1  reviewer@town  urban == true" in told


def test_a_role_that_nobody_holds_is_named_and_its_cases_are_counted(
    counter: Counter, tmp_path: Path
) -> None:
    counter.open_case("wang")
    table = OLD.replace("clerk,community", "planner,community")
    told = run("rehearse", write(tmp_path / "who-gets-it", 1, table), "--assignment", "first-hand").stdout
    assert "is not installed yet" in told
    assert "Rule 1: Nobody holds this role" in told
    assert "nobody for rule 1: 1  (" in told


def test_a_faulty_table_is_refused_before_any_case_is_read(counter: Counter, tmp_path: Path) -> None:
    found = run("rehearse", write(tmp_path / "who-gets-it", 1, OLD * 2), "--assignment", "first-hand")
    assert found.exit_code != 0
