"""Who may draft, check and apply a change of files, and where."""

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.people.details import Correction, Deletion, Details

FILE_ROLES = ("clerk", "inspector")
"""Posts whose duty includes the files of their place. Reviewers and deciders see a person only in a case."""

CHECKERS = ("clerk",)
"""Posts that check and apply; an inspector drafts what she found."""

OWN = "resident"
"""Source of what somebody asks about her own file."""


def check_may_draft(actor: Actor, details: Details, source: str) -> None:
    """Posts that keep files draft anything; a resident corrects her own or has parts deleted. Raises `NotFound`."""
    if source == OWN:
        allowed = isinstance(details, Correction | Deletion) and details.person == actor.person_id
    else:
        allowed = bool(actor.scopes(*FILE_ROLES))
    if not allowed:
        raise NotFound(_("There is no such file."))
