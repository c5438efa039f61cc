"""Which accounts a security administrator looks after: those whose posts lie in his places, and those without any."""

from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, NotFound
from linli.registers.organisations.models import PostRequest
from linli.registers.organisations.within import accounts_within, posts_within
from linli.registers.places.queries import EVERYWHERE
from linli.registers.places.rules import SCOPED_LEVELS, Position, scope

ROLE: Final = "security"


class OwnAccount(Conflict):
    """Nobody looks after her own account here."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__(_("This is your own account: another security administrator looks after it."))


def account_of(actor: Actor) -> int:
    """The account of a security administrator who is logged in; raises `NotFound` for others."""
    if actor.user_id is None or ROLE not in actor.roles:
        raise NotFound(_("There is nothing here for you."))
    return actor.user_id


def office_of(actor: Actor) -> str:
    """The post that gives the right to it."""
    return next((grant.office for grant in actor.grants if grant.role == ROLE), "")


def visible_accounts(actor: Actor, *, day: date) -> QuerySet[User]:
    """Accounts that the actor looks after on `day`; none for whoever is no security administrator."""
    return accounts_within(actor.scopes(ROLE), day=day)


def visible_requests(actor: Actor) -> QuerySet[PostRequest]:
    """Requests for weighty posts in the actor's places."""
    scopes = actor.scopes(ROLE)
    return (
        PostRequest.objects.filter(posts_within(scopes, "post__")) if scopes else PostRequest.objects.none()
    )


def check_place(actor: Actor, position: Position) -> None:
    """Posts are given within the actor's own places; raises `NotFound`."""
    if {EVERYWHERE, *scopes_over(position)}.isdisjoint(actor.scopes(ROLE)):
        raise NotFound(_("There is no such place."))


def scopes_over(position: Position) -> list[str]:
    """A place and all above it as scopes, the smallest first."""
    held = ((level, getattr(position, level)) for level in reversed(SCOPED_LEVELS))
    return [scope(level, place_id) for level, place_id in held if place_id is not None]


def check_not_own(actor: Actor, user: User) -> None:
    if actor.user_id == user.pk:
        raise OwnAccount
