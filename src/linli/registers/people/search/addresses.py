"""What of an address is looked for: pairs of characters of its words, and its numbers. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from linli.registers.people.search.folding import RUNS, fold, is_han, pairs_of

_UNITS: Final = re.compile(r"^(号|院|楼|幢|栋|座|单元|层|室|户|组|村民小组|社|队|弄|附)+")
_NUMBERS_AT_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Address:
    """`words` without units (幢, 单元, 室); `numbers` in order; `doors` are a word's last two characters and the number
    that follows."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    doors: tuple[str, ...]

    def pairs(self) -> Iterator[str]:
        for word in self.words:
            yield from pairs_of(word)

    def number_pairs(self) -> Iterator[str]:
        """Any two numbers in order, so that 3幢402 finds 3幢2单元402室."""
        for one, two in combinations(self.numbers[-_NUMBERS_AT_MOST:], 2):
            yield f"{one}-{two}"


def read_address(text: str) -> Address:
    """翠湖路12号3幢2单元402室 → 翠湖路 | 12 3 2 402 | 湖路12."""
    words: list[str] = []
    numbers: list[str] = []
    doors: list[str] = []
    word = ""
    for run in RUNS.findall(_spaced(text)):
        if run.isdigit():
            numbers.append(run.lstrip("0") or "0")
            doors += [word[-2:] + numbers[-1]] if len(word) > 1 else []
            word = ""
        elif is_han(run):
            word = _without_units(run, after_number=bool(numbers))
            words.append(word)
    return Address(tuple(filter(None, words)), tuple(numbers), tuple(doors))


def _spaced(text: str) -> str:
    """Folded, with something between numbers that were apart: 12-3-402."""
    plain = unicodedata.normalize("NFKC", text)
    return "|".join(fold(part) for part in re.split(r"[\s\-‐–—/#]+", plain))


def _without_units(run: str, *, after_number: bool) -> str:
    """What follows a number begins with its unit; 第 belongs to the number to come."""
    return (_UNITS.sub("", run) if after_number else run).removesuffix("第")
