"""What a text in the one box may mean. Pure: readings of terms of alternatives of keys.

«张国 4417» is two terms that must both hold; every term is tried as all that it can be: a name, a part of one, pinyin,
initials, the tail of a number, an address. The whole is tried without its blanks too, as numbers are written in groups.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise, product
from typing import Final

from linli.kernel.codes import CodeFault, widen_id_number
from linli.registers.people.numbers import check_phone, normalise
from linli.registers.people.search.addresses import read_address
from linli.registers.people.search.folding import RUNS, fold, is_han, pairs_of, terms_of
from linli.registers.people.search.sounds import (
    anchors_of,
    readings_of,
    sounds_of,
    spellings_of,
    surnames_before,
)
from linli.registers.people.search.terms import START, TAIL, Key

LONGEST: Final = 60
TERMS_AT_MOST: Final = 4

RANKS: Final = {
    "document": 0, "name": 0, "number-tail": 1, "phone-tail": 1, "part": 2, "sound": 3, "sound-part": 4, "start": 4,
    "surname-sound": 4, "initials": 5, "door": 6, "street": 6, "numbers": 6, "room": 7, "unit": 7, "surname": 7,
    "year": 8,
}  # fmt: skip
"""The best first: whole before part, name before sound before initials, a person before her address."""

_WIDTH: Final = {
    "document": 0, "name": 1, "number-tail": 2, "phone-tail": 2, "sound": 3, "door": 3, "numbers": 3, "part": 3,
    "sound-part": 4, "start": 4, "initials": 5, "room": 5, "unit": 6, "street": 5, "year": 6, "surname-sound": 8,
    "surname": 9,
}  # fmt: skip
"""How many files a key of this kind is likely to lead to: the narrowest is looked up first."""

_MIXED: Final = re.compile(r"(?=.*[a-zü])(?=.*[^\x00-\x7fü])[a-zü\u3007\u3400-\u9fff]+")
_TONED: Final = re.compile(r"([a-zü]{1,6}[1-5])+")
_TONES: Final = re.compile("[1-5]")
_GIVEN: Final = (1, 2, 3)
"""How many characters a given name has."""
_NOT_FIRST: Final = frozenset("iuv")
"""Letters that no syllable begins with."""
_READINGS_AT_MOST: Final = 4
_NUMBER: Final = re.compile(r"\d{17}[\dx]")
_TAIL: Final = re.compile(r"\d{3,16}[\dx]")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_DAY: Final = re.compile(r"(19|20)\d{6}")
_DOCUMENT: Final = re.compile(r"(?=.*\d)[0-9a-z\u4e00-\u9fff]{5,40}")
_OLD_LENGTH: Final = 15
_PHONE_LENGTH: Final = 11


@dataclass(frozen=True, slots=True)
class Exact:
    """What else must hold, compared in the file itself: the whole number, the whole phone, the day of birth."""

    id_number: str = ""
    phone: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """What a key leaves open and is compared with the file itself: the last characters of a number (`of` id_number or
    phone), the characters of a name (signs) or a word of it (word), and how the name begins to sound."""

    of: str
    text: str
    sound: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that a term may be: all of `keys`, and what else must hold. `weak` ones need another term beside."""

    keys: tuple[Key, ...]
    exact: Exact | None = None
    tail: Tail | None = None
    weak: bool = False

    @property
    def plain(self) -> bool:
        """One key says it all."""
        return len(self.keys) == 1 and self.exact is None and self.tail is None

    @property
    def rank(self) -> int:
        return min(RANKS[key.kind] for key in self.keys)

    @property
    def width(self) -> int:
        return min(_WIDTH[key.kind] for key in self.keys)


Term = tuple[Alternative, ...]
Reading = tuple[Term, ...]
"""Terms that all must hold, the narrowest first."""


def understand(text: str) -> list[Reading]:
    """Every way to read it; none if it is too short, or says nothing that anybody could be found by."""
    terms = terms_of(text[:LONGEST])
    ways = [terms] if 1 < len(terms) <= TERMS_AT_MOST else []
    return [reading for way in (*ways, ["".join(terms)]) if (reading := _read(way))]


def _read(terms: list[str]) -> Reading:
    found = [tuple(_alternatives(term)) for term in terms]
    if not all(found) or not any(_is_strong(term) for term in found):
        return ()
    kept = found if len(found) > 1 else [tuple(one for one in found[0] if not one.weak)]
    return tuple(sorted(kept, key=_width))


def _is_strong(term: Term) -> bool:
    return any(not one.weak for one in term)


def _width(term: Term) -> int:
    """All alternatives of the first term are looked up: the widest one counts."""
    return max(one.width for one in term)


def _alternatives(term: str) -> Iterator[Alternative]:
    folded = fold(term)
    if not folded:
        return
    if is_han(folded):
        yield from _of_han(folded)
    elif _MIXED.fullmatch(folded):
        yield from _of_mixed(folded)
    elif _TONED.fullmatch(folded):
        yield from _of_letters(_TONES.sub("", folded))
    elif folded.isalpha():
        yield from _of_letters(folded)
    elif not folded.isdigit():
        yield Alternative((Key("name", folded),))
    if any(sign.isdigit() for sign in folded):
        yield from _of_number(folded)
        yield from _of_document(folded)
    yield from _of_address(term)


