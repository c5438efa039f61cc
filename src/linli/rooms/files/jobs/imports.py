"""Imports that wait for the machine: read, checked, written, undone, one step at a time; killed at any moment, begun
anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.db import IntegrityError

from linli.engines.sheets.opening import NoTable
from linli.kernel.clock import local_day
from linli.registers.people.importing import storing
from linli.registers.people.importing.batches import RUNNING, State, advance, forget_old
from linli.registers.people.importing.checking import check
from linli.registers.people.importing.running import Progress, claimed
from linli.registers.people.importing.stale import Stale
from linli.registers.people.importing.undoing import UndoRefused, undo
from linli.registers.people.importing.writing import write
from linli.registers.people.models import PersonImport
from linli.rooms.files.jobs.outlining import outline
from linli.rooms.files.jobs.reading import TooMany, read

log = structlog.get_logger(__name__)

OBSTACLES: Final = "obstacles"
Tell = Callable[[int, int], None]


def carry_on(*, now: datetime) -> int:
    """Take every import that waits one step further; returns how many. Run as the system; safe at the same time."""
    waiting = PersonImport.objects.filter(state__in=RUNNING).order_by("pk").values_list("pk", flat=True)
    return sum(carry_on_one(batch_id, now=now) for batch_id in list(waiting))


def carry_on_one(batch_id: int, *, now: datetime) -> bool:
    """One step of one import, unless somebody else works at it."""
    with claimed(batch_id) as mine, Progress(batch_id) as progress:
        batch = PersonImport.objects.filter(pk=batch_id, state__in=RUNNING).first() if mine else None
        if batch is None:
            return False
        try:
            STEPS[State(batch.state)](batch, now, progress.tell)
        except NoTable as refusal:
            advance(batch, State.FAILED, problem=refusal.reason)
        except Exception as error:
            log.exception("import.failed", batch=batch_id, state=batch.state, fault=type(error).__name__)
            _fall_back(batch_id)
        return True


def forget_old_imports(*, now: datetime) -> int:
    """What stood in sheets of more than a week ago; returns of how many imports."""
    return forget_old(now=now)


def _outline(batch: PersonImport, _now: datetime, _tell: Tell) -> None:
    outline(batch, _file(batch))


def _check(batch: PersonImport, now: datetime, tell: Tell) -> None:
    day, rows = local_day(now), []
    try:
        for given in read(batch, _file(batch), now=now, day=day):
            rows.append(given)
            if len(rows) % storing.BLOCK == 0:
                tell(len(rows), 0)
    except TooMany:
        advance(batch, State.OUTLINED, problem="too-many")
        return
    check(batch, rows, now=now, day=day, tell=tell, problem=batch.problem)


def _write(batch: PersonImport, now: datetime, tell: Tell) -> None:
    """Where files changed since the check, everything is checked anew, and a person decides again."""
    try:
        write(batch, now=now, day=local_day(now), tell=tell)
    except (Stale, IntegrityError):
        advance(PersonImport.objects.get(pk=batch.pk), State.MAPPED, problem="changed-since")


def _undo(batch: PersonImport, now: datetime, tell: Tell) -> None:
    try:
        undo(batch, now=now, day=local_day(now), tell=tell)
    except UndoRefused as refusal:
        found = [[one.what, one.person, one.household] for one in refusal.obstacles]
        storing.keep_json(batch, OBSTACLES, found)
        advance(PersonImport.objects.get(pk=batch.pk), State.DONE, problem="undo-refused")


def _file(batch: PersonImport) -> bytes:
    found = storing.open_part(batch, storing.FILE)
    if found is None:
        raise NoTable("empty")
    return found


def _fall_back(batch_id: int) -> None:
    """To where a person can try again; nothing was written."""
    batch = PersonImport.objects.get(pk=batch_id)
    before = {
        State.RECEIVED: State.FAILED, State.MAPPED: State.OUTLINED, State.ACCEPTED: State.CHECKED,
        State.UNDOING: State.DONE,
    }  # fmt: skip
    advance(batch, before[State(batch.state)], problem="failed")


STEPS: Final[dict[State, Callable[[PersonImport, datetime, Tell], None]]] = {
    State.RECEIVED: _outline,
    State.MAPPED: _check,
    State.ACCEPTED: _write,
    State.UNDOING: _undo,
}
