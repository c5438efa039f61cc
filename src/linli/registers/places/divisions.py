"""Reading the packed division codes of the nation: a stream, province by province, parents before
children.
"""

import json
import lzma
from collections.abc import Iterator
from functools import cache
from io import BytesIO, TextIOWrapper
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


class _Head(NamedTuple):
    edition: Edition
    usual: dict[str, str]
    provinces: dict[str, tuple[int, int]]
    """Where the stream of each province begins and ends, in bytes."""


def read_edition() -> Edition:
    return _head().edition


def read_divisions(within: str = "") -> Iterator[Division]:
    """Every division in the order of codes, parents first; `within` (a code) keeps its subtree and ancestors.

    Holds one line at a time. The nation takes two seconds; below a code only its province is unpacked.
    """
    usual = _head().usual
    path = [""] * (len(LEVELS) + 1)
    with _open(within[:2]) as file:
        for line in file:
            tail, _, rest = line.rstrip("\n").partition("\t")
            depth = int(tail[0])
            code = path[depth] = path[depth - 1] + tail[1:]
            if within and not code.startswith(within) and not within.startswith(code):
                continue
            name, _, initials = rest.partition("\t")
            yield Division(code, LEVELS[depth - 1], name, initials or _spell(name, usual))


def spell(name: str) -> str:
    """Pinyin initials of a new name, character by character; a phrase that is read otherwise is not known."""
    return _spell(name, _head().usual)


def _spell(name: str, usual: dict[str, str]) -> str:
    return "".join([usual.get(character, "") for character in name])


@cache
def _head() -> _Head:
    packed = DATA.read_bytes()
    unpacker = lzma.LZMADecompressor()
    first, pairs = unpacker.decompress(packed).decode().splitlines()
    head: dict[str, Any] = json.loads(first)
    provinces, begin = {}, len(packed) - len(unpacker.unused_data)
    for province, length in head["provinces"].items():
        provinces[province] = (begin, begin + length)
        begin += length
    edition = Edition(
        source=head["source"],
        integrity=head["integrity"],
        cut_off=head["cut_off"],
        counts=dict(zip(LEVELS, head["counts"], strict=True)),
    )
    return _Head(edition, dict(zip(pairs[::2], pairs[1::2], strict=True)), provinces)


def _open(province: str) -> TextIO:
    """The lines of one province, of all if none is named, of none if it is not there."""
    streams = _head().provinces
    parts = [streams[province]] if province in streams else [] if province else list(streams.values())
    begin, end = (parts[0][0], parts[-1][1]) if parts else (0, 0)
    with DATA.open("rb") as file:
        file.seek(begin)
        packed = BytesIO(file.read(end - begin))
    return TextIOWrapper(lzma.open(packed), encoding="utf-8", newline="\n")
