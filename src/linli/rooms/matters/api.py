"""The JSON door of service matters. Each call makes one domain call and translates."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.forms.schema import json_schema
from linli.kernel import clock, paging
from linli.kernel.actors import Actor
from linli.kernel.errors import Faults
from linli.rooms.matters import actions, queries
from linli.rooms.matters.schemas import Application, CaseBody, CasePage, CaseRow, Problem, Step

router = Router(tags=["matters"])
PAGE = 50
REFUSALS = {404: Problem, 409: Problem, 422: Problem}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _body(case: Case, actor: Actor) -> CaseBody:
    return CaseBody(
        number=case.number,
        title=case.title,
        state=case.state,
        phase=case.phase,
        outcome=case.outcome,
        revision=case.revision,
        opened_at=case.opened_at,
        accepted_at=case.accepted_at,
        due_at=case.due_at,
        due_day=clock.local_day(case.due_at) if case.due_at else None,
        closed_at=case.closed_at,
        actions=[option.action.code for option in cases.available_actions(case, actor, now=clock.now())],
    )


@router.get("/matters/{code}/form", response={200: dict[str, Any], **REFUSALS}, url_name="form")
def get_form(request: HttpRequest, code: str) -> dict[str, Any]:
    """The JSON Schema of a matter's form: what `answers` may hold. 404 for a matter that is not online."""
    return json_schema(queries.get_form(code))


@router.post("/matters/{code}/applications", response={201: CaseBody, **REFUSALS}, url_name="submit")
def submit(
    request: HttpRequest,
    code: str,
    body: Application,
    idempotency_key: Annotated[str, Header(max_length=64)] = "",
) -> Status[CaseBody]:
    """Apply for a matter from one's own file. The same `Idempotency-Key` again returns the first case."""
    actor = _actor(request)
    try:
        case = actions.apply(actor=actor, now=clock.now(), code=code, raw=body.answers, key=idempotency_key)
    except Faults as refusal:
        raise Faults(refusal.faults, within="answers") from refusal
    return Status(201, _body(case, actor))


@router.get("/my/cases", response=CasePage, url_name="my_cases")
def my_cases(request: HttpRequest, after: Annotated[str, Query(max_length=64)] = "") -> CasePage:
    """One's own cases, newest first."""
    found = queries.list_own(_actor(request), after=int(after) if after.isdecimal() else None, limit=PAGE)
    return CasePage(items=_rows(found), after=str(found[-1].pk) if len(found) == PAGE else None)


@router.get("/queue", response=CasePage, url_name="queue")
def queue(request: HttpRequest, after: Annotated[str, Query(max_length=64)] = "") -> CasePage:
    """What waits for the holder of this key, by deadline, 50 at a time."""
    page = cases.list_queue(_actor(request).as_staff(), after=paging.decode(after), limit=PAGE)
    return CasePage(items=_rows(page.cases), after=paging.encode(page.after) if page.after else None)


@router.get("/cases/{number}", response={200: CaseBody, **REFUSALS}, url_name="get_case")
def get_case(request: HttpRequest, number: str) -> CaseBody:
    """A case that is visible to the holder of this key."""
    actor = _actor(request)
    return _body(cases.get_case(actor, number), actor)


@router.post("/cases/{number}/actions", response={200: CaseBody, **REFUSALS}, url_name="act")
def act(request: HttpRequest, number: str, body: Step) -> CaseBody:
    """Move a case on, as the procedure allows."""
    actor = _actor(request)
    case = actions.handle(
        actor=actor,
        now=clock.now(),
        number=number,
        action=body.action,
        revision=body.revision,
        note=body.note,
        sighted=body.sighted,
        insufficient=body.insufficient,
    )
    return _body(case, actor)


def _rows(found: list[Case]) -> list[CaseRow]:
    return [CaseRow(number=c.number, title=c.title, state=c.state, due_at=c.due_at) for c in found]