def _of_han(text: str) -> Iterator[Alternative]:
    if len(text) == 1:
        yield Alternative((Key("surname", text),), weak=True)
        return
    yield Alternative((Key("name", text),))
    yield Alternative(tuple(Key("part", pair) for pair in pairs_of(text)))


def _of_letters(text: str) -> Iterator[Alternative]:
    if len(text) < 2:
        return
    yield from (Alternative((Key(kind, text),)) for kind in ("name", "part", "initials"))
    if len(text) > START:
        yield Alternative((Key("start", text[:START]),), tail=Tail("word", text))
    for sound in spellings_of(text):
        yield from (Alternative((Key(kind, sound),)) for kind in ("sound", "sound-part", "surname-sound"))
        yield from _of_beginning(sound)


def _of_beginning(sound: str, signs: str = "") -> Iterator[Alternative]:
    """zhangguol, zhanggl: not yet typed to the end, or from somewhere on by initials."""
    for anchor in dict.fromkeys(anchors_of(sound)):
        rest = Tail("signs", signs, sound) if signs or anchor != sound else None
        yield Alternative((Key("start", anchor),), tail=rest)
    for hers, rest_of in surnames_before(sound):
        if len(rest_of) in _GIVEN and not signs and _NOT_FIRST.isdisjoint(rest_of):
            yield Alternative((Key("initials", hers[0] + rest_of), Key("surname-sound", hers)))


def _of_mixed(text: str) -> Iterator[Alternative]:
    """zhang国, 张guoli, 张gl: what is written in characters is read too, and then compared with the name."""
    signs = "".join(sign for sign in text if is_han(sign))
    surname, letters = text[:1], text[1:]
    if is_han(surname) and letters.isascii() and len(letters) in _GIVEN:
        for sound in sounds_of(surname):
            yield Alternative((Key("initials", sound[0] + letters), Key("surname", surname)))
    for sound in _read_mixed(text):
        for kind in ("sound", "sound-part"):
            yield Alternative((Key(kind, sound),), tail=Tail("signs", signs))
        yield from _of_beginning(sound, signs)


def _read_mixed(text: str) -> Iterator[str]:
    """Every way to say it; characters at the beginning are read as a surname is."""
    parts: list[list[str]] = []
    for at, run in enumerate(RUNS.findall(text)):
        if not is_han(run):
            parts.append(spellings_of(run))
        else:
            parts.append(
                sounds_of(run) if at == 0 else ["".join(given) for _none, given in readings_of("", run)]
            )
    yield from islice(dict.fromkeys(map("".join, product(*parts))), _READINGS_AT_MOST)


def _of_number(text: str) -> Iterator[Alternative]:
    """A whole number, a phone, a day of birth (eight digits that are a day mean one), a tail, a year."""
    if born := _day(text):
        yield Alternative((Key("year", text[:4]),), exact=Exact(born=born))
        return
    tail = text[-TAIL:]
    whole = widen_id_number(text) if len(text) == _OLD_LENGTH and text.isdigit() else text
    if _NUMBER.fullmatch(whole):
        yield Alternative((Key("number-tail", whole[-TAIL:]),), exact=Exact(id_number=normalise(whole)))
    if phone := _phone(text):
        yield Alternative((Key("phone-tail", phone[-TAIL:]),), exact=Exact(phone=phone))
    if _TAIL.fullmatch(text):
        longer = len(text) > TAIL
        yield Alternative((Key("number-tail", tail),), tail=Tail("id_number", text) if longer else None)
        if text.isdigit() and len(text) < _PHONE_LENGTH:
            yield Alternative((Key("phone-tail", tail),), tail=Tail("phone", text) if longer else None)
    if _YEAR.fullmatch(text):
        yield Alternative((Key("year", text),), weak=True)


def _of_document(text: str) -> Iterator[Alternative]:
    """Passports, permits: letters and digits, found whole."""
    if _DOCUMENT.fullmatch(text):
        yield Alternative((Key("document", text),))


def _of_address(text: str) -> Iterator[Alternative]:
    address = read_address(text)
    keys = [Key("door", door) for door in address.doors]
    keys += [Key("numbers", f"{one}-{two}") for one, two in pairwise(address.numbers)]
    keys += [Key("street", pair) for pair in address.pairs()]
    if keys:
        yield Alternative(tuple(sorted(keys, key=lambda key: _WIDTH[key.kind])))
    elif len(address.units) == 1 == len(address.numbers):
        yield Alternative((Key("unit", address.units[0]),))
    elif len(address.numbers) == 1 and not address.words and len(address.numbers[0]) <= TAIL:
        yield Alternative((Key("room", address.numbers[0]),), weak=len(address.numbers[0]) < 2)


def _phone(text: str) -> str:
    try:
        return check_phone(text)
    except CodeFault:
        return ""


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
