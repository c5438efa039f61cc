"""Exports as the actor may see them, what they hold, and whose a file is that turned up elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.crypto import digest
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Person
from linli.registers.people.queries import visible_to as files_of
from linli.rooms.sharing import policies
from linli.rooms.sharing.models import Export
from linli.rooms.sharing.queries.covered import Wanted, narrow
from linli.rooms.sharing.queries.opening import Opening, check_wanted, open_agreement, read_opened
from linli.rooms.sharing.queries.places import paths_of
from linli.rooms.sharing.queries.rows import Row, read_rows
from linli.rooms.sharing.rules import find_marks, mark_of

BATCH: Final = 1000
State = Export.State


def visible_to(actor: Actor) -> QuerySet[Export]:
    """One's own, and those that posts which approve or audit have before them: about their places."""
    here = policies.places_of(actor, *policies.APPROVERS, "auditor")
    own = Q(asked_by=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    return Export.objects.filter(own | Q(reach__overlap=here) if here else own).select_related("agreement")


def list_exports(actor: Actor, *, after: int | None, limit: int) -> list[Export]:
    """The newest first, below the export `after`; one statement."""
    found = visible_to(actor).order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found[:limit])


def get_export(actor: Actor, export_id: int, *, locked: bool = False) -> Export:
    """Raises `NotFound`."""
    found = visible_to(actor).filter(pk=export_id)
    if locked:
        found = found.select_for_update(of=("self",))
    one = found.first()
    if one is None:
        raise NotFound(_("There is no such export."))
    return one


def wanted_of(export: Export) -> Wanted:
    return Wanted(export.label, export.youngest, export.oldest)


def kept_files(actor: Actor, wanted: Wanted, *, day: date) -> QuerySet[Person]:
    """Living persons whose files the actor keeps, narrowed; not herself, unless she lives there."""
    persons = files_of(actor.as_staff(), day=day).filter(deceased_on__isnull=True)
    return narrow(persons, wanted, day=day)


def read_export(export: Export, reader: Actor, *, day: date) -> Iterator[list[Row]]:
    """What the export holds, as whoever asked for it may read it on `day`, in batches. Raises as `open_agreement`."""
    wanted, after = wanted_of(export), 0
    opening = _opening(export, reader, day)
    while True:
        if opening is not None:
            batch = read_opened(opening, wanted, after=after, limit=BATCH)
        else:
            with acting_as(reader, day=day):
                persons = kept_files(reader, wanted, day=day).filter(pk__gt=after).order_by("pk")[:BATCH]
                batch = read_rows(persons, export.fields, day=day)
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        after = batch[-1].person


def _opening(export: Export, reader: Actor, day: date) -> Opening | None:
    """What the agreement opens by now, which may be less than when it was asked."""
    if export.agreement is None:
        return None
    opening = open_agreement(reader, export.agreement.number, way="export", day=day)
    check_wanted(opening, wanted_of(export))
    return opening


def list_paths(export: Export) -> dict[int, frozenset[int]]:
    return paths_of(export.places)


def mark_for(export_id: int) -> str:
    """The mark of an export, which only this installation can make."""
    return mark_of(export_id, digest("share.mark", str(export_id)))


@dataclass(frozen=True, slots=True)
class Traced:
    """The export that a file came from; `whole` tells whether it is that file unchanged, or was found by its mark."""

    export: Export
    whole: bool


def trace(data: bytes, texts: Iterator[str]) -> list[Traced]:
    """Which exports a file came from: by its digest, else by marks among its texts that this installation made."""
    known = Export.objects.select_related("agreement")
    exact = known.filter(digest=sha256(data).hexdigest()).first()
    if exact is not None:
        return [Traced(exact, whole=True)]
    marks = {mark for text in texts for mark in find_marks(text)}
    genuine = [number for number, mark in marks if mark == mark_for(number)]
    return [Traced(one, whole=False) for one in known.filter(pk__in=genuine).order_by("pk")]
