"""What the ids in a change stand for, as far as the reader sees it."""

from datetime import date

from linli.kernel.actors import Actor
from linli.registers.people.before import get_label_title, read_before
from linli.registers.people.changes import is_handled_by
from linli.registers.people.details import Details, LabelEnded, LabelGiven, MoveIn, PersonMerge, UndoMerge
from linli.registers.people.labels import list_givable
from linli.registers.people.models import FileChange
from linli.registers.places.queries import get_names
from linli.rooms.files import queries
from linli.rooms.files.display.details import Known


def known_of(actor: Actor, change: FileChange, details: Details, *, day: date) -> Known:
    """At most five statements. What the files said before is told where the change is handled, to who drafted
    it, and of files that the reader keeps."""
    ids = {*details.touched(), *details.seen()}
    if isinstance(details, PersonMerge | UndoMerge):
        ids |= {details.survivor, details.other}
    names = queries.names_of(ids)
    kept = queries.seen_among(actor, ids, day=day)
    mine = change.drafted_by == actor.user_id or is_handled_by(actor, change)
    return Known(
        names=names,
        households=queries.numbers_of(details.households()),
        labels={kind.code: kind.title for kind in list_givable()} if isinstance(details, LabelGiven) else {},
        held=get_label_title(details.label) if isinstance(details, LabelEnded) else "",
        places=get_names([details.place]) if isinstance(details, MoveIn) else {},
        kept=kept,
        before={one: stood for one, stood in read_before(change).items() if mine or one in kept},
    )
