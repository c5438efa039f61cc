"""Who asks for data, who gives it away, and who only sees that it is given."""

from collections.abc import Iterable
from typing import Final

from linli.kernel.actors import Actor, Grant
from linli.registers.people.policies import FILE_ROLES

RECIPIENT: Final = "recipient"
"""Role of a department's own posts: their scope is the department, not a place."""
APPROVERS: Final = ("inspector", "decider")
"""Posts of the owner's side that give data of all their places away, and take that back."""
WATCHERS: Final = ("clerk", "inspector", "reviewer", "decider", "auditor")
"""Posts that see the agreements about their places."""
LISTERS: Final = FILE_ROLES
"""Posts that export lists of the files they keep."""

_PREFIX = "organisation:"


def scope_of(organisation: int) -> str:
    """The scope of a department's posts."""
    return f"{_PREFIX}{organisation}"


def organisations_of(actor: Actor) -> list[int]:
    """The departments for which the actor asks and reads."""
    scopes = actor.scopes(RECIPIENT)
    found = {int(one.removeprefix(_PREFIX)) for one in scopes if one.startswith(_PREFIX)}
    return sorted(found)


def places_of(actor: Actor, *roles: str) -> list[int]:
    """Ids of the places of these posts."""
    scopes = (one.rpartition(":")[2] for one in actor.scopes(*roles) if not one.startswith(_PREFIX))
    return sorted({int(number) for number in scopes if number.isdecimal()})


def grant_for(actor: Actor, role: str, scope: str) -> Grant | None:
    """The post by which the actor holds a role in a scope."""
    return next((one for one in actor.grants if (one.role, one.scope) == (role, scope)), None)


def approving(actor: Actor, paths: Iterable[frozenset[int]]) -> Grant | None:
    """The post by which the actor decides about places, each given as itself and all above it; None if none covers
    every one of them."""
    wanted = list(paths)
    for one in actor.grants:
        if one.role in APPROVERS and not one.scope.startswith(_PREFIX):
            place = one.scope.rpartition(":")[2]
            if place.isdecimal() and wanted and all(int(place) in path for path in wanted):
                return one
    return None
