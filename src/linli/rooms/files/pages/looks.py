"""Who asks, and what was looked at: one entry for a page, written before the page leaves."""

from django.http import HttpRequest

from linli.kernel.actors import Actor
from linli.rooms.files.actions import note_look


def actor_of(request: HttpRequest) -> Actor:
    """The posts of who asks: her own file is for her desk at home."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()


def key_of(request: HttpRequest, verb: str) -> str:
    """What makes a second click on the same button of the same form do nothing new; empty without a key."""
    key = request.POST.get("key", "")
    return f"{verb}-{key}"[:64] if key else ""


__all__ = ["actor_of", "key_of", "note_look"]
