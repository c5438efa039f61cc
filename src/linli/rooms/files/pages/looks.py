"""Who asks, and what was looked at: one entry for a page, written before the page leaves."""

from collections.abc import Iterable

from django.http import HttpRequest

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record


def actor_of(request: HttpRequest) -> Actor:
    """The posts of who asks: her own file is for her desk at home."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()


def key_of(request: HttpRequest, verb: str) -> str:
    """What makes a second click on the same button of the same form do nothing new; empty without a key."""
    key = request.POST.get("key", "")
    return f"{verb}-{key}"[:64] if key else ""


def note_look(
    actor: Actor,
    act: str,
    *,
    persons: Iterable[int],
    fields: tuple[str, ...],
    purpose: str,
    about: str = "",
) -> None:
    """Whose files stood on the page, which fields of them, what for. A page without names leaves nothing."""
    if named := sorted(set(persons)):
        record(
            actor=actor, now=clock.now(), kind="look", act=act, object_ref=about, persons=named, fields=fields,
            purpose=purpose,
        )  # fmt: skip
