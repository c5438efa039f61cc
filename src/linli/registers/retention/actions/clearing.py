"""Records that end without their file: all of a kind that are over their term in one community, by two people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.places.queries import within
from linli.registers.retention.models import Ripe, Run
from linli.registers.retention.parts import PARTS, Part, Removed
from linli.registers.retention.policies import KEEPERS, check_keeps
from linli.registers.retention.queries import list_counting, visible_ripe, visible_runs
from linli.registers.retention.refusals import AskedAlready, NeedsAnother, NotDue

_FIND: Final = """
SELECT id FROM ({found}) AS found WHERE NOT held AND over + make_interval(months => %(months)s) <= %(through)s
    AND county = %(county)s AND town IS NOT DISTINCT FROM %(town)s AND community IS NOT DISTINCT FROM %(community)s
"""


def ask_run(*, actor: Actor, now: datetime, ripe_id: int) -> Run:
    """The first of two: ask that all records of this kind end which are over their term today. Raises `NotDue`,
    `AskedAlready`."""
    keeper = check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        ripe = visible_ripe(actor).select_for_update().filter(pk=ripe_id).first()
        if ripe is None:
            raise NotFound(_("This list was made anew meanwhile: look at it again."))
        where = {"county": ripe.county, "town": ripe.town, "community": ripe.community}
        if Run.objects.filter(kind=ripe.kind, state=Run.State.ASKED, **where).exists():
            raise AskedAlready(_("This was asked for already: another clerk decides."))
        through = local_day(now)
        found = _find(PARTS[ripe.kind], through, where, day=through)
        if not found:
            raise NotDue(_("Nothing of this kind is over its term."))
        run = Run.objects.create(
            kind=ripe.kind, through=through, basis=ripe.basis, counted=len(found), asked_by=keeper,
            asked_office=actor.office, asked_at=now, **where,
        )  # fmt: skip
        _note(actor, now, "retention.ask_run", run)
    return run


def carry_out_run(*, actor: Actor, now: datetime, run_id: int) -> Run:
    """The second of two: in one transaction, all or nothing. What is under a hold by now, stays. Raises `NeedsAnother`
    for who asked."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        run = _lock(actor, run_id)
        if actor.user_id == run.asked_by:
            raise NeedsAnother(_("Another clerk than the one who asked for it carries it out."))
        where = {"county": run.county, "town": run.town, "community": run.community}
        found = _find(PARTS[run.kind], run.through, where, day=local_day(now))
        run.removed = _remove(PARTS[run.kind], found)
        run.state, run.decided_by, run.decided_at = Run.State.DONE, actor.user_id, now
        run.decided_office = actor.office
        run.save()
        Ripe.objects.filter(kind=run.kind, **where).update(due=0)
        _note(actor, now, "retention.run", run)
    return run


def withdraw_run(*, actor: Actor, now: datetime, run_id: int) -> None:
    """The records stay: by whoever asked, or by whoever was to decide."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        run = _lock(actor, run_id)
        Run.objects.filter(pk=run.pk).update(state=Run.State.WITHDRAWN)
        _note(actor, now, "retention.withdraw_run", run)


def _lock(actor: Actor, run_id: int) -> Run:
    here = visible_runs(actor).filter(within(actor.scopes(*KEEPERS)))
    found = here.select_for_update().filter(pk=run_id).first()
    if found is None:
        raise NotFound(_("There is no such deletion."))
    if found.state != Run.State.ASKED:
        raise AskedAlready(_("This deletion is decided already."))
    return found


def _find(part: Part, through: date, where: dict[str, int | None], *, day: date) -> list[int]:
    """Ids of records that were over their term on `through` and are under no hold on `day`."""
    ids: list[int] = []
    for term in list_counting(part.kind):
        asked: dict[str, Any] = {**where, "through": through, "day": day, "months": term.months}
        with connection.cursor() as cursor:
            cursor.execute(SQL(_FIND).format(found=SQL(part.found)), asked)
            ids += [row[0] for row in cursor.fetchall()]
    return ids


def _remove(part: Part, found: Sequence[int]) -> Removed:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL linli.erasing = 'on'")
        removed = part.remove(found)
        cursor.execute("SET LOCAL linli.erasing = 'off'")
    return removed


def _note(actor: Actor, now: datetime, act: str, run: Run) -> None:
    record(actor=actor, now=now, kind="change", act=act, object_ref=f"retention-run:{run.pk}")
