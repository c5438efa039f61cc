"""`linli pack …` as an integrator types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction

from linli.engines.packs import queries
from linli.engines.packs.folders import builtin, list_builtin
from linli.engines.packs.models import InstalledPack
from linli.site.cli.packs import pack
from linli.site.start import main
from tests.support.counter import Counter

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(pack, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def town(tmp_path: Path, run: Run) -> Path:
    """A pack as a newcomer begins it."""
    folder = tmp_path / "my-town"
    assert run("new", folder).exit_code == 0
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def next_version(town: Path) -> None:
    change(town, "pack.yaml", "version: 0.1.0", "version: 0.2.0")
    change(town, "procedures/activity-room.yaml", "promised: {workdays: 3}", "promised: {workdays: 2}")
    change(town, "procedures/activity-room.yaml", "due: 2026-11-27", "due: 2026-11-26")


def test_a_new_pack_passes_the_check_and_every_file_names_a_schema_that_is_there(
    town: Path, run: Run
) -> None:
    assert run("check", town).stdout == "my-town: no faults\n"
    files = [path for path in town.rglob("*.yaml") if ".schemas" not in path.parts]
    assert len(files) == 4
    for path in files:
        line = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / line.split("$schema=")[1]).is_file()


def test_a_new_pack_is_not_written_over_anything(town: Path, run: Run) -> None:
    before = (town / "pack.yaml").read_text(encoding="utf-8")
    result = run("new", town)
    assert result.exit_code != 0
    assert (town / "pack.yaml").read_text(encoding="utf-8") == before


def test_a_name_that_cannot_be_an_id_is_refused(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "我的包").exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_check_tells_all_faults_of_all_folders_and_exits_with_one(town: Path, run: Run) -> None:
    change(town, "matters/activity-room.yaml", "form: activity-room", "form: activity-rom")
    change(town, "procedures/activity-room.yaml", "role: clerk", "role: clerck")
    result = run("check", town, builtin("national"))
    assert result.exit_code == 1
    assert "matters/activity-room.yaml:19:7  «activity-rom»" in result.stderr
    assert "«clerck»" in result.stderr
    assert "national: no faults" in result.stdout


def test_check_as_json_is_for_programs(town: Path, run: Run) -> None:
    change(town, "matters/activity-room.yaml", "form: activity-room", "form: activity-rom")
    (found,) = json.loads(run("check", town, "--format", "json").stdout)
    (fault,) = found["faults"]
    assert fault.keys() == {"file", "line", "column", "value", "message", "mend"}
    assert (fault["file"], fault["line"], fault["value"]) == (
        "matters/activity-room.yaml",
        19,
        "activity-rom",
    )


@pytest.mark.django_db
def test_plan_tells_what_would_change_and_changes_nothing(town: Path, run: Run) -> None:
    first = run("plan", town)
    assert first.exit_code == 0
    assert "+ matter activity-room 借用社区活动室" in first.stdout
    assert not InstalledPack.objects.filter(pack_id="my-town").exists()
    run("install", town)
    assert "nothing would change" in run("plan", town).stdout
    next_version(town)
    second = run("plan", town)
    assert second.exit_code == 0
    told = second.stdout
    assert "my-town: 0.1.0 → 0.2.0" in told
    assert "New cases take the new way; open cases keep" in told
    assert told.endswith("\n3 changes: 1 changed item, pack.yaml. It can be installed.\n")


@pytest.mark.django_db
def test_plan_tells_what_a_new_version_would_retire(town: Path, run: Run) -> None:
    run("install", town)
    change(town, "pack.yaml", "version: 0.1.0", "version: 0.2.0")
    change(town, "matters/activity-room.yaml", "code: activity-room   ", "code: meeting-room   ")
    told = run("plan", town).stdout
    assert "+ matter meeting-room" in told
    assert "− matter activity-room" in told
    assert "The guide shows the new words at once" in told
    assert "1 new item, 1 retired item, pack.yaml. It can be installed." in told


@pytest.mark.django_db
def test_plan_tells_why_it_cannot_be_installed(town: Path, run: Run) -> None:
    run("install", town)
    change(town, "matters/activity-room.yaml", "fee: 不收费", "fee: 免费")
    result = run("plan", town)
    assert result.exit_code == 1
    assert "raise the version number" in result.stdout
    assert result.stdout.splitlines()[-1].startswith(
        "1 change: 1 changed item. It cannot be installed, because: "
    )


@pytest.mark.django_db
def test_plan_counts_open_cases_that_stay_with_their_version(
    counter: Counter, tmp_path: Path, run: Run
) -> None:
    counter.open_case("wang")
    folder = tmp_path / "national"
    for source in (path for path in builtin("national").rglob("*") if path.is_file()):
        target = folder / source.relative_to(builtin("national"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    version = queries.current_packs().get(pack_id="national").version
    change(folder, "pack.yaml", f"version: {version}", "version: 9.0.0")
    change(folder, "matters/old-age-allowance.yaml", "fee: 不收费", "fee: 免费")
    assert (
        f"1 open case stays with matter old-age-allowance of version {version}" in run("plan", folder).stdout
    )


@pytest.mark.django_db
def test_plan_tells_where_the_city_and_the_new_version_disagree(town: Path, run: Run) -> None:
    run("install", town)
    item = queries.get_item("matter", "activity-room")
    overlay = InstalledPack.objects.create(pack_id="city", version="1.0.0", digest=b"", overlay=True)
    overlay.items.create(section="matter", code=item.code, content={**item.content, "fee": "每次10元"})
    change(town, "pack.yaml", "version: 0.1.0", "version: 0.2.0")
    change(town, "matters/activity-room.yaml", "fee: 不收费", "fee: 免费")
    assert "! fee: the pack says 免费, the city 每次10元" in run("plan", town).stdout


@pytest.mark.django_db
def test_installing_twice_is_installing_once(town: Path, run: Run) -> None:
    assert run("install", town).stdout == "my-town 0.1.0: 3 items\n"
    assert run("install", town).stdout == "my-town 0.1.0: 3 items\n"
    assert InstalledPack.objects.filter(pack_id="my-town").count() == 1


@pytest.mark.django_db
def test_diff_compares_folders_and_installed_versions(town: Path, run: Run) -> None:
    run("install", town)
    same = run("diff", "my-town@0.1.0", town)
    assert (same.exit_code, same.stdout) == (0, "They say the same.\n")
    next_version(town)
    other = run("diff", "my-town", town)
    assert other.exit_code == 1
    assert "promised: 3 working days → 2 working days" in other.stdout
    assert other.stdout.endswith("\n3 changes: 1 changed item, pack.yaml.\n")
    assert "promised: 2 working days → 3 working days" in run("diff", town, "my-town@0.1.0").stdout


@pytest.mark.django_db
def test_list_tells_every_version_and_which_is_in_force(town: Path, run: Run) -> None:
    run("install", town)
    next_version(town)
    run("install", town)
    lines = run("list").stdout.splitlines()
    assert [line.split()[:2] for line in lines[:1]] == [["*", "my-town@0.2.0"]]
    assert lines[1].split()[0] == "my-town@0.1.0"
    assert "sample" in lines[1]


@pytest.mark.django_db
def test_a_version_nobody_installed_is_named_with_those_there_are(
    run: Run, town: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("install", town)
    monkeypatch.setattr("sys.argv", ["linli", "pack", "diff", "my-town@7.0.0", str(town)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "my-town@0.1.0" in capsys.readouterr().err


def test_schemas_are_written_beside_a_pack(town: Path, run: Run) -> None:
    (town / ".schemas" / "matter.json").write_text("old", encoding="utf-8")
    assert "1 schema changed" in run("schemas", town).stdout
    assert json.loads((town / ".schemas" / "matter.json").read_text(encoding="utf-8"))["$schema"]


def test_docs_writes_a_page_and_markdown_of_every_builtin_pack(tmp_path: Path, run: Run) -> None:
    for name in list_builtin():
        assert run("docs", builtin(name), tmp_path).exit_code == 0
    (page,) = tmp_path.glob("national-*.html")
    (text,) = tmp_path.glob("national-*.md")
    for words in (
        "高龄津贴",
        "身份证照片",
        "年满80周岁",
        "银行卡号",
        "5 working days",
        "代办人是老人的什么人",
    ):
        assert words in page.read_text(encoding="utf-8")
    assert "<svg" in page.read_text(encoding="utf-8")
    assert "已收件 → 已受理" in text.read_text(encoding="utf-8")
    assert {path.suffix for path in tmp_path.iterdir()} == {".html", ".md"}


def test_the_handbook_of_a_plan_tells_targets_with_their_clauses(tmp_path: Path, run: Run) -> None:
    run("docs", builtin("demo-plan"), tmp_path)
    (page,) = tmp_path.glob("demo-plan-*.html")
    text = page.read_text(encoding="utf-8")
    assert "≥ 40 平方米/百户" in text
    assert "样例条款" in text
    assert "nobody’s rule" in text


def test_a_pack_that_comes_along_is_found_by_its_name(run: Run) -> None:
    found = run("check", "worked")
    assert found.exit_code == 0, found.output


def test_a_name_that_is_neither_folder_nor_pack_is_refused(run: Run) -> None:
    refused = run("check", "wroked")
    assert refused.exit_code == 2
    assert "wroked" in refused.output


@pytest.mark.django_db
def test_before_there_are_tables_the_command_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE installed_pack RENAME TO elsewhere")
    monkeypatch.setattr("sys.argv", ["linli", "pack", "list"])
    with pytest.raises(SystemExit) as ended, transaction.atomic():
        main()
    assert ended.value.code == 2
    assert "linli migrate" in capsys.readouterr().err
