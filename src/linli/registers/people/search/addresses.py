"""What of an address is looked for: pairs of characters of its words, and its numbers. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from linli.registers.people.search.folding import RUNS, fold, is_han, pairs_of

_UNIT: Final = re.compile(r"^(号院|号楼|号|幢|栋|座|楼|单元|层|室|户|组|村民小组|社|队|弄|巷(?=第)|附)+|第$")
_NUMBERS_AT_MOST: Final = 4
_LETTERED: Final = re.compile(r"[a-z]")


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
    words, numbers, doors = [], [], []
    last = ""
    for run in RUNS.findall(_spaced(text)):
        if run.isdigit():
            number = run.lstrip("0") or "0"
            numbers.append(number)
            if last:
                doors.append(last[-2:] + number)
            last = ""
        elif is_han(run):
            last = _without_units(run)
            words.append(last)
    return Address(tuple(word for word in words if len(word) > 1), tuple(numbers), tuple(doors))


def _spaced(text: str) -> str:
    """Folded, with something between numbers that were apart: 12-3-402."""
    return "|".join(fold(part) for part in re.split(r"[\s\-‐–—/#]+", text))


def _without_units(run: str) -> str:
    kept = run
    while (shorter := _UNIT.sub("", kept)) != kept:
        kept = shorter
    return kept
