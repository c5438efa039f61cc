"""What docs/packs.md tells a newcomer to do, done."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import format_faults
from linli.engines.packs.folders import builtin_root
from linli.rooms.matters.queries import get_matter
from linli.site.cli.packs import pack

DOCS = builtin_root().parent / "docs"
NAME, NEW = "activity-room", "meal-subsidy"


def run(*arguments: object) -> str:
    result = CliRunner().invoke(pack, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def rename(folder: Path) -> None:
    for path in sorted(folder.glob(f"*/{NAME}.yaml")):
        text = path.read_text(encoding="utf-8").replace(NAME, NEW)
        path.with_name(f"{NEW}.yaml").write_text(text, encoding="utf-8")
        path.unlink()


@pytest.mark.django_db
def test_a_first_pack_is_begun_renamed_checked_read_planned_and_installed(tmp_path: Path) -> None:
    folder = tmp_path / "my-town"
    run("new", folder)
    rename(folder)
    run("check", folder)
    run("docs", folder, tmp_path / "out")
    assert "借用社区活动室" in (tmp_path / "out" / "my-town-0.1.0.html").read_text(encoding="utf-8")
    run("plan", folder)
    run("install", folder)
    _entry, matter = get_matter(NEW)
    assert matter.online


def test_the_mistake_that_the_handbook_shows_is_told_as_it_shows_it(tmp_path: Path) -> None:
    folder = tmp_path / "my-town"
    run("new", folder)
    rename(folder)
    for file, old, new in (
        ("matters", f"form: {NEW}", "form: meal-subsidi"),
        ("procedures", "role: clerk, at: community}   #", "role: clerck, at: community}   #"),
    ):
        path = folder / file / f"{NEW}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = "\n".join(format_faults(check_pack(folder)).splitlines()[:-1])
    shown = (
        (DOCS / "packs.md")
        .read_text(encoding="utf-8")
        .split("$ linli pack check my-town\n")[1]
        .split("```")[0]
    )
    assert [line.strip() for line in told.splitlines()] == [
        line.strip() for line in shown.strip().splitlines()
    ]


@pytest.mark.parametrize("page", ["packs.md", "packs.zh.md"])
def test_the_six_lines_of_the_handbook_are_a_matter(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "my-town"
    run("new", folder)
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    (lines,) = (block for block in blocks if block.startswith("code: senior-card\n"))
    (folder / "matters" / "senior-card.yaml").write_text(lines, encoding="utf-8")
    run("check", folder)
    assert lines.count("\n") == 6
