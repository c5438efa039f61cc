"""Files as they stand beside rows of a sheet that may be about the same persons; numbers masked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from linli.kernel import crypto
from linli.kernel.actors import Actor
from linli.registers.people.models import Membership, Person, Residence
from linli.registers.people.queries import visible_to
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE


@dataclass(slots=True)
class Beside:
    """By kind: addresses; number of the household and relation to its head."""

    person: Person
    id_number: str
    phone: str
    homes: dict[str, str] = field(default_factory=dict)
    households: dict[str, tuple[str, str]] = field(default_factory=dict)


def list_beside(actor: Actor, person_ids: Collection[int], *, day: date) -> dict[int, Beside]:
    """Those among these persons whose files the actor keeps; three statements."""
    found = {
        one.pk: Beside(
            one,
            crypto.unseal_text(one.id_number_sealed, context=CONTEXT_ID_NUMBER),
            crypto.unseal_text(one.phone_sealed, context=CONTEXT_PHONE),
        )
        for one in visible_to(actor, day=day).filter(pk__in=person_ids)
    }
    for home in Residence.objects.filter(person__in=list(found), valid__contains=day):
        found[home.person_id].homes[home.kind] = home.address
    members = Membership.objects.filter(person__in=list(found), valid__contains=day).select_related(
        "household"
    )
    for one in members:
        found[one.person_id].households[one.kind] = (one.household.number, one.relation)
    return found
