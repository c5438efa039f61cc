"""What the pages of this room ask beside the registers."""

from collections.abc import Iterable
from datetime import date

from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Appointment
from linli.registers.people.models import Person
from linli.registers.people.policies import CHECKERS


def list_colleagues(actor: Actor, *, day: date) -> list[tuple[int, str]]:
    """Accounts of others who hold a clerk's post in one of the actor's places on `day`."""
    held = Appointment.objects.filter(
        post__role__in=CHECKERS, post__scope__in=actor.scopes(*CHECKERS), valid__contains=day
    )
    found = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=actor.user_id or 0)
    return list(found.order_by("name").values_list("pk", "name"))


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names on a protective mark, for the accounts that it names."""
    with acting_as(SYSTEM):
        return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "name"))
