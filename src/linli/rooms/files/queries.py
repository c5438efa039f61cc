"""Lists of persons and households, already narrowed to what the actor may see."""

from datetime import date

from linli.kernel.actors import Actor
from linli.registers.people.models import Person
from linli.registers.people.queries import visible_to


def list_people(actor: Actor, *, day: date, after: int, limit: int) -> list[Person]:
    """Persons of the actor's places in the order of their files, from after the file `after`."""
    return list(visible_to(actor, day=day).filter(pk__gt=after).order_by("pk")[:limit])
