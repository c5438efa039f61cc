"""Changes of files: drafted, checked, applied; turned down, withdrawn, a merge taken apart again."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.crypto import mask_id_number, mask_phone
from linli.kernel.door import REFUSALS, Id, Key, KeyUsed, Limit, Sent, kept_key, staff_of
from linli.registers.people import actions, changes
from linli.registers.people.details import Details, PersonMerge, UndoMerge, load_details
from linli.registers.people.models import FileChange
from linli.registers.people.queries import get_person
from linli.registers.people.refusals import StepTaken
from linli.rooms.files import queries
from linli.rooms.files.actions import note_look
from linli.rooms.files.api.paging import AfterId
from linli.rooms.files.display import changing, purposes
from linli.rooms.files.schemas.changes import (
    ChangeBody,
    ChangePage,
    ChangeRow,
    Draft,
    Move,
    PersonName,
    Refusal,
    StepBody,
)

router = Router()
_VERBS: Final = ("check", "apply", "refuse", "withdraw", "undo")


@router.post(
    "/changes", response={201: ChangeBody, **REFUSALS}, url_name="draft_change", summary="Draft a change"
)
def draft(request: HttpRequest, body: Sent[Draft], idempotency_key: Key = "") -> Status[ChangeBody]:
    """Say what is to happen to files. It is rehearsed at once: whatever would refuse it later refuses it now. The same
    `Idempotency-Key` again returns the first change; with another body it is refused (409, `key_used`)."""
    actor = staff_of(request)
    details = load_details(body.details.kind, body.details.model_dump(exclude={"kind"}))
    verb = actions.carry_out if body.at_once else actions.draft_change
    change = verb(
        actor=actor,
        now=clock.now(),
        details=details,
        source=body.source,
        reference=body.reference,
        key=kept_key("change", idempotency_key),
        based_on={one.person: one.revision for one in body.based_on},
    )
    if idempotency_key and changes.read_details(change) != details:
        raise KeyUsed
    return Status(201, _body(actor, change))


@router.get(
    "/changes",
    response={200: ChangePage, 422: REFUSALS[422]},
    url_name="changes",
    summary="List changes that wait",
)
def list_waiting(request: HttpRequest, after: AfterId = 0, limit: Limit = 50) -> ChangePage:
    """What waits to be checked or applied in the places of the holder of this key, the newest first."""
    actor = staff_of(request)
    found = changes.list_open(actor, limit=limit, before=after or None)
    return ChangePage(items=_rows(actor, found), after=str(found[-1].pk) if len(found) == limit else None)


@router.get(
    "/people/{person_id}/changes", response={200: list[ChangeRow], **REFUSALS}, url_name="person_changes",
    summary="History of a file",
)  # fmt: skip
def list_of_person(request: HttpRequest, person_id: Id) -> list[ChangeRow]:
    """Every change of a file, the newest first."""
    actor, day = staff_of(request), clock.today()
    person = get_person(actor, person_id, day=day)
    return _rows(actor, changes.list_of_person(actor, person.pk, day=day))


@router.get(
    "/changes/{change_id}", response={200: ChangeBody, **REFUSALS}, url_name="change", summary="Read a change"
)  # fmt: skip
def read_change(request: HttpRequest, change_id: Id) -> ChangeBody:
    """A change, what it says, which steps were taken, and which ones the holder of this key may take."""
    actor = staff_of(request)
    return _body(actor, changes.find_change(actor, change_id, day=clock.today()))


@router.post(
    "/changes/{change_id}/check", response={200: ChangeBody, **REFUSALS}, url_name="check_change",
    summary="Say that a change is right",
)  # fmt: skip
def check(request: HttpRequest, change_id: Id, body: Sent[Move]) -> ChangeBody:
    """Some kinds need a second person: not the one who drafted it."""
    actor = staff_of(request)
    return _body(actor, actions.check_change(**_step(actor, change_id, body)))


@router.post(
    "/changes/{change_id}/apply", response={200: ChangeBody, **REFUSALS}, url_name="apply_change",
    summary="Apply a change that was checked",
)  # fmt: skip
def apply(request: HttpRequest, change_id: Id, body: Sent[Move], idempotency_key: Key = "") -> ChangeBody:
    """Whole or not at all; 409 (`people_changed_since`) if a file was changed after the draft."""
    actor = staff_of(request)
    key = kept_key(f"apply {change_id}", idempotency_key)
    return _body(actor, actions.apply_change(**_step(actor, change_id, body), key=key))


@router.post(
    "/changes/{change_id}/refuse", response={200: ChangeBody, **REFUSALS}, url_name="refuse_change",
    summary="Turn a change down",
)  # fmt: skip
def refuse(request: HttpRequest, change_id: Id, body: Sent[Refusal]) -> ChangeBody:
    """For a reason, which who drafted it reads."""
    actor = staff_of(request)
    return _body(actor, actions.refuse_change(**_step(actor, change_id, body), reason=body.reason))


@router.post(
    "/changes/{change_id}/withdraw", response={200: ChangeBody, **REFUSALS}, url_name="withdraw_change",
    summary="Take back a draft of one's own",
)  # fmt: skip
def withdraw(request: HttpRequest, change_id: Id, body: Sent[Move]) -> ChangeBody:
    """Who drafted a change takes it back before it is applied."""
    actor = staff_of(request)
    return _body(actor, actions.withdraw_change(**_step(actor, change_id, body)))


@router.post(
    "/changes/{change_id}/undo", response={201: ChangeBody, **REFUSALS}, url_name="undo_change",
    summary="Draft the undoing of a merge",
)  # fmt: skip
def undo(request: HttpRequest, change_id: Id) -> Status[ChangeBody]:
    """A change of its own, which a second person checks. A second call returns the same one."""
    actor = staff_of(request)
    merge = changes.find_change(actor, change_id, day=clock.today())
    details = changes.read_details(merge)
    if not isinstance(details, PersonMerge) or merge.state != FileChange.State.APPLIED:
        raise StepTaken(_("Look at the change again."))
    undoing = UndoMerge(merge=merge.pk, survivor=details.survivor, other=details.other)
    key = kept_key(f"undo {merge.pk}", "once")
    change = actions.draft_change(actor=actor, now=clock.now(), details=undoing, key=key)
    return Status(201, _body(actor, change))


def _step(actor: Actor, change_id: int, body: Move) -> dict[str, Any]:
    return {"actor": actor, "now": clock.now(), "change_id": change_id, "revision": body.revision}


def _rows(actor: Actor, found: list[FileChange]) -> list[ChangeRow]:
    persons = queries.list_persons_of([one.pk for one in found])
    named = [person.pk for several in persons.values() for person in several]
    note_look(actor, "files.changes", persons=named, fields=("name", "changes"), purpose=purposes.keeping())
    return [
        ChangeRow(**_row(one, {person.pk: person.name for person in persons.get(one.pk, ())}))
        for one in found
    ]


def _row(change: FileChange, names: dict[int, str]) -> dict[str, Any]:
    return {
        "change": change.pk,
        "revision": change.revision,
        "kind": change.kind,
        "state": change.state,
        "source": change.source,
        "reference": change.reference,
        "persons": [PersonName(person=person, name=name) for person, name in names.items()],
        "created_at": change.created_at,
        "updated_at": change.updated_at,
    }


def _body(actor: Actor, change: FileChange) -> ChangeBody:
    """With the look that it is."""
    details = changes.read_details(change)
    names = queries.names_of({*details.touched(), *details.seen()})
    note_look(
        actor, "files.change", persons=names, fields=("name", "changes"), purpose=purposes.keeping(),
        about=f"change:{change.pk}",
    )  # fmt: skip
    steps = changes.list_steps(change)
    return ChangeBody(
        **_row(change, names),
        details=_masked(details.model_dump(mode="json")),
        needs_second=details.needs_second(),
        steps=[StepBody.model_validate(one) for one in steps],
        may=_may(change, details, actor),
    )


def _may(change: FileChange, details: Details, actor: Actor) -> list[str]:
    turn = changing.verbs(change, details, actor)
    return [verb for verb in _VERBS if getattr(turn, verb)]


_MASKS: Final[dict[str, Callable[[str], str]]] = {"id_number": mask_id_number, "phone": mask_phone}


def _masked(said: Any) -> Any:
    """What a change says, its numbers masked: whoever needs them in full reads them on the page of the person."""
    if isinstance(said, dict):
        return {name: _mask(name, value) for name, value in said.items()}
    return [_masked(one) for one in said] if isinstance(said, list) else said


def _mask(name: str, value: Any) -> Any:
    if name in _MASKS and isinstance(value, str):
        return _MASKS[name](value)
    if name == "paper" and isinstance(value, dict):
        return {**value, "number": mask_id_number(value["number"])}
    return _masked(value)
