"""What the ids in a change stand for, as far as the reader sees it."""

from datetime import date

from linli.kernel.actors import Actor
from linli.registers.people.changes import OPEN
from linli.registers.people.details import Details, LabelEnded, LabelGiven, MoveIn, PersonMerge, UndoMerge
from linli.registers.people.labels import list_givable, list_labels
from linli.registers.people.models import FileChange
from linli.registers.places.queries import get_names
from linli.rooms.files import queries
from linli.rooms.files.display.details import Known


def known_of(actor: Actor, change: FileChange, details: Details, *, day: date) -> Known:
    """At most five statements; what is before is told only while the change is open."""
    ids = {*details.touched(), *details.seen()}
    if isinstance(details, PersonMerge | UndoMerge):
        ids |= {details.survivor, details.other}
    names = queries.names_of(ids)
    kept = {one.pk: one for one in queries.list_seen(actor, ids, day=day)}
    held = list_labels([details.person], day=day) if isinstance(details, LabelEnded) else {}
    open_still = change.state in OPEN
    return Known(
        names=names,
        households=queries.numbers_of(details.households()),
        labels={kind.code: kind.title for kind in list_givable()} if isinstance(details, LabelGiven) else {},
        held={label.label: label.title for several in held.values() for label in several},
        places=get_names([details.place]) if isinstance(details, MoveIn) else {},
        kept=kept,
        homes=queries.list_homes_of(ids, day=day) if open_still else {},
    )
