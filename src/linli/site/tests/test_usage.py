"""Arguments that cannot be used are told in Chinese with what to write, and in English."""

from pathlib import Path

import click
import pytest

from linli.site.usage import tell_usage


@click.group()
def tool() -> None:
    pass


@tool.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as", "username", required=True)
@click.option("--format", "shape", type=click.Choice(["text", "json"]))
@click.option("--days", type=click.IntRange(1, 3660))
def bring(folder: Path, username: str, shape: str, days: int) -> None:
    pass


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bring"], "还差 FOLDER（文件夹）。"),
        (["bring", "/"], "还差 --as。"),
        (["bring", "/nowhere", "--as", "a"], "没有“/nowhere”这个文件夹。"),
        (["bring", "/", "--as"], "--as 后面还要写内容。"),
        (["bring", "/", "--as", "a", "--format", "xml"], "--format 只能写：text、json。"),
        (["bring", "/", "--as", "a", "--days", "0"], "--days 要写不小于1、不大于3660的整数。"),
        (["bring", "/", "--as", "a", "b"], "后面多写了东西。"),
        (["bring", "/", "--fromat", "text"], "没有 --fromat 这个选项。→ 是不是 --format？"),
        (["brign"], "没有 brign 这个命令。→ 是不是 bring？"),
    ],
)
def test_what_is_wrong_is_told_first_in_chinese(arguments: list[str], told: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        tool.main(arguments, prog_name="linli", standalone_mode=False)
    lines = tell_usage(caught.value).splitlines()
    assert lines[0].startswith(told)
    assert lines[0].endswith(f"({caught.value.format_message()})")
