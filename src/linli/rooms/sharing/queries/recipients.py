"""Departments that get data: the units in whose name the actor asks."""

from linli.kernel.actors import Actor
from linli.registers.organisations.models import Organisation
from linli.rooms.sharing import policies


def list_departments(actor: Actor) -> list[Organisation]:
    """In whose name the actor asks and reads, the oldest post first."""
    return list(Organisation.objects.filter(pk__in=policies.organisations_of(actor)).order_by("pk"))


def get_department(organisation: int) -> Organisation:
    """One that a post names."""
    return Organisation.objects.get(pk=organisation)
