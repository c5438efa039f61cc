"""What of an address is looked for: pairs of characters of its words, and its numbers. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from linli.registers.people.search.folding import RUNS, fold, is_han, pairs_of

_CLASSES: Final[Mapping[str, str]] = {
    "号": "n", "院": "n", "弄": "n", "幢": "b", "栋": "b", "座": "b", "楼": "b", "单元": "u", "层": "f", "室": "r",
    "户": "r", "组": "g", "社": "g", "队": "g", "村民小组": "g",
}  # fmt: skip
"""Units that people use for the same thing: 58幢, 58栋, 58座, 58号楼."""
KEPT: Final = frozenset("bug")
"""Classes that are a key of their own; others are found by the number alone."""
_UNIT: Final = re.compile("号楼|号院|" + "|".join(sorted(_CLASSES, key=len, reverse=True)))
_SPOKEN: Final = re.compile(f"[〇零一二两三四五六七八九十百]+(?={_UNIT.pattern})")
_DIGITS: Final = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = re.compile(r"^(号|院|楼|幢|栋|座|单元|层|室|户|组|村民小组|社|队|弄|附)+")
_NUMBERS_AT_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Address:
    """`words` without units (幢, 单元, 室); `numbers` in order; `doors` are a word's last two characters and the number
    that follows; `units` numbers of buildings, entrances, groups: 58b for 58幢."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    doors: tuple[str, ...]
    units: tuple[str, ...] = ()

    def pairs(self) -> Iterator[str]:
        for word in self.words:
            yield from pairs_of(word)

    def number_pairs(self) -> Iterator[str]:
        """Any two numbers in order, so that 3幢402 finds 3幢2单元402室."""
        for one, two in combinations(self.numbers[-_NUMBERS_AT_MOST:], 2):
            yield f"{one}-{two}"


def read_address(text: str) -> Address:
    """翠湖路12号三幢2单元402室 → 翠湖路 | 12 3 2 402 | 湖路12 | 3b 2u."""
    words: list[str] = []
    numbers: list[str] = []
    doors: list[str] = []
    units: list[str] = []
    word = ""
    after = False
    for run in RUNS.findall(_spaced(text)):
        if run.isdigit():
            numbers.append(run.lstrip("0") or "0")
            doors += [word[-2:] + numbers[-1]] if len(word) > 1 else []
            word, after = "", True
        elif is_han(run):
            if after and (unit := _UNIT.match(run)):
                units += [numbers[-1] + kind] if (kind := _class_of(unit[0])) in KEPT else []
            after = False
            word = _without_units(run, after_number=bool(numbers))
            words.append(word)
    return Address(tuple(filter(None, words)), tuple(numbers), tuple(doors), tuple(units))


def _class_of(unit: str) -> str:
    return {"号楼": "b", "号院": "n"}.get(unit) or _CLASSES[unit]


def _spaced(text: str) -> str:
    """Folded, with something between numbers that were apart: 12-3-402."""
    plain = _SPOKEN.sub(_counted, unicodedata.normalize("NFKC", text))
    return "|".join(fold(part) for part in re.split(r"[\s\-‐–—/#]+", plain))


def _counted(spoken: re.Match[str]) -> str:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零三 → 103, 二〇一 → 201. Only before a unit, for 三里屯 is a name."""
    text = spoken[0]
    if not {"十", "百"} & set(text):
        return "".join(str(_DIGITS[sign]) for sign in text)
    total = digit = 0
    for sign in text:
        if sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)


def _without_units(run: str, *, after_number: bool) -> str:
    """What follows a number begins with its unit; 第 belongs to the number to come."""
    return (_UNITS.sub("", run) if after_number else run).removesuffix("第")
