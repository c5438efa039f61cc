"""Accounts, posts and keys as a security administrator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from linli.desks.security import policies
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.roles import ADMINISTRATORS
from linli.registers.organisations.models import Appointment, PostRequest
from linli.registers.organisations.within import posts_within
from linli.registers.places.models import PlaceVersion
from linli.registers.places.rules import is_stand_in, parse_scope
from linli.registers.workforce.models import CommunityWorker

UNUSED: Final = timedelta(days=90)
ENDED: Final = timedelta(days=92)
"""A quarter."""

KINDS: Final = ("staff", "without", "closed")


def list_accounts(
    actor: Actor, *, day: date, kind: str, query: str = "", after: int | None = None, limit: int
) -> list[User]:
    """The newest first, below the id `after`: with a post, without one, or closed; `query` is part of a log-in name,
    and finds all of them."""
    found = policies.visible_accounts(actor, day=day).annotate(staff=Exists(_held(day))).order_by("-id")
    if query:
        found = found.filter(username__icontains=query)
    elif kind == "closed":
        found = found.filter(is_active=False)
    else:
        found = found.filter(is_active=True, staff=kind == "staff")
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found[:limit])


def find_account(actor: Actor, user_id: int, *, day: date) -> User:
    """Raises `NotFound`."""
    found = (
        policies.visible_accounts(actor, day=day)
        .annotate(staff=Exists(_ever_held()))
        .filter(pk=user_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such account."))
    return found


def list_posts(user_ids: Sequence[int], *, since: date) -> list[Appointment]:
    """Posts of these accounts that did not end before `since`, the newest first."""
    held = Appointment.objects.filter(user_id__in=user_ids).filter(
        Q(valid__endswith__gte=since) | Q(valid__upper_inf=True)
    )
    return list(held.select_related("post__organisation").order_by("-valid"))


def list_keys(user_id: int) -> list[ApiKey]:
    return list(ApiKey.objects.filter(user_id=user_id).order_by("-id"))


def list_requests(actor: Actor) -> list[PostRequest]:
    """Weighty posts that wait for a second person."""
    waiting = policies.visible_requests(actor).filter(decided_at__isnull=True)
    return list(waiting.select_related("post__organisation", "user", "asked_by").order_by("id"))


def list_places(actor: Actor, *, limit: int) -> list[PlaceVersion]:
    """Places in which the actor may give posts, down to communities, by code."""
    inside, levels = Q(pk__in=[]), {"county", "town", "community"}
    for one in actor.scopes(policies.ROLE):
        level, place_id = parse_scope(one)
        inside |= Q(**{level: place_id})
        levels.add(level)
    found = PlaceVersion.objects.filter(inside, level__in=levels, valid__upper_inf=True).order_by("code")
    return [row for row in found[:limit] if not is_stand_in(row.code)]


def _held(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(user=OuterRef("pk"), valid__contains=day)


def _ever_held() -> QuerySet[Appointment]:
    return Appointment.objects.filter(user=OuterRef("pk"))


@dataclass(frozen=True, slots=True)
class Review:
    """What is looked through every quarter: who has a weighty post, what ended, who is no worker on record in her
    community (`unknown`), what nobody uses."""

    administrators: Sequence[Appointment]
    ended: Sequence[Appointment]
    unknown: Sequence[Appointment]
    unused: Sequence[User]
    keys: Sequence[ApiKey]


def get_review(actor: Actor, *, now: datetime, day: date, role: str) -> Review:
    """Within the places of the actor's posts of `role`."""
    inside = posts_within(actor.scopes(role), "post__")
    posts = (
        Appointment.objects.filter(inside)
        .select_related("post__organisation", "user")
        .order_by("-valid", "id")
    )
    staff = User.objects.filter(pk__in=posts.filter(valid__contains=day).values("user_id"), is_active=True)
    idle = Q(last_login__lt=now - UNUSED) | Q(last_login__isnull=True, created_at__lt=now - UNUSED)
    keys = ApiKey.objects.filter(user__in=posts.values("user_id"), revoked_at__isnull=True)
    still = keys.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    idle_key = Q(last_used_on__lt=day - UNUSED) | Q(last_used_on__isnull=True, created_at__lt=now - UNUSED)
    return Review(
        administrators=list(posts.filter(post__role__in=ADMINISTRATORS, valid__contains=day)),
        ended=list(posts.filter(valid__endswith__gt=day - ENDED, valid__endswith__lte=day)),
        unknown=list(_unknown(posts.filter(valid__contains=day), day)),
        unused=list(staff.filter(idle).order_by("last_login", "id")),
        keys=list(still.filter(idle_key).select_related("user").order_by("last_used_on", "id")),
    )


def _unknown(posts: QuerySet[Appointment], day: date) -> QuerySet[Appointment]:
    """Posts for communities whose holder's name is not among the workers in service there: those of the register of
    workers. Namesakes hide each other; it is a list to look through, no proof."""
    here = CommunityWorker.objects.filter(valid__contains=day, community__isnull=False)
    named = here.annotate(scope=Concat(Value("community:"), Cast("community", CharField())))
    same = named.filter(scope=OuterRef("post__scope"), name=OuterRef("user__name"))
    return posts.filter(post__scope__startswith="community:").exclude(Exists(same))
