"""From posts to what an actor may do where."""

from datetime import date

from linli.kernel.actors import ANONYMOUS, Actor, Grant
from linli.registers.organisations.models import Appointment, Organisation
from linli.registers.people.models import PersonAccount


def get_actor(user_id: int | None, *, day: date) -> Actor:
    """The actor behind an account on `day`: every post held that day is a grant; two queries."""
    if user_id is None:
        return ANONYMOUS
    appointments = (
        Appointment.objects.filter(user_id=user_id, valid__contains=day)
        .order_by("id")
        .values_list("post__role", "post__scope", "post__organisation__name", "post__title", "user__name")
    )
    rows = list(appointments)
    binding = (
        PersonAccount.objects.filter(user_id=user_id, revoked_at__isnull=True)
        .values_list("person_id", "user__name")
        .first()
    )
    name = rows[0][4] if rows else binding[1] if binding else ""
    return Actor(
        user_id=user_id,
        name=name,
        person_id=binding[0] if binding else None,
        grants=tuple(
            Grant(role=role, scope=scope, office=f"{unit} · {title}") for role, scope, unit, title, _ in rows
        ),
    )


def get_office_in_charge(*, role: str, scope: str) -> Organisation | None:
    """The unit that holds `role` in `scope`, to be named on notices and pages; None if no post exists."""
    return Organisation.objects.filter(posts__role=role, posts__scope=scope).order_by("id").first()
