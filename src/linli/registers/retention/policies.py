"""Who decides about the end of files: clerks of the place that keeps them, two of them."""

from typing import Final

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound

KEEPERS: Final = ("clerk",)
"""The posts that keep the files; administrators read no files and so end none."""
READERS: Final = (*KEEPERS, "auditor")
"""Who reads tombstones and what was deleted by term: nothing of it is personal data."""


def check_keeps(actor: Actor) -> int:
    """The account of who keeps files; raises `NotFound` for everybody else."""
    if actor.user_id is None or not actor.scopes(*KEEPERS):
        raise NotFound(_("There is no such file."))
    return actor.user_id
