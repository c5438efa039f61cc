"""Which change is applied by what, and what is told of it: audit entry and events."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.events.actions import publish
from linli.registers.people import details as said
from linli.registers.people.actions import (
    correcting,
    deleting,
    families,
    households,
    labelling,
    life,
    merging,
    moving,
    papers,
)
from linli.registers.people.actions.applying import Applying
from linli.registers.people.models import FileChange
from linli.registers.people.published import FileChanged, FilesMerged, MergeUndone
from linli.registers.people.refusals import ChangedSince, Clash

_APPLY: dict[type[said.Details], Callable[[Applying, Any], None]] = {
    said.Birth: life.apply_birth,
    said.Death: life.apply_death,
    said.MoveIn: moving.apply_move_in,
    said.MoveOut: moving.apply_move_out,
    said.Marriage: families.apply_marriage,
    said.Divorce: families.apply_divorce,
    said.HouseholdSplit: households.apply_split,
    said.HouseholdMerge: households.apply_merge,
    said.Correction: correcting.apply_correction,
    said.Deletion: deleting.apply_deletion,
    said.DocumentAdded: papers.apply_document,
    said.GuardianNamed: families.apply_guardian,
    said.GuardianEnded: families.end_guardian,
    said.LabelGiven: labelling.apply_label,
    said.LabelEnded: labelling.end_label,
    said.PersonMerge: merging.apply_merge,
    said.UndoMerge: merging.apply_undo,
}


def apply_details(
    change: FileChange, details: said.Details, *, actor: Actor, now: datetime, drafted: dict[int, int]
) -> None:
    """Change the files, in the caller's transaction. `drafted`: the revisions that the draft was made from."""
    work = Applying(change, details, actor, now, local_day(now))
    work.lock(details.touched())
    _check_fresh(work, drafted)
    try:
        with transaction.atomic():
            _APPLY[type(details)](work, details)
    except IntegrityError as error:
        raise Clash(_("This contradicts what the file says of that time: look at the file again.")) from error
    work.finish()
    _tell(work)


def _check_fresh(work: Applying, drafted: dict[int, int]) -> None:
    for person_id, person in work.persons.items():
        if person.merged_into_id is not None and not isinstance(work.details, said.UndoMerge):
            raise NotFound(_("There is no such file."))
        if person.revision != drafted.get(person_id):
            raise ChangedSince(_("The file was changed after this was drafted: draft it anew."))


def _tell(work: Applying) -> None:
    change, persons = work.change, sorted(work.noted)
    fields = sorted(set().union(*work.noted.values())) if persons else []
    record(
        actor=work.actor, now=work.now, kind="change", act=f"people.{change.kind}", object_ref=f"change:{change.pk}",
        persons=persons, fields=fields,
    )  # fmt: skip
    place = change.community or change.town or change.county
    for person in persons:
        event = FileChanged(subject=f"person:{person}", person=person, change=change.pk, kind=change.kind)
        publish(event, actor=work.actor, now=work.now, place_id=place)
    if isinstance(work.details, said.PersonMerge):
        _publish_merge(work, work.details, place)
    elif isinstance(work.details, said.UndoMerge):
        _publish_undo(work, work.details, place)


def _publish_merge(work: Applying, details: said.PersonMerge, place: int) -> None:
    event = FilesMerged(
        subject=f"person:{details.other}", person=details.other, into=details.survivor, change=work.change.pk
    )
    publish(event, actor=work.actor, now=work.now, place_id=place)


def _publish_undo(work: Applying, details: said.UndoMerge, place: int) -> None:
    event = MergeUndone(
        subject=f"person:{details.other}",
        person=details.other,
        was_in=details.survivor,
        change=work.change.pk,
    )
    publish(event, actor=work.actor, now=work.now, place_id=place)
