"""Who tells people in person."""

from typing import Final

from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError

TELLERS: Final = ("clerk", "inspector")
"""Posts whose duty it is to go and tell; they keep the files of their place too."""


class ToldAlready(DomainError):
    """Somebody was faster."""

    code = "told_already"
    status = 409


def scopes_of(actor: Actor) -> tuple[str, ...]:
    """Where the actor tells people in person."""
    return actor.scopes(*TELLERS)
