"""Finding anyone in one box, within own place and duty. What is shown is recorded with the answer, as one look."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.crypto import mask_id_number, mask_phone, unseal_text
from linli.registers.people.models import Person, Residence
from linli.registers.people.policies import FILE_ROLES
from linli.registers.people.queries import visible_to
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE
from linli.registers.people.search.asking import Tail, understand
from linli.registers.people.search.candidates import (
    START,
    Branch,
    Candidate,
    Position,
    list_branches,
    list_candidates,
)
from linli.registers.people.search.folding import fold, words_of
from linli.registers.people.search.sounds import sounds_of

FIELDS: Final = ("name", "sex", "birth_date", "id_number", "phone", "address")
_ROUNDS: Final = 5
_TAKEN: Final = 100
"""Candidates that are looked at together, at least, where something is still to be compared; else few drop out."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody as a list may show her. Numbers are masked; `community` is the id of a place, that of where she lives,
    else is registered."""

    person_id: int
    name: str
    former_names: tuple[str, ...]
    sex: str
    birth_date: date | None
    id_number: str
    phone: str
    address: str
    community: int | None
    deceased: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people, the best first. `after` leads to the next page and is empty on the last one; a page may be
    short and not the last. `understood` is False where the text says too little to find anybody by."""

    people: tuple[FoundPerson, ...] = ()
    after: str = ""
    understood: bool = True


def find(
    actor: Actor,
    text: str,
    *,
    now: datetime,
    limit: int,
    after: str = "",
    act: str = "people.find",
    fields: Sequence[str] = FIELDS,
    purpose: str = "",
) -> Found:
    """People whose files the actor keeps, by whole or part of a name, pinyin, initials, tails of numbers, address,
    number of the household; «张 1943» means that both hold. One audit entry names who is shown, with `fields`.

    At most four statements, eight more where the tail of a number fits many that differ before it.
    """
    day = local_day(now)
    branches = list_branches(actor.scopes(*FILE_ROLES), text, day=day)
    if not branches:
        return Found(understood=bool(understand(text)))
    people, following = _collect(actor, branches, day=day, limit=limit, after=_decode(after))
    if people:
        record(
            actor=actor, now=now, kind="look", act=act, persons=[person.pk for person in people], fields=fields,
            purpose=purpose,
        )  # fmt: skip
    return Found(tuple(_show(people, day)), following)


def _collect(
    actor: Actor, branches: Sequence[Branch], *, day: date, limit: int, after: Position
) -> tuple[list[Person], str]:
    """Who is shown, and where the next page begins."""
    kept: list[tuple[Position, Person]] = []
    taken = max(_TAKEN, limit + 1) if any(branch.tail for branch in branches) else limit + 5
    for _round in range(_ROUNDS):
        candidates = list_candidates(branches, after=after, most=taken)
        kept += _visible(actor, candidates, branches, day)
        if len(kept) > limit or len(candidates) < taken:
            break
        after = candidates[-1].position
    shown = [person for _position, person in kept[:limit]]
    if len(kept) > limit:
        return shown, _encode(kept[limit - 1][0])
    return shown, _encode(after) if len(candidates) == taken else ""


def _visible(
    actor: Actor, candidates: Sequence[Candidate], branches: Sequence[Branch], day: date
) -> Iterator[tuple[Position, Person]]:
    """The lookup is the permission: keys only say whom to look up."""
    seen = visible_to(actor.as_staff(), day=day).in_bulk([one.person_id for one in candidates])
    for one in candidates:
        person = seen.get(one.person_id)
        if person is not None and any(_fits(person, branches[way].tail) for way in one.branches):
            yield one.position, person


def _fits(person: Person, tail: Tail | None) -> bool:
    if tail is None:
        return True
    if tail.of in ("signs", "word"):
        return any(_is_called(name, tail) for name in (person.name, *person.former_names))
    if tail.of == "phone":
        return unseal_text(person.phone_sealed, context=CONTEXT_PHONE).endswith(tail.text)
    return fold(unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)).endswith(tail.text)


def _is_called(name: str, tail: Tail) -> bool:
    """The name has these characters in this order and begins to sound so; or one of its words begins so."""
    if tail.of == "word":
        return any(word.startswith(tail.text) for word in words_of(name))
    folded = fold(name)
    rest = iter(folded)
    if not all(sign in rest for sign in tail.text):
        return False
    return not tail.sound or any(sound.startswith(tail.sound) for sound in sounds_of(folded))


def _show(people: Sequence[Person], day: date) -> Iterator[FoundPerson]:
    homes = _homes(people, day) if people else {}
    for person in people:
        home = homes.get(person.pk)
        yield FoundPerson(
            person_id=person.pk,
            name=person.name,
            former_names=tuple(person.former_names),
            sex=person.sex,
            birth_date=person.birth_date,
            id_number=mask_id_number(unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)),
            phone=mask_phone(unseal_text(person.phone_sealed, context=CONTEXT_PHONE)),
            address=home.address if home else "",
            community=home.community if home else None,
            deceased=person.deceased_on is not None,
        )


def _homes(people: Sequence[Person], day: date) -> Mapping[int, Residence]:
    """Where each of them lives, else is registered."""
    found: dict[int, dict[str, Residence]] = defaultdict(dict)
    rows = Residence.objects.filter(person__in=[person.pk for person in people], valid__contains=day)
    for home in rows:
        found[home.person_id][home.kind] = home
    return {
        person: kinds.get(Residence.Kind.DWELLING) or kinds[Residence.Kind.REGISTERED]
        for person, kinds in found.items()
    }


def _encode(position: Position) -> str:
    return "{}~{}".format(*position)


def _decode(text: str) -> Position:
    """Where a page begins; at the start for a damaged text."""
    rank, _separator, person = text.partition("~")
    if rank.isdecimal() and person.isdecimal() and text.isascii() and len(text) < 20:
        return int(rank), int(person)
    return START
