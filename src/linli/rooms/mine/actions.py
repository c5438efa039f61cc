"""What this room writes itself: that somebody looked at how a person stands to the notices."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record


def note_counter(actor: Actor, person_id: int, *, kin: Iterable[int] = ()) -> None:
    """By who keeps the file; `kin`: whose names stand there beside hers."""
    with override(settings.LANGUAGE_CODE):
        purpose = _("Noting consents")
    record(
        actor=actor, now=clock.now(), kind="look", act="consents.counter", object_ref=f"person:{person_id}",
        persons=[person_id, *kin], fields=["name", "consents"], purpose=purpose,
    )  # fmt: skip


def note_own(actor: Actor, person_id: int) -> None:
    """By herself."""
    record(
        actor=actor, now=clock.now(), kind="look", act="mine.consents", object_ref=f"person:{person_id}",
        persons=[person_id], fields=["consents"],
    )  # fmt: skip
