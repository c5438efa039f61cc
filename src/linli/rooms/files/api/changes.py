"""Changes of files: drafted, checked, applied; turned down, withdrawn, a merge taken apart again."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.door import REFUSALS, Id, Key, KeyUsed, Limit, Sent, kept_key, staff_of
from linli.kernel.errors import Faults
from linli.registers.documents.queries import get_own
from linli.registers.people import actions, changes
from linli.registers.people.details import PersonMerge, UndoMerge, load_details
from linli.registers.people.models import FileChange
from linli.registers.people.queries import get_person
from linli.registers.people.refusals import StepTaken
from linli.rooms.files.api.paging import AfterId
from linli.rooms.files.api.telling import change_body, change_rows
from linli.rooms.files.schemas.changes import (
    ChangeBody,
    ChangePage,
    ChangeRow,
    Draft,
    Move,
    Refusal,
)

router = Router()


@router.post(
    "/changes", response={201: ChangeBody, **REFUSALS}, url_name="draft_change", summary="Draft a change"
)
def draft(request: HttpRequest, body: Sent[Draft], idempotency_key: Key = "") -> Status[ChangeBody]:
    """Say what is to happen to files. It is rehearsed at once: whatever would refuse it later refuses it now. The same
    `Idempotency-Key` again returns the first change; with another body it is refused (409, `key_used`)."""
    actor = staff_of(request)
    details = load_details(body.details.kind, _said(actor, body))
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
    return Status(201, change_body(actor, change))


def _said(actor: Actor, body: Draft) -> dict[str, Any]:
    """What the change says; a proof by its row. Raises `Faults` for a paper that is nobody's, or another's."""
    said = body.details.model_dump(exclude={"kind"})
    if paper := said.get("evidence"):
        document = get_own(actor, paper)
        if document is None:
            raise Faults({"details.evidence": _("Upload the paper first.")})
        said["evidence"] = document.pk
    return said


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
    return ChangePage(
        items=change_rows(actor, found), after=str(found[-1].pk) if len(found) == limit else None
    )


@router.get(
    "/people/{person_id}/changes", response={200: list[ChangeRow], **REFUSALS}, url_name="person_changes",
    summary="History of a file",
)  # fmt: skip
def list_of_person(request: HttpRequest, person_id: Id) -> list[ChangeRow]:
    """Every change of a file, the newest first."""
    actor, day = staff_of(request), clock.today()
    person = get_person(actor, person_id, day=day)
    return change_rows(actor, changes.list_of_person(actor, person.pk, day=day))


@router.get(
    "/changes/{change_id}", response={200: ChangeBody, **REFUSALS}, url_name="change", summary="Read a change"
)  # fmt: skip
def read_change(request: HttpRequest, change_id: Id) -> ChangeBody:
    """A change, what it says, which steps were taken, and which ones the holder of this key may take."""
    actor = staff_of(request)
    return change_body(actor, changes.find_change(actor, change_id, day=clock.today()))


@router.post(
    "/changes/{change_id}/check", response={200: ChangeBody, **REFUSALS}, url_name="check_change",
    summary="Say that a change is right",
)  # fmt: skip
def check(request: HttpRequest, change_id: Id, body: Sent[Move]) -> ChangeBody:
    """Some kinds need a second person: not the one who drafted it."""
    actor = staff_of(request)
    return change_body(actor, actions.check_change(**_step(actor, change_id, body)))


@router.post(
    "/changes/{change_id}/apply", response={200: ChangeBody, **REFUSALS}, url_name="apply_change",
    summary="Apply a change that was checked",
)  # fmt: skip
def apply(request: HttpRequest, change_id: Id, body: Sent[Move], idempotency_key: Key = "") -> ChangeBody:
    """Whole or not at all; 409 (`people_changed_since`) if a file was changed after the draft."""
    actor = staff_of(request)
    key = kept_key(f"apply {change_id}", idempotency_key)
    return change_body(actor, actions.apply_change(**_step(actor, change_id, body), key=key))


@router.post(
    "/changes/{change_id}/refuse", response={200: ChangeBody, **REFUSALS}, url_name="refuse_change",
    summary="Turn a change down",
)  # fmt: skip
def refuse(request: HttpRequest, change_id: Id, body: Sent[Refusal]) -> ChangeBody:
    """For a reason, which who drafted it reads."""
    actor = staff_of(request)
    return change_body(actor, actions.refuse_change(**_step(actor, change_id, body), reason=body.reason))


@router.post(
    "/changes/{change_id}/withdraw", response={200: ChangeBody, **REFUSALS}, url_name="withdraw_change",
    summary="Take back a draft of one's own",
)  # fmt: skip
def withdraw(request: HttpRequest, change_id: Id, body: Sent[Move]) -> ChangeBody:
    """Who drafted a change takes it back before it is applied."""
    actor = staff_of(request)
    return change_body(actor, actions.withdraw_change(**_step(actor, change_id, body)))


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
    return Status(201, change_body(actor, change))


def _step(actor: Actor, change_id: int, body: Move) -> dict[str, Any]:
    return {"actor": actor, "now": clock.now(), "change_id": change_id, "revision": body.revision}
