"""Giving a post to someone, and taking it back. Each is audited: who gave whom which post, from when to when."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from linli.kernel.accounts.keys import revoke_all
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.roles import ADMINISTRATORS, ROLES, UNIT_ROLES, WEIGHTY
from linli.registers.organisations.models import Appointment, Organisation, Post, PostRequest
from linli.registers.organisations.rules import branch_of
from linli.registers.places.rules import Position, scope


class PostsApart(Conflict):
    """The account holds a post of another branch on one of these days."""

    code = "posts_apart"

    def __init__(self) -> None:
        super().__init__(
            _(
                "System, security and audit administrator are three people, and none of them holds a working post "
                "besides. End the other post first, or choose another account."
            ),
            field="role",
        )


class SecondPersonNeeded(Conflict):
    """Who asked for a post does not give it."""

    code = "second_person"

    def __init__(self) -> None:
        super().__init__(_("You asked for this post: another security administrator has to give it."))


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    now: datetime,
    user: User,
    role: str,
    position: Position,
    unit: str,
    title: str,
    since: date,
    until: date | None = None,
    reason: str = "",
) -> Appointment:
    """Give `user` the post `title` of `unit` with `role` for everything in a place, or for the unit itself
    (`UNIT_ROLES`); unit and post are made if new. Raises `Faults`, `PostsApart`."""
    post = _post_of(role=role, position=position, unit=unit, title=title)
    return _give(actor=actor, now=now, user=user, post=post, valid=_days(since, until), reason=reason)


@transaction.atomic
def ask_for_post(
    *,
    actor: Actor,
    now: datetime,
    user: User,
    role: str,
    position: Position,
    unit: str,
    title: str,
    since: date,
    until: date | None = None,
    reason: str,
) -> PostRequest:
    """As `appoint`, for a post of `WEIGHTY`: it waits for a second person. Raises `Faults`, `PostsApart`, `Conflict`
    where it was asked for already."""
    post = _post_of(role=role, position=position, unit=unit, title=title)
    valid = _days(since, until)
    if _holds_another_branch(user, role, valid):
        raise PostsApart
    try:
        with transaction.atomic():
            request = PostRequest.objects.create(
                post=post, user=user, valid=valid, reason=reason, asked_by_id=_account(actor), asked_at=now
            )
    except IntegrityError:
        raise Conflict(_("This post was asked for already: it waits for a second person.")) from None
    _record(actor, now, "post.ask", user, post, valid, reason)
    return request


@transaction.atomic
def decide_post(*, actor: Actor, now: datetime, request_id: int, grant: bool) -> PostRequest:
    """Give the post that somebody else asked for, or not. Raises `NotFound`, `SecondPersonNeeded`, `PostsApart`."""
    waiting = PostRequest.objects.select_for_update(of=("self",)).select_related("post__organisation", "user")
    request = waiting.filter(pk=request_id, decided_at__isnull=True).first()
    if request is None:
        raise NotFound(_("There is no such request, or it was decided."))
    if _account(actor) in (request.asked_by_id, request.user_id):
        raise SecondPersonNeeded
    request.decided_by_id, request.decided_at, request.granted = _account(actor), now, grant
    request.save(update_fields=["decided_by", "decided_at", "granted"])
    if grant:
        _give(
            actor=actor, now=now, user=request.user, post=request.post, valid=request.valid, reason=request.reason
        )  # fmt: skip
    else:
        _record(actor, now, "post.refuse", request.user, request.post, request.valid, request.reason)
    return request


@transaction.atomic
def end_post(
    *, actor: Actor, now: datetime, appointment_id: int, last_day: date, reason: str = ""
) -> Appointment:
    """End one post with `last_day`; one that has not begun then is taken back whole. Raises `NotFound`."""
    held = Appointment.objects.select_for_update(of=("self",)).select_related("post__organisation", "user")
    appointment = held.filter(pk=appointment_id).first()
    ends = appointment.valid.upper if appointment else None
    if appointment is None or (ends is not None and ends <= last_day):
        raise NotFound(_("There is no such post on this day."))
    _end(actor=actor, now=now, appointment=appointment, last_day=last_day, reason=reason)
    return appointment


@transaction.atomic
def end_appointments(*, actor: Actor, now: datetime, user: User, last_day: date) -> int:
    """End every post that `user` holds after `last_day`; returns how many ended."""
    held = Appointment.objects.filter(user=user, valid__contains=last_day).select_related(
        "post__organisation"
    )
    ending = list(held.select_for_update(of=("self",)))
    for appointment in ending:
        _end(actor=actor, now=now, appointment=appointment, last_day=last_day, reason="")
    return len(ending)


def needs_second_person(role: str) -> bool:
    return role in WEIGHTY


def _end(*, actor: Actor, now: datetime, appointment: Appointment, last_day: date, reason: str) -> None:
    first = appointment.valid.lower
    appointment.valid = DateRange(first, last_day + timedelta(days=1))
    if last_day < first:
        appointment.delete()
    else:
        appointment.save(update_fields=["valid"])
    _record(actor, now, "post.end", appointment.user, appointment.post, appointment.valid, reason)


def _give(
    *, actor: Actor, now: datetime, user: User, post: Post, valid: DateRange, reason: str
) -> Appointment:
    if _holds_another_branch(user, post.role, valid):
        raise PostsApart
    same = Appointment.objects.filter(post=post, user=user, valid__contains=valid.lower).first()
    if same is not None:
        return same
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(post=post, user=user, valid=valid)
    except IntegrityError:  # somebody gave another one at this moment
        raise PostsApart from None
    _record(actor, now, "post.appoint", user, post, valid, reason)
    if post.role in ADMINISTRATORS:
        revoke_all(actor=actor, now=now, user_id=user.pk)  # a key has no second factor
    return appointment


def _holds_another_branch(user: User, role: str, valid: DateRange) -> bool:
    return (
        Appointment.objects.filter(user=user, valid__overlap=valid).exclude(branch=branch_of(role)).exists()
    )


def _post_of(*, role: str, position: Position, unit: str, title: str) -> Post:
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise Faults(
            {"role": _("There is no role %(role)s; there are: %(known)s.") % {"role": role, "known": known}}
        )
    organisation, _new = Organisation.objects.get_or_create(name=unit, place_id=position.place_id)
    within = organisation.scope if role in UNIT_ROLES else scope(position.level, position.place_id)
    described = {"role": role, "title": title, "scope": within}
    post = organisation.posts.filter(**described).order_by("id").first()
    return post or Post.objects.create(organisation=organisation, **described)


def _days(since: date, until: date | None) -> DateRange:
    if until is not None and until < since:
        raise Faults({"until": _("The last day lies before the first one.")})
    return DateRange(since, until + timedelta(days=1) if until else None)


def _account(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotFound(_("There is nothing here for you."))
    return actor.user_id


def _record(
    actor: Actor, now: datetime, act: str, user: User, post: Post, valid: DateRange, reason: str
) -> None:
    """The post stands in `fields`: its number, role and scope, first and last day."""
    last = (valid.upper - timedelta(days=1)).isoformat() if valid.upper else ""
    record(
        actor=actor, now=now, kind="change", act=act, object_ref=f"user:{user.pk}",
        fields=[f"post:{post.pk}", post.role, post.scope, valid.lower.isoformat(), last],
        purpose=reason,
    )  # fmt: skip
