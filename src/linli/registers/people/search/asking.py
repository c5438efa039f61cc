"""What a text in the one box may mean. Pure: readings of terms of alternatives of keys.

«张国 4417» is two terms that must both hold; every term is tried as all that it can be: a name, a part of one, pinyin,
initials, the tail of a number, an address. The whole is tried without its blanks too, as numbers are written in groups.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from linli.kernel.codes import CodeFault, widen_id_number
from linli.registers.people.numbers import check_phone, normalise
from linli.registers.people.search.addresses import read_address
from linli.registers.people.search.folding import fold, is_han, pairs_of, terms_of
from linli.registers.people.search.sounds import spellings_of
from linli.registers.people.search.terms import TAIL, Key

LONGEST: Final = 60
TERMS_AT_MOST: Final = 4

RANKS: Final = {
    "document": 0, "name": 0, "number-tail": 1, "phone-tail": 1, "part": 2, "sound": 3, "sound-part": 4,
    "surname-sound": 4, "initials": 5, "door": 6, "street": 6, "numbers": 6, "room": 7, "surname": 7, "year": 8,
}  # fmt: skip
"""The best first: whole before part, name before sound before initials, a person before her address."""

_WIDTH: Final = {
    "document": 0, "name": 1, "number-tail": 2, "phone-tail": 2, "sound": 3, "door": 3, "numbers": 3, "part": 3,
    "sound-part": 4, "initials": 5, "room": 5, "street": 5, "year": 6, "surname-sound": 8, "surname": 9,
}  # fmt: skip
"""How many files a key of this kind is likely to lead to: the narrowest is looked up first."""

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
    """The last characters of a number, where more were given than the key has."""

    of: str
    text: str


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
    for sound in spellings_of(text):
        yield from (Alternative((Key(kind, sound),)) for kind in ("sound", "sound-part", "surname-sound"))


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
