"""Who may install packs."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound


def check_may_install(actor: Actor) -> None:
    """The system itself (command line) and administrators; raises `NotFound` for others."""
    if not actor.roles & {"system", "administrator"}:
        raise NotFound(_("Only an administrator installs packs."))
