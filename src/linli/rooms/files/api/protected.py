"""Protected labels (child protection, domestic violence …): for whom they name, and for nobody else. The register
records each look by label, not by person."""

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Router, Status

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Key, Sent, kept_key, staff_of
from linli.kernel.idempotency import once
from linli.registers.people import actions
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.people import Purpose
from linli.rooms.files.schemas.protected import End, Forget, Given, NeedBody, Protect, ProtectedBody, Tell

router = Router()


@router.post(
    "/people/{person_id}/protected/look", response={200: list[ProtectedBody], **REFUSALS},
    url_name="protected_look", summary="Read protected labels of a person",
)  # fmt: skip
def look(request: HttpRequest, person_id: Id, body: Sent[Purpose]) -> list[ProtectedBody]:
    """Those that the holder of this key may know of; an empty list says nothing about others."""
    found = actions.read_restricted(
        actor=staff_of(request),
        now=clock.now(),
        person_id=person_id,
        purpose=purposes.say(body.why, body.words),
    )
    return [ProtectedBody.model_validate(one) for one in found]


@router.post(
    "/people/{person_id}/protected", response={201: Given, **REFUSALS}, url_name="protect",
    summary="Give a protected label",
)  # fmt: skip
def protect(
    request: HttpRequest, person_id: Id, body: Sent[Protect], idempotency_key: Key = ""
) -> Status[Given]:
    """Who gives it may know of it, and whom `needs` name. The same `Idempotency-Key` again returns the same label."""
    actor = staff_of(request)

    def work() -> str:
        return str(
            actions.give_restricted_label(
                actor=actor,
                now=clock.now(),
                person_id=person_id,
                code=body.code,
                day=body.day,
                until=body.until,
                needs=_needs(body.needs),
                purpose=purposes.say(body.why, body.words),
            )
        )

    key = kept_key(f"protect {person_id}", idempotency_key)
    return Status(201, Given(label=int(once(actor=actor, key=key, work=work))))


@router.post(
    "/protected/{label_id}/tell", response={204: None, **REFUSALS}, url_name="protected_tell",
    summary="Let others know of a protected label",
)  # fmt: skip
def tell(request: HttpRequest, label_id: Id, body: Sent[Tell]) -> Status[None]:
    """For who may know of it herself."""
    actions.grant_need(
        actor=staff_of(request), now=clock.now(), label_id=label_id, needs=_needs(body.needs),
        purpose=purposes.say(body.why, body.words),
    )  # fmt: skip
    return Status(204, None)


@router.post(
    "/protected/{label_id}/forget", response={204: None, **REFUSALS}, url_name="protected_forget",
    summary="Let somebody know no longer",
)  # fmt: skip
def forget(request: HttpRequest, label_id: Id, body: Sent[Forget]) -> Status[None]:
    """From today on this account, or whoever holds this post."""
    (need,) = _needs([body.need])
    actions.revoke_need(
        actor=staff_of(request), now=clock.now(), label_id=label_id, need=need,
        purpose=purposes.say(body.why, body.words),
    )  # fmt: skip
    return Status(204, None)


@router.post(
    "/protected/{label_id}/end", response={204: None, **REFUSALS}, url_name="protected_end",
    summary="End a protected label",
)  # fmt: skip
def end(request: HttpRequest, label_id: Id, body: Sent[End]) -> Status[None]:
    """It holds no more from the day on."""
    actions.end_restricted_label(
        actor=staff_of(request), now=clock.now(), label_id=label_id, day=body.day,
        purpose=purposes.say(body.why, body.words),
    )  # fmt: skip
    return Status(204, None)


def _needs(named: Iterable[NeedBody]) -> list[actions.Need]:
    return [actions.Need(user_id=one.user, role=one.role, scope=one.scope, until=one.until) for one in named]
