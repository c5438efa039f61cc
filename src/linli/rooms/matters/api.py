"""The JSON door of service matters. Each call makes one domain call and translates."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from linli.engines.cases import asked, holders, links
from linli.engines.cases import queries as cases
from linli.engines.cases.actions import Chosen
from linli.engines.cases.actions.links import LINKED
from linli.engines.cases.course import ANSWERED
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case
from linli.engines.cases.procedure import Option
from linli.engines.forms.schema import json_schema
from linli.kernel import clock, paging
from linli.kernel.actors import Actor
from linli.kernel.door import REFUSALS, After, Key, KeyUsed, Sent, actor_of
from linli.kernel.errors import Faults
from linli.kernel.idempotency import once
from linli.rooms.matters import actions, queries
from linli.rooms.matters.schemas import (
    Answer,
    Application,
    Available,
    CaseBody,
    CasePage,
    CaseRow,
    Link,
    LinkBody,
    Question,
    Step,
    Target,
    TaskBody,
)

router = Router(tags=["matters"])
PAGE = 50


def _body(case: Case, actor: Actor) -> CaseBody:
    now = clock.now()
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
        actions=[_available(case, one, now) for one in cases.available_actions(case, actor, now=now)],
        tasks=_tasks(case, actor, now),
    )


def _available(case: Case, option: Option, now: datetime) -> Available:
    action, pinned = option.action, cases.get_procedure(case)
    targets = holders.list_targets(case, action, day=clock.local_day(now)) if action.hands_to else []
    return Available(
        code=action.code,
        title=action.title,
        needs_note=action.requires.note,
        asks=[Question(code=code, title=task.title) for code in action.asks if (task := pinned.task(code))],
        pick=action.pick,
        needs_target=bool(action.hands_to),
        targets=[Target(role=one.post[0], scope=one.post[1], office=one.office) for one in targets],
        needs_main=action.outcome == Outcome.MERGED,
        waits_for=list(option.waits_for),
        not_before=option.not_before,
    )


def _tasks(case: Case, actor: Actor, now: datetime) -> list[TaskBody]:
    """None for who applied: what offices write to each other is not told to her."""
    if actor.person_id in cases.persons_of(case):
        return []
    return [
        TaskBody(
            number=one.number,
            code=one.code,
            title=one.title,
            kind=one.kind,
            office=one.office,
            asked_at=one.asked_at,
            due_at=one.due_at,
            state=one.state,
            answer=one.answer,
            choices=list(one.choices),
        )
        for one in asked.list_tasks(case, actor, day=clock.local_day(now))
    ]


@router.get(
    "/matters/{code}/form",
    response={200: dict[str, Any], **REFUSALS},
    url_name="form",
    summary="Read the form of a matter",
)
def get_form(request: HttpRequest, code: str) -> dict[str, Any]:
    """The JSON Schema of a matter's form: what `answers` may hold. 404 for a matter that is not online."""
    return json_schema(queries.get_form(code))


@router.post(
    "/matters/{code}/applications",
    response={201: CaseBody, **REFUSALS},
    url_name="submit",
    summary="Apply for a matter",
)
def submit(
    request: HttpRequest,
    code: str,
    body: Sent[Application],
    idempotency_key: Key = "",
) -> Status[CaseBody]:
    """Apply for a matter from one's own file. The same `Idempotency-Key` again returns the first case. Another one
    beside one that is being handled is refused (409, `already_open`), unless `again`."""
    actor = actor_of(request)
    try:
        case = actions.apply(
            actor=actor,
            now=clock.now(),
            code=code,
            raw=body.answers,
            key=idempotency_key,
            again=body.again,
        )
    except Faults as refusal:
        raise Faults(refusal.faults, within="answers") from refusal
    return Status(201, _body(case, actor))


@router.get("/my/cases", response=CasePage, url_name="my_cases", summary="List one's own cases")
def my_cases(request: HttpRequest, after: After = "") -> CasePage:
    """One's own cases, newest first."""
    found = queries.list_own(actor_of(request), after=int(after) if after.isdecimal() else None, limit=PAGE)
    return CasePage(items=_rows(found), after=str(found[-1].pk) if len(found) == PAGE else None)


