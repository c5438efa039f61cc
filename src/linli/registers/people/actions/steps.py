"""The steps of a change of files: draft → checked → applied, or refused, or withdrawn.

A draft is rehearsed: it is applied and taken back at once, so that whatever would refuse it is told to who writes it.
What the actor may name is looked up as the actor; writing is the system's, as rows move between places that no single
post sees (docs/decisions/0016-files-of-people.md).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.crypto import seal
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.idempotency import once
from linli.registers.people.actions.dispatching import apply_details
from linli.registers.people.before import keep_before
from linli.registers.people.changes import find_change, find_place, list_own_files, read_details
from linli.registers.people.details import Details
from linli.registers.people.models import FileChange, FileChangePerson, FileChangeStep, Person
from linli.registers.people.policies import CHECKERS, OWN, check_may_draft
from linli.registers.people.refusals import ChangedSince, NeedsSecond, NumberHeld, OwnFile, StepTaken
from linli.registers.people.sealing import CONTEXT_DETAILS
from linli.registers.places.queries import within

State = FileChange.State
_OPEN = (State.DRAFT, State.CHECKED)
Revisions = Mapping[int, int]
NO_REVISIONS: Final[Revisions] = {}


def draft_change(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    source: str = "counter",
    reference: str = "",
    key: str = "",
    based_on: Revisions = NO_REVISIONS,
) -> FileChange:
    """Write down what is to happen to files. Raises `NotFound` for whom the actor does not see, and whatever would
    refuse the change when it is applied; the same `key` again gives the same change. `based_on` are the revisions of
    files that the drafter read: raises `ChangedSince` where one of them is another by now.
    """
    work = _as_text(lambda: _draft(actor, now, details, source, reference, based_on))
    with _traced(actor, now):
        return _get(int(once(actor=actor, key=key, work=work)))


def check_change(*, actor: Actor, now: datetime, change_id: int, revision: int) -> FileChange:
    """Say that it is right. Raises `NeedsSecond` to who drafted a change that a second person has to check.

    What its drafter checked alone, a second person may check again: some changes turn out to need that when applied.
    """
    with transaction.atomic():
        change = _take(actor, now, change_id, revision, states=_OPEN)
        drafter = change.drafted_by == actor.user_id
        if change.state == State.CHECKED and (drafter or change.checked_by != change.drafted_by):
            raise StepTaken(_("Somebody was faster: look at the change again."))
        if drafter and read_details(change).needs_second():
            raise NeedsSecond(_("A second person has to check this change before it is applied."))
        change.checked_by = actor.user_id
        return _step(change, State.CHECKED, actor=actor, now=now)


def apply_change(*, actor: Actor, now: datetime, change_id: int, revision: int, key: str = "") -> FileChange:
    """Carry out a checked change, whole or not at all. Raises `ChangedSince` if a file was changed since the draft."""
    work = _as_text(lambda: _apply(actor, now, change_id, revision))
    return _get(int(once(actor=actor, key=key, work=work)))


def refuse_change(*, actor: Actor, now: datetime, change_id: int, revision: int, reason: str) -> FileChange:
    """Turn it down, for a reason that is a code."""
    with transaction.atomic():
        change = _take(actor, now, change_id, revision, states=_OPEN)
        return _step(change, State.REFUSED, actor=actor, now=now, reason=reason)


def withdraw_change(*, actor: Actor, now: datetime, change_id: int, revision: int) -> FileChange:
    """Take back what one drafted oneself."""
    with transaction.atomic():
        change = _take(actor, now, change_id, revision, states=_OPEN, own=True)
        return _step(change, State.WITHDRAWN, actor=actor, now=now)


def carry_out(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    source: str = "counter",
    reference: str = "",
    key: str = "",
    based_on: Revisions = NO_REVISIONS,
) -> FileChange:
    """Draft, check and apply at once what needs no second person. Raises `NeedsSecond` for what does."""

    def work() -> FileChange:
        change = _draft(actor, now, details, source, reference, based_on)
        change = check_change(actor=actor, now=now, change_id=change.pk, revision=change.revision)
        return _apply(actor, now, change.pk, change.revision)

    with _traced(actor, now):
        return _get(int(once(actor=actor, key=key, work=_as_text(work))))


@contextmanager
def _traced(actor: Actor, now: datetime) -> Iterator[None]:
    """Whoever tries numbers learns which ones are held: that leaves an entry, though the draft leaves nothing."""
    try:
        yield
    except NumberHeld as refusal:
        if holder := refusal.facts.get("holder"):
            record(
                actor=actor,
                now=now,
                kind="look",
                act="people.number_held",
                persons=[holder],
                fields=["id_number"],
            )
        raise


def _writing() -> AbstractContextManager[None]:
    """What no single post may write the system writes, after the actor's own look-up."""
    return acting_as(SYSTEM)


