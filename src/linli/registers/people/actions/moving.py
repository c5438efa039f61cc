"""Moving in and out."""

from django.utils.translation import gettext as _

from linli.kernel.errors import NotFound
from linli.registers.people.actions import homes
from linli.registers.people.actions.applying import Applying
from linli.registers.people.actions.papers import found_file, read_number
from linli.registers.people.details import MoveIn, MoveOut, NewPerson
from linli.registers.people.models import Person, Residence
from linli.registers.people.refusals import NeedsSecond, NumberHeld
from linli.registers.people.sealing import digest_id_number
from linli.registers.places.queries import get_position


def apply_move_in(work: Applying, details: MoveIn) -> None:
    """Residence there from the day on; membership of the household that is named."""
    position = get_position(details.place, day=work.day)
    moving = list(details.persons)
    if details.arrival is not None:
        moving.append(_arrive(work, details.arrival))
    household = homes.get_open(details.household, kind=details.home) if details.household else None
    for person_id in moving:
        work.living(person_id)
        homes.settle(
            work,
            person_id,
            home=details.home,
            address=details.address,
            columns=position.columns(),
            day=details.day,
        )
        if household is not None:
            homes.join(work, household, person_id, details.relation, day=details.day)


def apply_move_out(work: Applying, details: MoveOut) -> None:
    """Residence and membership of that kind end."""
    for person_id in details.persons:
        work.living(person_id)
        ended = homes.end_all(
            work, Residence.objects.filter(person_id=person_id, kind=details.home), details.day
        )
        if not ended:
            raise NotFound(_("She has no home of this kind here."), field="persons")
        homes.leave(work, person_id, kind=details.home, day=details.day)
        work.note(person_id, f"{details.home}_address")


def _arrive(work: Applying, arrival: NewPerson) -> int:
    """Who has the card in her hand: her file, if there is one, else a new one.

    A file from elsewhere comes along only if name and birth date fit, and if a second person has checked: else whoever
    knows a number could pull its file to her own place.
    """
    number = read_number(work, arrival.id_number, arrival, field="arrival.id_number")
    holder = Person.objects.filter(id_number_digest=digest_id_number(number)).first() if number else None
    if holder is None:
        return found_file(work, arrival, field="arrival").pk
    if holder.merged_into_id is not None or (holder.name, holder.birth_date) != (
        arrival.name,
        arrival.birth_date,
    ):
        raise NumberHeld(
            _("Another file has this identity number."), field="arrival.id_number", holder=holder.pk
        )
    if work.change.checked_by is None or work.change.checked_by == work.change.drafted_by:
        raise NeedsSecond(_("A second person has to check this change before it is applied."))
    work.lock([holder.pk])
    return holder.pk
