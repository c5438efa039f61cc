"""Who is told on the owner's side: posts that decide about places, and their auditors."""

from collections.abc import Iterable
from datetime import date
from itertools import product

from linli.registers.organisations.queries import list_held
from linli.registers.places.queries import EVERYWHERE
from linli.rooms.sharing.policies import APPROVERS
from linli.rooms.sharing.queries.places import paths_of, scopes_of

Post = tuple[str, str]


def owners_of(places: Iterable[int], *, day: date) -> list[Post]:
    """(role, scope) of the posts that somebody holds on `day` and that decide about every one of these places."""
    return _held(APPROVERS, _over(places), day)


def auditors_of(places: Iterable[int], *, day: date) -> list[Post]:
    return _held(("auditor",), [*_over(places), EVERYWHERE], day)


def _over(places: Iterable[int]) -> list[str]:
    """Scopes that hold for all these places."""
    paths = list(paths_of(places).values())
    return scopes_of(frozenset.intersection(*paths)) if paths else []


def _held(roles: Iterable[str], scopes: Iterable[str], day: date) -> list[Post]:
    return sorted(list_held(product(roles, scopes), day=day))
