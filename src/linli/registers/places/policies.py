"""Who may change the tree: an administrator of the place or of one around it."""

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.places.rules import SCOPED_LEVELS, Position, scope

CHANGERS = ("administrator", "system")


def check_may_change(actor: Actor, position: Position) -> None:
    """Raises `NotFound`, as for a place that is missing."""
    around = {"*"}
    for level in SCOPED_LEVELS:
        place_id = getattr(position, level)
        if place_id is not None:
            around.add(scope(level, place_id))
    if not around.intersection(actor.scopes(*CHANGERS)):
        raise NotFound(_("There is no such place."))
