"""Who may be meant by a text: one statement over the table of keys, the best first.

Every alternative of the narrowest term of a reading is looked up by place and digest; that the other terms hold is
asked of each row that was found, by the whole primary key, as all keys of a file stand at each of its places.

The statement is written by hand: building it as a query set was half of the processor time of a search. Its text
depends on the shape of the question only, never on what is asked, so that the server keeps its plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from linli.registers.people.sealing import digest_id_number, digest_phone
from linli.registers.people.search.asking import Alternative, Exact, Tail, Term, understand
from linli.registers.people.search.table import digest_key
from linli.registers.people.search.terms import Key
from linli.registers.places.queries import EVERYWHERE
from linli.registers.places.rules import LEVEL_COLUMNS, parse_scope

Position = tuple[int, int]
"""Rank and id of the person that a page ended with."""

START: Final[Position] = (-1, 0)

_BEST: Final = """
SELECT person_id, min(rank) AS best, array_agg(DISTINCT branch) FROM ({branches}) AS found (person_id, rank, branch)
GROUP BY person_id HAVING (min(rank), person_id) > (%s::int, %s::bigint) ORDER BY best, person_id LIMIT %s
"""
_ROWS: Final = "SELECT key.person_id, {rank}, %s::int FROM person_key AS key WHERE {holds}"
_SAME_PLACE: Final = " AND ".join(f"other.{level} = key.{level}" for level in LEVEL_COLUMNS)
_BESIDE: Final = (
    "EXISTS (SELECT FROM person_key AS other"
    f" WHERE other.digest = ANY(%s::bigint[]) AND {_SAME_PLACE} AND other.person_id = key.person_id)"
)
_IN_FILE: Final = "EXISTS (SELECT FROM person WHERE person.id = key.person_id AND {holds})"
_ABOVE: Final = (
    "key.county IN (SELECT place_id FROM place_version WHERE place_version.{level} = ANY(%s::bigint[])"
    " AND place_version.level = 'county')"
)
_HOUSEHOLD: Final = """
SELECT membership.person_id, 0, %s::int
FROM household_membership AS membership JOIN household ON household.id = household_id
WHERE household.number = ANY(%s::text[]) AND membership.valid @> %s::date
"""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with its parameters."""

    text: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Found by these branches; not yet known to be visible."""

    person_id: int
    rank: int
    branches: tuple[int, ...]

    @property
    def position(self) -> Position:
        return self.rank, self.person_id


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to be found. `tail` is still to be compared with the open file."""

    rows: Sql
    tail: Tail | None = None


def list_branches(scopes: Sequence[str], text: str, *, day: date) -> list[Branch]:
    """Every way to be found by this text in these places; none if it says too little, or there are no places."""
    if not scopes:
        return []
    there, found = _within(scopes), list[Branch]()
    for narrowest, *others in understand(text):
        plain = [one for one in narrowest if one.plain]
        if plain:
            found.append(Branch(_any_of(there, plain, others, len(found))))
        for one in narrowest:
            if not one.plain:
                found.append(Branch(_all_of(there, one, others, len(found)), one.tail))
    if found and any(sign.isdigit() for sign in text):
        number = text.strip()
        numbers = sorted({number, number.upper()})
        found.append(Branch(Sql(_HOUSEHOLD, (len(found), numbers, day))))
    return found


def list_candidates(branches: Sequence[Branch], *, after: Position, most: int) -> list[Candidate]:
    """The next candidates in order of rank and id."""
    rows = _joined(" UNION ALL ", (branch.rows for branch in branches))
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(branches=rows.text), [*rows.values, *after, most])
        return [Candidate(person, rank, tuple(ways)) for person, rank, ways in cursor.fetchall()]


def _joined(word: str, parts: Iterable[Sql]) -> Sql:
    found = list(parts)
    return Sql(
        word.join(part.text for part in found), tuple(value for part in found for value in part.values)
    )


def _within(scopes: Sequence[str]) -> Sql:
    """As `places.queries.within`, over the table of keys."""
    ids: dict[str, list[int]] = {}
    for scope in sorted(set(scopes)):
        if scope == EVERYWHERE:
            return Sql("true")
        level, place_id = parse_scope(scope)
        ids.setdefault(level, []).append(place_id)
    ways = [
        Sql(
            f"key.{level} = ANY(%s::int[])" if level in LEVEL_COLUMNS else _ABOVE.format(level=level),
            (places,),
        )
        for level, places in sorted(ids.items())
    ]
    found = _joined(" OR ", ways)
    return Sql(f"({found.text})", found.values)


def _any_of(there: Sql, plain: Sequence[Alternative], others: Sequence[Term], branch: int) -> Sql:
    """Alternatives of one key each, looked up together."""
    ranks: dict[int, int] = {}
    for one in plain:
        ranks.setdefault(digest_key(one.keys[0]), one.rank)
    keys = list(ranks)
    rank = Sql("(%s::int[])[array_position(%s::bigint[], key.digest)]", ([ranks[key] for key in keys], keys))
    return _found(rank, branch, [Sql("key.digest = ANY(%s::bigint[])", (keys,)), there, *map(_holds, others)])


def _all_of(there: Sql, alternative: Alternative, others: Sequence[Term], branch: int) -> Sql:
    """An alternative whose keys must all be there, and whatever else it says."""
    first, *more = alternative.keys
    wanted = [Sql("key.digest = %s::bigint", (digest_key(first),)), there]
    wanted += [_beside([key]) for key in more]
    wanted += map(_holds, others)
    if alternative.exact is not None:
        wanted.append(_exactly(alternative.exact))
    return _found(Sql("%s::int", (alternative.rank,)), branch, wanted)


def _holds(term: Term) -> Sql:
    """One of the alternatives of a term is true of the row's person."""
    single = [one.keys[0] for one in term if len(one.keys) == 1 and one.exact is None]
    ways = [_beside(single)] if single else []
    for one in term:
        if len(one.keys) > 1 or one.exact is not None:
            parts = [_beside([key]) for key in one.keys]
            parts += [_exactly(one.exact)] if one.exact is not None else []
            ways.append(_joined(" AND ", parts))
    found = _joined(" OR ", ways)
    return Sql(f"({found.text})", found.values)


def _beside(keys: Sequence[Key]) -> Sql:
    """The row's person has one of these keys too."""
    return Sql(_BESIDE, ([digest_key(key) for key in keys],))


def _exactly(exact: Exact) -> Sql:
    if exact.born is not None:
        return Sql(_IN_FILE.format(holds="birth_date = %s::date"), (exact.born,))
    if exact.phone:
        return Sql(_IN_FILE.format(holds="phone_digest = %s::bytea"), (digest_phone(exact.phone),))
    return Sql(_IN_FILE.format(holds="id_number_digest = %s::bytea"), (digest_id_number(exact.id_number),))


def _found(rank: Sql, branch: int, wanted: Sequence[Sql]) -> Sql:
    holds = _joined(" AND ", wanted)
    return Sql(_ROWS.format(rank=rank.text, holds=holds.text), (*rank.values, branch, *holds.values))
