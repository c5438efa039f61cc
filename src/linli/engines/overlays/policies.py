"""Who may change what the packs say: administrators, and nobody alone."""

from django.utils.translation import gettext_lazy as _

from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import SamePerson
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound

ROLE = "administrator"


def check_may_change(actor: Actor) -> int:
    """The account of an administrator who is logged in; raises `NotFound` for others."""
    if actor.user_id is None or ROLE not in actor.roles:
        raise NotFound(_("There is nothing here for you to change."))
    return actor.user_id


def check_is_author(actor: Actor, proposal: Proposal) -> None:
    """Raises `NotFound` for everybody else."""
    check_may_change(actor)
    if proposal.author_id != actor.user_id:
        raise NotFound(_("There is no such proposal of yours."))


def check_may_decide(actor: Actor, proposal: Proposal) -> None:
    """Another administrator than the author; raises `SamePerson`."""
    check_may_change(actor)
    if proposal.author_id == actor.user_id:
        raise SamePerson(_("You wrote this proposal: another administrator has to decide on it."))


def office_of(actor: Actor) -> str:
    """The post that gave the right to change."""
    return next((grant.office for grant in actor.grants if grant.role == ROLE), actor.office)
