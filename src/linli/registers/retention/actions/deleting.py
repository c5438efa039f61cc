"""Deletion by two: one clerk asks, another one carries it out. What stays is a tombstone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.clock import local_day
from linli.kernel.crypto import digest
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.registers.people.sealing import DIGEST_RESTRICTED_HOLDER
from linli.registers.retention.actions.holding import place_of
from linli.registers.retention.actions.traces import check_not_own, note
from linli.registers.retention.models import Deletion
from linli.registers.retention.plan import Plan, Trace, get_plan
from linli.registers.retention.policies import check_keeps
from linli.registers.retention.queries import (
    OPEN,
    Standing,
    find_kept,
    read_standing,
    visible_deletions,
    visible_due,
)
from linli.registers.retention.refusals import (
    AskedAlready,
    BadReason,
    Held,
    NeedsAnother,
    NotDue,
    StillNeeded,
)


def ask_deletion(
    *, actor: Actor, now: datetime, person_id: int, basis: str, law: str = "", reference: str = ""
) -> Deletion:
    """The first of two: ask that a file ends, because its term is over (`term`), or because she asked for it and
    nothing obliges to keep it (`request`, with the `law` and the number of her request; what she asked for online is
    taken up). Raises `NotDue`, `Held`, `StillNeeded`, `AskedAlready`."""
    keeper = check_keeps(actor)
    with acting_as(SYSTEM):
        person = _look_up(actor, now, person_id, basis)
        standing = _check_free(person.pk, now, basis)
        with transaction.atomic():
            asked = _take_up(person.pk)
            asked.basis, asked.law = basis, (law or asked.law or standing.basis)[:200]
            asked.reference, asked.state = reference[:64], Deletion.State.ASKED
            asked.asked_by, asked.asked_office, asked.asked_at = keeper, actor.office, now
            asked.save()
            note(actor, now, "retention.ask", asked)
    return asked


def _take_up(person_id: int) -> Deletion:
    """What she asked for herself, else a new one; of two who ask at once, the second finds the first one's."""
    Person.objects.select_for_update().get(pk=person_id)
    open_ = Deletion.objects.select_for_update().filter(person_number=person_id, state__in=OPEN).first()
    if open_ is None:
        return Deletion(person_number=person_id, law="", **place_of(person_id))
    if open_.state == Deletion.State.ASKED:
        raise AskedAlready(_("The deletion of this file was asked for already: another clerk decides."))
    return open_


def delete_person(*, actor: Actor, now: datetime, deletion_id: int) -> Deletion:
    """The second of two: end the file for good, in one transaction. Returns the tombstone. Raises `NeedsAnother` for
    who asked, and for the person herself."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        asked = _lock(actor, deletion_id)
        if actor.user_id == asked.asked_by:
            raise NeedsAnother(_("Another clerk than the one who asked for it carries it out."))
        check_not_own(actor, asked.person_number)
        _check_free(asked.person_number, now, asked.basis)
        asked.removed = _erase(sorted(ids_of(asked.person_number)), get_plan())
        asked.state, asked.decided_by, asked.decided_at = Deletion.State.DONE, actor.user_id, now
        asked.decided_office = actor.office
        asked.save()
        note(actor, now, "retention.delete", asked)
    return asked


def withdraw_deletion(*, actor: Actor, now: datetime, deletion_id: int) -> None:
    """The file stays: by whoever asked, or by whoever was to decide. What the person asked for herself is refused, for
    a reason that she reads: raises `BadReason`."""
    check_keeps(actor)
    with acting_as(SYSTEM), transaction.atomic():
        asked = _lock(actor, deletion_id)
        if asked.wanted_by is not None:
            raise BadReason(_("She asked for it herself: choose why it is turned down."), field="reason")
        Deletion.objects.filter(pk=asked.pk).update(state=Deletion.State.WITHDRAWN)
        note(actor, now, "retention.withdraw", asked)


def _look_up(actor: Actor, now: datetime, person_id: int, basis: str) -> Person:
    if basis == Deletion.Basis.TERM and not visible_due(actor).filter(person=person_id).exists():
        raise NotFound(_("There is no such file."))
    person = find_kept(actor, person_id, day=local_day(now))
    check_not_own(actor, person.pk)
    return person


def _check_free(person_id: int, now: datetime, basis: str) -> Standing:
    day = local_day(now)
    standing = read_standing(person_id, day=day)
    if standing.holds:
        letters = ", ".join(hold.reference for hold in standing.holds)
        raise Held(_("The file must stay for now, by %(letters)s.") % {"letters": letters})
    if standing.needed:
        raise StillNeeded(" ".join(standing.needed))
    if basis == Deletion.Basis.TERM and not standing.is_due(day):
        raise NotDue(_("The term of this file is not over."))
    return standing


def _lock(actor: Actor, deletion_id: int) -> Deletion:
    found = visible_deletions(actor).select_for_update().filter(pk=deletion_id).first()
    if found is None:
        raise NotFound(_("There is no such deletion."))
    if found.state != Deletion.State.ASKED:
        raise AskedAlready(_("This deletion is decided already."))
    return found


def _erase(persons: Sequence[int], plan: Plan) -> dict[str, int]:
    """Rows removed or cleared, by table."""
    known: dict[str, list[Any]] = {
        "persons": list(persons),
        "holders": [digest(DIGEST_RESTRICTED_HOLDER, str(person)) for person in persons],
    }
    list(Person.objects.select_for_update().filter(pk__in=persons))
    removed: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL linli.erasing = 'on'")
        for find in plan.finds:
            cursor.execute(find.sql, known)
            known[find.name] = [row[0] for row in cursor.fetchall()]
        for trace in plan.traces:
            if trace.then != "keep":
                cursor.execute(trace.sql, known)
                if cursor.rowcount and not trace.secret:
                    removed[trace.table] = removed.get(trace.table, 0) + cursor.rowcount
        if plan.after:
            plan.after(known)
        _drop_shells(persons)
        cursor.execute("SET LOCAL linli.erasing = 'off'")
    return removed


def _drop_shells(persons: Sequence[int]) -> None:
    """What is left of a file goes too, unless a closed case still names it."""
    shell = Trace("person", ("id",))
    for person in sorted(persons, reverse=True):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SET CONSTRAINTS ALL IMMEDIATE"
                )  # else it is noticed at the end, and refuses all
                cursor.execute(shell.sql, {"persons": [person]})
        except IntegrityError:
            continue