def _as_text(work: Callable[[], FileChange]) -> Callable[[], str]:
    return lambda: str(work().pk)


def _get(change_id: int) -> FileChange:
    with _writing():
        return FileChange.objects.get(pk=change_id)


def _draft(
    actor: Actor, now: datetime, details: Details, source: str, reference: str, based_on: Revisions
) -> FileChange:
    check_may_draft(actor, details, source)
    place = find_place(actor, details, day=local_day(now), own=source == OWN)
    with _writing(), transaction.atomic():
        change = FileChange.objects.create(
            kind=details.KIND, source=source, reference=reference, drafted_by=actor.user_id, created_at=now,
            updated_at=now, details_sealed=seal(details.model_dump_json(), context=CONTEXT_DETAILS),
            before_sealed=keep_before(details.touched(), day=local_day(now)), **place,
        )  # fmt: skip
        drafted = _revisions(details.touched())
        _check_read(drafted, based_on)
        FileChangePerson.objects.bulk_create(
            FileChangePerson(change=change, person_id=person, revision=revision)
            for person, revision in drafted.items()
        )
        _rehearse(change, details, actor, now)
        _record(change, actor, now, "draft", list(details.touched()))
        return _step(change, State.DRAFT, actor=actor, now=now)


def _apply(actor: Actor, now: datetime, change_id: int, revision: int) -> FileChange:
    with transaction.atomic():
        change = _take(actor, now, change_id, revision, states=(State.CHECKED,))
        details = read_details(change)
        with _writing():
            drafted = dict(
                FileChangePerson.objects.filter(change=change).values_list("person_id", "revision")
            )
            apply_details(change, details, actor=actor, now=now, drafted=drafted)
        return _step(change, State.APPLIED, actor=actor, now=now)


def _rehearse(change: FileChange, details: Details, actor: Actor, now: datetime) -> None:
    """Apply and take back. What only a check by a second person can settle is not refused to the draft."""
    point = transaction.savepoint()
    try:
        drafted = _revisions(details.touched())
        apply_details(change, details, actor=actor, now=now, drafted=drafted)
    except NeedsSecond:
        pass
    except NumberHeld:  # a resident is not told whose number she typed: who checks it will be
        if change.source != OWN:
            raise
    finally:
        transaction.savepoint_rollback(point)


def _revisions(persons: tuple[int, ...]) -> dict[int, int]:
    return dict(Person.objects.filter(pk__in=persons).values_list("pk", "revision"))


def _check_read(drafted: Revisions, based_on: Revisions) -> None:
    if any(drafted.get(person, revision) != revision for person, revision in based_on.items()):
        raise ChangedSince(_("The file was changed after you read it: read it again."))


def _take(
    actor: Actor, now: datetime, change_id: int, revision: int, *, states: tuple[str, ...], own: bool = False
) -> FileChange:
    """The change, locked, as far as the actor may handle it; in one of these states, and as the page showed it."""
    found = find_change(actor, change_id, day=local_day(now))
    if own and found.drafted_by != actor.user_id:
        raise NotFound(_("There is no such change."))
    if not own:
        _check_may_handle(actor, found)
    with _writing():
        change = FileChange.objects.select_for_update().get(pk=found.pk)
    if change.state not in states or change.revision != revision:
        raise StepTaken(_("Somebody was faster: look at the change again."))
    return change


def _check_may_handle(actor: Actor, change: FileChange) -> None:
    """Posts that check, at the place of the change, and never about themselves."""
    if not FileChange.objects.filter(within(actor.scopes(*CHECKERS)), pk=change.pk).exists():
        raise NotFound(_("There is no such change."))
    with _writing():
        own = FileChangePerson.objects.filter(change=change, person__in=list_own_files(actor))
        if own.exists():
            raise OwnFile(_("Nobody handles a change of her own file: leave it to a colleague."))


def _step(change: FileChange, state: str, *, actor: Actor, now: datetime, reason: str = "") -> FileChange:
    """The next state, in the history too."""
    change.state, change.updated_at = state, now
    change.revision += 1
    with _writing():
        change.save(update_fields=["state", "updated_at", "revision", "checked_by"])
        FileChangeStep.objects.create(
            change=change, state=state, user_id=actor.user_id, office=actor.office, reason=reason, at=now
        )
    return change


def _record(change: FileChange, actor: Actor, now: datetime, act: str, persons: list[int]) -> None:
    record(
        actor=actor, now=now, kind="change", act=f"people.{act}", object_ref=f"change:{change.pk}",
        persons=persons, purpose=change.kind,
    )  # fmt: skip
