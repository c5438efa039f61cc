"""What the command line says of arguments that it cannot use: what is wrong and what to write, in both languages. The
words of the library behind it are English and have no translation."""

from collections.abc import Sequence
from typing import Final

import click

_KINDS: Final = {"FOLDER": "文件夹", "DIR": "文件夹", "USERNAME": "账号", "A": "旧的版本", "B": "新的版本"}
"""What stands in the place of an argument, by its name in the usage line."""


def tell_usage(error: click.UsageError) -> str:
    """One line: what is wrong, the mend, and the same in English."""
    told = f"{_mend(error)} ({error.format_message()})"
    return f"{told}\n→ {error.ctx.command_path} --help" if error.ctx else told


def _mend(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"还差 {_name(error.param)}。"
        case click.NoSuchCommand():
            return f"没有 {error.command_name} 这个命令。{_close(error.possibilities or ())}"
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项。{_close(error.possibilities or ())}"
        case click.BadOptionUsage():
            return f"{error.option_name} 后面还要写内容。"
        case click.BadParameter():
            return _wrong(error)
    if error.message.startswith("Got unexpected extra argument"):
        return "后面多写了东西。"
    return "这样写不行。"


def _wrong(error: click.BadParameter) -> str:
    kind, name = error.param.type if error.param else None, _name(error.param)
    match kind:
        case click.Choice():
            return f"{name} 只能写：{'、'.join(map(str, kind.choices))}。"
        case click.IntRange():
            low = f"不小于{kind.min}" if kind.min is not None else ""
            high = f"不大于{kind.max}" if kind.max is not None else ""
            return f"{name} 要写{'、'.join(part for part in (low, high) if part)}的整数。"
        case click.Path() if "does not exist" in error.message:
            return (
                f"没有“{error.message.split(chr(39))[1]}”这个{'文件夹' if not kind.file_okay else '文件'}。"
            )
        case click.Path():
            return f"{name} 要写{'文件夹' if not kind.file_okay else '文件'}。"
    return f"{name} 写得不对。"


def _name(param: click.Parameter | None) -> str:
    """`--as`, or what stands in its place: «FOLDER（文件夹）»."""
    if param is None:
        return "一个参数"
    if isinstance(param, click.Option):
        return param.opts[-1]
    name = (param.metavar or param.name or "").strip(".").upper()
    return f"{name}（{_KINDS[name]}）" if name in _KINDS else name


def _close(names: Sequence[str]) -> str:
    return f"→ 是不是 {'、'.join(names)}？" if names else ""
