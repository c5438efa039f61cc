"""What the command line refuses before anything is loaded: words and folders that are not there. No Django here, and
so the words stand in both languages."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from linli.engines.packs.folders import list_builtin
from linli.site.cli import PARTS

_WITH_FOLDERS: Final = {"check": 99, "plan": 1, "install": 1, "docs": 1, "schemas": 1, "rehearse": 1}
"""Commands of `linli pack` that take folders of packs first, and how many."""
_OTHERS: Final = ("new", "diff", "list")
_VALUED: Final = ("--format", "--assignment", "--days")


def early_refusal(words: Sequence[str]) -> str:
    """Why these arguments cannot be meant; empty where they may be."""
    if not words or words[0].startswith("-"):
        return ""
    if words[0] not in PARTS:
        return _no_command(words[0], list(PARTS))
    if words[0] == "pack" and len(words) > 1 and "--help" not in words:
        return _of_pack(words[1], _plain(words[2:]))
    return ""


def _of_pack(verb: str, folders: list[str]) -> str:
    if verb.startswith("-"):
        return ""
    if verb not in _WITH_FOLDERS and verb not in _OTHERS:
        return _no_command(f"pack {verb}", [f"pack {one}" for one in (*_WITH_FOLDERS, *_OTHERS)])
    if verb not in _WITH_FOLDERS:
        return ""
    if not folders:
        return f"还差包的文件夹。→ linli pack {verb} 文件夹 (the folder of the pack is missing)"
    missing = [one for one in folders[: _WITH_FOLDERS[verb]] if not _is_pack(one)]
    if not missing:
        return ""
    close = get_close_matches(missing[0], [*_beside(), *list_builtin()], n=1)
    mend = f"→ 是不是“{close[0]}”？ " if close else ""
    return f"没有“{missing[0]}”这个文件夹。{mend}(there is no folder «{missing[0]}»)"


def _plain(words: Sequence[str]) -> list[str]:
    """Without options and what follows on them."""
    kept = [word for before, word in zip(("", *words), words, strict=False) if before not in _VALUED]
    return [word for word in kept if not word.startswith("-")]


def _is_pack(name: str) -> bool:
    return Path(name).is_dir() or name in list_builtin()


def _beside() -> list[str]:
    return [path.name for path in Path().iterdir() if path.is_dir() and not path.name.startswith(".")]


def _no_command(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    mend = f"→ 是不是“linli {close[0]}”？" if close else f"→ 有：{'、'.join(sorted(known))}"
    return f"没有“linli {name}”这个命令。{mend} (no such command; see linli --help)"
