"""Steps of an import that a person takes: hand it in, say the columns, accept, drop, undo. And which imports there are.

What takes long is done by `rooms.files.jobs`, in the states of `RUNNING`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor, Grant
from linli.kernel.audit.actions import record
from linli.kernel.errors import NotFound
from linli.kernel.idempotency import once
from linli.registers.people.importing import stories, storing
from linli.registers.people.importing.doubts import SINGLY
from linli.registers.people.models import ImportRow, PersonAccount, PersonImport
from linli.registers.people.policies import CHECKERS
from linli.registers.people.refusals import OwnFile, StepTaken
from linli.registers.places.queries import EVERYWHERE, get_position, within
from linli.registers.places.rules import Position

_COUNT: Final = """
SELECT split_part(reason, ':', 1) || ':' || split_part(reason, ':', 2) AS code, count(DISTINCT position) AS rows
FROM person_import_row, unnest(reasons) AS reason WHERE batch_id = %s AND state = %s AND answer = ''
GROUP BY code ORDER BY rows DESC, code
"""
State = PersonImport.State
RUNNING: Final = (State.RECEIVED, State.MAPPED, State.ACCEPTED, State.UNDOING)
KEPT: Final = timedelta(days=7)
"""So long an import can be undone and its rows are kept; the figures stay."""


def visible_imports(actor: Actor) -> QuerySet[PersonImport]:
    """Imports of the places whose files the actor keeps, and not of places above them."""
    scopes = (EVERYWHERE,) if actor == SYSTEM else actor.scopes(*CHECKERS)
    return PersonImport.objects.filter(within(scopes))


def find_import(actor: Actor, batch_id: int, *, locked: bool = False) -> PersonImport:
    """Raises `NotFound`."""
    found = visible_imports(actor)
    batch = (found.select_for_update(no_key=True) if locked else found).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("There is no such import."))
    return batch


def check_place(actor: Actor, place_id: int, *, day: date) -> Position:
    """The place, if the actor keeps its files. Raises `NotFound`."""
    place = get_position(place_id, day=day)
    held = actor == SYSTEM or any(
        getattr(place, level) == int(number)
        for level, _colon, number in (scope.partition(":") for scope in actor.scopes(*CHECKERS))
        if number.isdecimal() and hasattr(place, level)
    )
    if not held or place.county is None:
        raise NotFound(_("There is no such place."))
    return place


def receive(
    *, actor: Actor, now: datetime, day: date, place_id: int, file_name: str, data: bytes, key: str = ""
) -> PersonImport:
    """Keep a file that was sniffed, sealed. A repeat with the same key gives the first import. Raises `NotFound`."""
    place = check_place(actor, place_id, day=day)

    def keep() -> str:
        batch = PersonImport.objects.create(
            place_id=place_id, file_name=file_name[-128:], size=len(data), digest=sha256(data).digest(),
            user_id=actor.user_id, user_name=actor.name, office=actor.office, created_at=now, **place.columns(),
        )  # fmt: skip
        storing.keep_part(batch, storing.FILE, data)
        stories.add(batch, by=actor.name, now=now, what=State.RECEIVED)
        _note(actor, now, "people.import_received", batch)
        return str(batch.pk)

    return find_import(actor, int(once(actor=actor, key=key, work=keep)))


def read_again(
    *, actor: Actor, now: datetime, batch_id: int, revision: int, headers: Mapping[str, Sequence[int]]
) -> PersonImport:
    """The headers stand in these rows (sheet → first and last, from 0)."""
    return _take(
        actor,
        now,
        batch_id,
        revision,
        (State.OUTLINED, State.CHECKED),
        State.RECEIVED,
        plan={"headers": dict(headers)},
    )


def choose_columns(
    *, actor: Actor, now: datetime, batch_id: int, revision: int, plan: Mapping[str, Any]
) -> PersonImport:
    """Which sheets, rows and columns are read; all rows are checked by it. May be said again before anything is
    written."""
    return _take(
        actor,
        now,
        batch_id,
        revision,
        (State.OUTLINED, State.CHECKED),
        State.MAPPED,
        plan=dict(plan),
        takes=[],
    )


def accept(
    *, actor: Actor, now: datetime, batch_id: int, revision: int, takes: Collection[str] = ()
) -> PersonImport:
    """Write what is new and changed, doubtful rows as they were answered, and of the others those that have no other
    reasons than `takes`; in the name of who accepts. Raises `OwnFile` if a row is about her."""
    own = own_file(actor.user_id)
    mine = ImportRow.objects.filter(batch=find_import(actor, batch_id), person_id=own, action="changed")
    if own is not None and mine.exists():
        raise OwnFile(_("A row is about yourself: let a colleague import it."))
    return _take(
        actor, now, batch_id, revision, (State.CHECKED,), State.ACCEPTED,
        act="people.import_accepted", takes=sorted(set(takes) - SINGLY), user_id=actor.user_id, user_name=actor.name,
        office=actor.office,
    )  # fmt: skip


def ask_undo(*, actor: Actor, now: datetime, batch_id: int, revision: int) -> PersonImport:
    """Take back all that the import wrote, if nobody has changed it since. Raises `StepTaken` after a week."""
    batch = find_import(actor, batch_id)
    if batch.written_at is not None and now - batch.written_at > KEPT:
        raise StepTaken(_("An import can be undone for a week."))
    return _take(actor, now, batch_id, revision, (State.DONE,), State.UNDOING, act="people.import_undoing")


def drop(*, actor: Actor, now: datetime, batch_id: int, revision: int) -> PersonImport:
    """Nothing is written; file and rows are forgotten."""
    with transaction.atomic():
        batch = _take(
            actor, now, batch_id, revision, (State.OUTLINED, State.CHECKED, State.FAILED), State.DROPPED,
            act="people.import_dropped",
        )  # fmt: skip
        storing.forget_all(batch)
    return batch


def _take(
    actor: Actor,
    now: datetime,
    batch_id: int,
    revision: int,
    before: Sequence[State],
    after: State,
    *,
    act: str = "",
    **values: Any,
) -> PersonImport:
    """A second click of the same step finds it taken and gives the import as it is."""
    with transaction.atomic():
        batch = find_import(actor, batch_id, locked=True)
        if batch.revision == revision + 1 and batch.state == after:
            return batch
        if batch.revision != revision or batch.state not in before:
            raise StepTaken(_("Somebody was faster: look at the import again."))
        advance(batch, after, **values)
        stories.add(batch, by=actor.name, now=now, what=after)
        if act:
            _note(actor, now, act, batch)
    return batch


def advance(batch: PersonImport, state: State, **values: Any) -> None:
    """The next state, in the caller's transaction."""
    values = {"problem": "", "rows": 0, "done": 0} | values
    batch.state, batch.revision = state, batch.revision + 1
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "revision", *values])


