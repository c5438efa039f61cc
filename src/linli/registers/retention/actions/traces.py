"""What every verb about the end of files leaves and asks."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.registers.people.changes import list_own_files
from linli.registers.people.files import ids_of
from linli.registers.retention.models import Deletion
from linli.registers.retention.refusals import NeedsAnother


def note(actor: Actor, now: datetime, act: str, deletion: Deletion) -> None:
    """One audit entry, which names the file by number."""
    record(actor=actor, now=now, kind="change", act=act, object_ref=f"deletion:{deletion.pk}",
           persons=[deletion.person_number])  # fmt: skip


def check_not_own(actor: Actor, person_id: int) -> None:
    """Raises `NeedsAnother` to whom the file is about, also where she acts by her post."""
    if not list_own_files(actor).isdisjoint(ids_of(person_id)):
        raise NeedsAnother(_("Nobody ends her own file."))
