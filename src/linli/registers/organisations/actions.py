"""Giving a post to someone, and taking it back. Each is audited."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Faults
from linli.kernel.roles import ROLES, UNIT_ROLES
from linli.registers.organisations.models import Appointment, Organisation, Post
from linli.registers.places.rules import Position, scope


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
) -> Appointment:
    """Give `user` the post `title` of `unit` with `role` for everything in a place, or for the unit itself
    (`UNIT_ROLES`); unit and post are made if new."""
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise Faults(
            {"role": _("There is no role %(role)s; there are: %(known)s.") % {"role": role, "known": known}}
        )
    organisation, _new = Organisation.objects.get_or_create(name=unit, place_id=position.place_id)
    within = organisation.scope if role in UNIT_ROLES else scope(position.level, position.place_id)
    described = {"role": role, "title": title, "scope": within}
    post = organisation.posts.filter(**described).order_by("id").first()
    if post is None:
        post = Post.objects.create(organisation=organisation, **described)
    appointment, _new = Appointment.objects.get_or_create(
        post=post, user=user, valid__contains=since, defaults={"valid": DateRange(since, None)}
    )
    record(
        actor=actor, now=now, kind="change", act="post.appoint", object_ref=f"user:{user.pk}", purpose=role
    )
    return appointment


@transaction.atomic
def end_appointments(*, actor: Actor, now: datetime, user: User, last_day: date) -> int:
    """End every post that `user` holds after `last_day`; returns how many ended."""
    ended = 0
    for appointment in Appointment.objects.filter(user=user, valid__contains=last_day).select_for_update():
        appointment.valid = DateRange(appointment.valid.lower, last_day, "[]")
        appointment.save(update_fields=["valid"])
        ended += 1
    record(actor=actor, now=now, kind="change", act="post.end", object_ref=f"user:{user.pk}")
    return ended
