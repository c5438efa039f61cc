"""Who may see which places in plans: planners, within the places of their posts; nobody else."""

from linli.kernel.actors import Actor
from linli.registers.places.rules import Position, parse_scope

ROLE = "planner"


def planning_scopes(actor: Actor) -> tuple[str, ...]:
    """Scopes of places for which `actor` plans."""
    return actor.scopes(ROLE)


def may_see(actor: Actor, position: Position) -> bool:
    """Whether `position` lies in one of the actor's planning scopes."""
    wanted = [parse_scope(scope) for scope in planning_scopes(actor)]
    return any(getattr(position, level) == place_id for level, place_id in wanted)
