"""Who may be meant by a text: one statement over the table of keys, the best first.

Every alternative of the narrowest term of a reading is looked up by place and digest; that the other terms hold is
asked of each row that was found, by the whole primary key, as all keys of a file stand at each of its places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from linli.registers.people.models import Membership, Person, PersonKey
from linli.registers.people.sealing import digest_id_number, digest_phone
from linli.registers.people.search.asking import Alternative, Exact, Tail, Term, understand
from linli.registers.people.search.table import digest_key
from linli.registers.people.search.terms import Key
from linli.registers.places.queries import within

Position = tuple[int, int]
"""Rank and id of the person that a page ended with."""

START: Final[Position] = (-1, 0)
_LEVELS: Final = ("county", "town", "community", "grid")

_BEST: Final = """
SELECT person_id, min(rank) AS best, array_agg(DISTINCT branch) FROM ({branches}) AS found (person_id, rank, branch)
GROUP BY person_id HAVING (min(rank), person_id) > (%s::int, %s::bigint) ORDER BY best, person_id LIMIT %s
"""


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
    """One way to be found. `tail` is still to be compared with the open number."""

    rows: "QuerySet[Any, Any]"
    tail: Tail | None = None


def list_branches(scopes: Sequence[str], text: str, *, day: date) -> list[Branch]:
    """Every way to be found by this text in these places; none if it says too little, or there are no places."""
    if not scopes:
        return []
    found: list[Branch] = []
    for narrowest, *others in understand(text):
        plain = [one for one in narrowest if one.plain]
        if plain:
            found.append(Branch(_any_of(scopes, plain, others, len(found))))
        for one in narrowest:
            if not one.plain:
                found.append(Branch(_all_of(scopes, one, others, len(found)), one.tail))
    if found and any(sign.isdigit() for sign in text):
        found.append(Branch(_household(text.strip(), day, len(found))))
    return found


def list_candidates(branches: Sequence[Branch], *, after: Position, most: int) -> list[Candidate]:
    """The next candidates in order of rank and id."""
    first, *others = (branch.rows for branch in branches)
    rows = first.union(*others, all=True) if others else first
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BEST.format(branches=sql), [*params, *after, most])
        return [Candidate(person, rank, tuple(ways)) for person, rank, ways in cursor.fetchall()]


def _any_of(
    scopes: Sequence[str], plain: Sequence[Alternative], others: Sequence[Term], branch: int
) -> "QuerySet[Any, Any]":
    """Alternatives of one key each, looked up together."""
    ranks = {digest_key(one.keys[0]): one.rank for one in plain}
    rows = PersonKey.objects.filter(within(scopes), *map(_holds, others), digest__in=list(ranks))
    rank = Case(*(When(digest=key, then=_number(rank)) for key, rank in ranks.items()))
    return _found(rows, rank, branch)


def _all_of(
    scopes: Sequence[str], alternative: Alternative, others: Sequence[Term], branch: int
) -> "QuerySet[Any, Any]":
    """An alternative whose keys must all be there, and whatever else it says."""
    first, *more = alternative.keys
    rows = PersonKey.objects.filter(within(scopes), digest=digest_key(first))
    rows = rows.filter(*(_beside([key]) for key in more), *map(_holds, others))
    if alternative.exact is not None:
        rows = rows.filter(_exactly(alternative.exact))
    return _found(rows, _number(alternative.rank), branch)


def _holds(term: Term) -> Q:
    """One of the alternatives of a term is true of the row's person."""
    single = [one.keys[0] for one in term if len(one.keys) == 1 and one.exact is None]
    ways = [_beside(single)] if single else []
    for one in term:
        if len(one.keys) > 1 or one.exact is not None:
            together = Q(*(_beside([key]) for key in one.keys))
            ways.append(together & _exactly(one.exact) if one.exact is not None else together)
    return reduce(or_, ways)


def _beside(keys: Sequence[Key]) -> Q:
    """The row's person has one of these keys too."""
    same = {level: OuterRef(level) for level in _LEVELS}
    digests = [digest_key(key) for key in keys]
    return Q(Exists(PersonKey.objects.filter(digest__in=digests, person=OuterRef("person"), **same)))


def _exactly(exact: Exact) -> Q:
    person = Person.objects.filter(pk=OuterRef("person"))
    if exact.born is not None:
        return Q(Exists(person.filter(birth_date=exact.born)))
    if exact.phone:
        return Q(Exists(person.filter(phone_digest=digest_phone(exact.phone))))
    return Q(Exists(person.filter(id_number_digest=digest_id_number(exact.id_number))))


def _household(number: str, day: date, branch: int) -> "QuerySet[Any, Any]":
    numbers = {number, number.upper()}
    rows = Membership.objects.filter(household__number__in=numbers, valid__contains=day)
    return _found(rows, _number(0), branch)


def _found(
    rows: "QuerySet[PersonKey] | QuerySet[Membership]", rank: Value | Case, branch: int
) -> "QuerySet[Any, Any]":
    return rows.values_list("person_id", rank, _number(branch)).order_by()


def _number(value: int) -> Value:
    return Value(value, output_field=IntegerField())
