"""Reading the packed division codes of the nation: a stream, province by province, parents before children."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

DATA = Path(__file__).parent / "data" / "divisions.xz"
LEVELS = ("province", "city", "county", "town", "community")


class Division(NamedTuple):
    """One row of the source. `initials` are the pinyin initials of the name, lower case."""

    code: str
    level: str
    name: str
    initials: str


class Edition(NamedTuple):
    """Which edition is packed: where it comes from, the day its codes were true, rows per level."""

    source: str
    integrity: str
    cut_off: str
    counts: dict[str, int]


def read_edition() -> Edition:
    with _open() as file:
        head: dict[str, Any] = json.loads(file.readline())
    return Edition(
        source=head["source"],
        integrity=head["integrity"],
        cut_off=head["cut_off"],
        counts=dict(zip(LEVELS, head["counts"], strict=True)),
    )


def read_divisions(within: str = "") -> Iterator[Division]:
    """Every division in the order of codes, parents first; `within` (a code) keeps its subtree and ancestors.

    Never holds more than one line; unpacking the nation takes about a second.
    """
    with _open() as file:
        file.readline()
        table = file.readline().rstrip("\n")
        usual = dict(zip(table[::2], table[1::2], strict=True))
        path = [""] * (len(LEVELS) + 1)
        for line in file:
            tail, _, rest = line.rstrip("\n").partition("\t")
            depth = int(tail[0])
            code = path[depth] = path[depth - 1] + tail[1:]
            if within and not code.startswith(within) and not within.startswith(code):
                continue
            name, _, initials = rest.partition("\t")
            spelled = initials or "".join([usual.get(character, "") for character in name])
            yield Division(code, LEVELS[depth - 1], name, spelled)


def _open() -> TextIO:
    return lzma.open(DATA, "rt", encoding="utf-8", newline="\n")