def _note(actor: Actor, now: datetime, act: str, batch: PersonImport) -> None:
    record(actor=actor, now=now, kind="change", act=act, object_ref=f"import:{batch.pk}")


def count_reasons(batch: PersonImport, state: str) -> dict[str, int]:
    """Reason (without the row that it names) → rows of this state that have it and no answer, most first."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [batch.pk, state])
        return dict(cursor.fetchall())


def count_states(batch: PersonImport) -> dict[str, int]:
    """Rows by state; doubtful ones that were taken count as what became of them."""
    rows = ImportRow.objects.filter(batch=batch).values_list("state").annotate(Count("pk")).order_by()
    return {**dict.fromkeys(ImportRow.State.values, 0), **dict(rows)}


def forget_old(*, now: datetime) -> int:
    """Forget what stood in the sheets of imports that can no longer be undone, or are left lying; returns how many."""
    over = PersonImport.objects.filter(created_at__lt=now - KEPT, parts__isnull=False).distinct()
    forgotten = 0
    for batch in over.exclude(state__in=RUNNING):
        if batch.written_at is None or now - batch.written_at > KEPT:
            storing.forget_all(batch)
            if batch.state in (State.OUTLINED, State.CHECKED):
                PersonImport.objects.filter(pk=batch.pk).update(state=State.DROPPED)
            forgotten += 1
    return forgotten


def author_of(batch: PersonImport) -> Actor:
    """Who handed it in, then who accepted it, at the post of then."""
    post = Grant(role=CHECKERS[0], scope="", office=batch.office)
    return Actor(user_id=batch.user_id, name=batch.user_name, grants=(post,))


def own_file(user_id: int | None) -> int | None:
    """The file that is bound to the account."""
    if user_id is None:
        return None
    bound = PersonAccount.objects.filter(user_id=user_id, revoked_at__isnull=True)
    return bound.values_list("person_id", flat=True).first()
