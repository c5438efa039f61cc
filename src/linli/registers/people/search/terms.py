"""Which keys a file has. Pure: a key is a kind and a folded value; `table` makes digests of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from linli.registers.people.search.addresses import read_address
from linli.registers.people.search.folding import fold, is_han, pairs_of, words_of
from linli.registers.people.search.sounds import readings_of, split_name, starts_of

TAIL: Final = 4
"""Characters of a number that are looked for."""
START: Final = 3
"""Letters by which a word of a Latin name is found before it is typed to its end."""


class Key(NamedTuple):
    """`kind` is the domain of the digest, so that a phone's tail never finds a number's."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a file is looked for. `documents` are numbers of other papers; `addresses` all current ones."""

    name: str
    former_names: tuple[str, ...] = ()
    birth_date: date | None = None
    id_number: str = ""
    phone: str = ""
    documents: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def keys_of(facts: Facts) -> set[Key]:
    """Every key of a file, about twenty."""
    found = {key for name in (facts.name, *facts.former_names) for key in _name_keys(name)}
    found.update(_number_keys(facts))
    for address in set(facts.addresses):
        found.update(_address_keys(address))
    return found


def _name_keys(name: str) -> Iterator[Key]:
    whole, words = fold(name), words_of(name)
    if not whole:
        return
    yield Key("name", whole)
    yield from (Key("part", word) for word in words if len(words) > 1 and not is_han(word))
    yield from (Key("start", word[:START]) for word in words if len(word) > START and not is_han(word))
    if not is_han(whole):
        yield Key("initials", "".join(word[0] for word in words))
        return
    if len(whole) > 2:
        yield from (Key("part", pair) for pair in pairs_of(whole))
    surname, given = split_name(whole) if len(words) == 1 else (words[0], "".join(words[1:]))
    yield Key("surname", whole[0])
    yield from _sound_keys(surname, given, words[1:])


def _sound_keys(surname: str, given: str, later: list[str]) -> Iterator[Key]:
    for hers, rest in readings_of(surname, given):
        yield Key("sound", "".join(hers + rest))
        yield Key("surname-sound", "".join(hers))
        yield Key("initials", "".join(syllable[0] for syllable in hers + rest))
        yield from (Key("start", start) for start in starts_of(hers + rest))
        if rest:
            yield Key("sound-part", "".join(rest))
        at = 0
        for word in later if len(later) > 1 else ():
            yield Key("sound-part", "".join(rest[at : at + len(word)]))
            at += len(word)


def _number_keys(facts: Facts) -> Iterator[Key]:
    if facts.birth_date is not None:
        yield Key("year", str(facts.birth_date.year))
    for number in (facts.id_number, *facts.documents):
        if number:
            yield Key("number-tail", fold(number)[-TAIL:])
    yield from (Key("document", fold(number)) for number in facts.documents)
    if facts.phone:
        yield Key("phone-tail", facts.phone[-TAIL:])


def _address_keys(text: str) -> Iterator[Key]:
    address = read_address(text)
    yield from (Key("street", pair) for pair in address.pairs())
    yield from (Key("door", door) for door in address.doors)
    yield from (Key("numbers", pair) for pair in address.number_pairs())
    yield from (Key("unit", unit) for unit in address.units)
    yield from (Key("room", number) for number in {*address.numbers[:1], *address.numbers[-1:]})
