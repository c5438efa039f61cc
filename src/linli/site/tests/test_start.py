"""The door of the command line: what cannot be meant is refused at once, what asks no table starts no database."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from linli.site.cli import PARTS, cli
from linli.site.refusing import early_refusal


def linli(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LINLI", "DJANGO", "DATABASE"))
    }
    command = [sys.executable, "-c", "from linli.site.start import main; main()", *words]
    return subprocess.run(
        command, env=environment | {"LINLI_HOME": str(home)}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pack", "check", "nationl"], "是不是“national”"),
        (["pack", "check", "national", "nowhere"], "没有“nowhere”这个文件夹"),
        (["pack", "check"], "还差包的文件夹"),
        (["pack", "check", "--format", "json"], "还差包的文件夹"),
        (["pack", "chek", "national"], "linli pack check"),
        (["pak"], "linli pack"),
        (["pack", "docs", "national", "out-that-is-made"], ""),
        (["pack", "check", "--format", "json", "national"], ""),
        (["pack", "check", "--help"], ""),
        (["pack", "list"], ""),
        (["pack", "diff", "national@0.1.0", "national"], ""),
        (["--version"], ""),
        ([], ""),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_loaded(words: list[str], said: str) -> None:
    refusal = early_refusal(words)
    assert said in refusal
    assert bool(refusal) is bool(said)


def test_a_refusal_loads_no_django(tmp_path: Path) -> None:
    ended = linli(tmp_path, "pack", "check", "nationl")
    assert (ended.returncode, list(tmp_path.iterdir())) == (2, [])
    assert ended.stderr.startswith("linli: 没有“nationl”")


def test_checking_a_pack_starts_no_database(tmp_path: Path) -> None:
    ended = linli(tmp_path, "pack", "check", "demo-plan")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert not (tmp_path / "pg").exists()


def test_every_command_stands_where_it_is_looked_for() -> None:
    for name in PARTS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, name