@router.get("/queue", response=CasePage, url_name="queue", summary="List what waits")
def queue(request: HttpRequest, after: After = "") -> CasePage:
    """What waits for the holder of this key, by deadline, 50 at a time."""
    page = cases.list_queue(actor_of(request).as_staff(), after=paging.decode(after), limit=PAGE)
    return CasePage(items=_rows(page.cases), after=paging.encode(page.after) if page.after else None)


@router.get(
    "/cases/{number}", response={200: CaseBody, **REFUSALS}, url_name="get_case", summary="Read a case"
)
def get_case(request: HttpRequest, number: str) -> CaseBody:
    """A case that is visible to the holder of this key."""
    actor = actor_of(request)
    return _body(cases.get_case(actor, number), actor)


@router.post(
    "/cases/{number}/actions", response={200: CaseBody, **REFUSALS}, url_name="act", summary="Move a case on"
)
def act(request: HttpRequest, number: str, body: Sent[Step], idempotency_key: Key = "") -> CaseBody:
    """Move a case on, as the procedure allows: what a step needs, the case's `actions` tell. The same
    `Idempotency-Key` again takes no second step and returns the case as it is."""

    def work(actor: Actor) -> Case:
        return actions.handle(
            actor=actor,
            now=clock.now(),
            number=number,
            action=body.action,
            revision=body.revision,
            note=body.note,
            sighted=body.sighted,
            insufficient=body.insufficient,
            chosen=Chosen(
                asks=body.asks, to=(body.to.role, body.to.scope) if body.to else None, main=body.main
            ),
        )

    return _once(request, number, body.action, idempotency_key, work)


@router.post(
    "/cases/{number}/answers",
    response={200: CaseBody, **REFUSALS},
    url_name="answer",
    summary="Answer a task of a case",
)
def answer(request: HttpRequest, number: str, body: Sent[Answer], idempotency_key: Key = "") -> CaseBody:
    """Answer a task of a case: which answers are possible, its `choices` tell. The key as in a step."""

    def work(actor: Actor) -> Case:
        return actions.handle(
            actor=actor,
            now=clock.now(),
            number=number,
            action=ANSWERED,
            task=body.task,
            said=body.said,
            note=body.note,
            revision=body.revision,
        )

    return _once(request, number, f"{ANSWERED} {body.task}", idempotency_key, work)


@router.get(
    "/cases/{number}/links",
    response={200: list[LinkBody], **REFUSALS},
    url_name="links",
    summary="List links of a case",
)
def list_links(request: HttpRequest, number: str) -> list[LinkBody]:
    """How a case stands to others, for offices: linked and merged ones, then those it was opened together with."""
    actor = actor_of(request).as_staff()
    case = cases.get_case(actor, number)
    linked = [
        LinkBody(number=one.number, relation=one.kind, office=one.office, at=one.at)
        for one in links.list_links(case)
    ]
    bundle = links.get_bundle(case, actor)
    together = [one for one in bundle.cases if one.pk != case.pk] if bundle else []
    return linked + [
        LinkBody(number=one.number, relation="together", office="", at=one.opened_at) for one in together
    ]


@router.post(
    "/cases/{number}/links",
    response={200: CaseBody, **REFUSALS},
    url_name="link",
    summary="Link a case with another",
)
def link(request: HttpRequest, number: str, body: Sent[Link], idempotency_key: Key = "") -> CaseBody:
    """Say that a case has to do with another one: both tell it, nothing moves. The key as in a step."""

    def work(actor: Actor) -> Case:
        return actions.handle(
            actor=actor,
            now=clock.now(),
            number=number,
            action=LINKED,
            chosen=Chosen(main=body.other),
            relation=body.relation,
        )

    return _once(request, number, f"{LINKED} {body.relation} {body.other}", idempotency_key, work)


def _once(request: HttpRequest, number: str, what: str, key: str, work: Callable[[Actor], Case]) -> CaseBody:
    """Do `what` to a case once for each key; a key that stood for something else is refused."""
    actor, call = actor_of(request), f"{number} {what}"
    if not key:
        return _body(work(actor), actor)
    done: list[Case] = []

    def first() -> str:
        done.append(work(actor))
        return call

    if once(actor=actor, key=key, work=first) != call:
        raise KeyUsed
    return _body(done[0] if done else cases.get_case(actor, number), actor)


def _rows(found: list[Case]) -> list[CaseRow]:
    return [CaseRow(number=c.number, title=c.title, state=c.state, due_at=c.due_at) for c in found]
