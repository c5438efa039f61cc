"""Questions about cases, already narrowed to what the actor may see.

What the functions on one case need is read once by `get_case`, `get_case_by_query_code` and `prefetched`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from linli.engines.cases import deadline, procedure, rules
from linli.engines.cases.course import Past
from linli.engines.cases.definitions import APPLICANT, Phase, Procedure
from linli.engines.cases.models import Case, CaseParticipant, CaseStep
from linli.engines.cases.policies import facts_for
from linli.engines.cases.terms import Term, Unit
from linli.engines.packs.queries import load_by_id
from linli.kernel import crypto
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.clock import local
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.calendar.queries import get_calendar
from linli.registers.calendar.rules import WorkCalendar
from linli.registers.people.models import Person
from linli.registers.places.queries import within
from linli.registers.places.rules import LEVEL_COLUMNS, Position

NOTE_CONTEXT = "case_step.note_sealed"
QUERY_CODE_CONTEXT = "case.query_code_sealed"

QueueKey = tuple[datetime | None, int]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cases in a queue, most urgent first; `after` fetches the next page, None on the last one."""

    cases: list[Case]
    after: QueueKey | None


_FIELDS: Final = [field.attname for field in Case._meta.concrete_fields]
_COLUMNS: Final = ", ".join(f'"case"."{field.column}"' for field in Case._meta.concrete_fields)
# As `visible_to`. Every step begins with it, so it is written by hand: building it anew was a quarter of a call.
_LOCK: Final = f"""
SELECT {_COLUMNS} FROM "case"
WHERE number = %s AND (%s OR EXISTS (
    SELECT FROM case_participant AS part WHERE part.case_id = "case".id
        AND (part.person_id = %s AND part.kind <> 'agent'
            OR (part.role, part.scope) IN (SELECT * FROM unnest(%s::text[], %s::text[])))))
FOR UPDATE OF "case"
"""  # noqa: S608  columns of the model


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases that came into a queue of this actor's posts, or name the actor. Who applied for another sees the case in
    her name, for as long as she may act for her (`Actor.agent_id`); being named as agent alone opens nothing."""
    if actor == SYSTEM:
        return Case.objects.all()
    named = _named(actor)
    if named is None:
        return Case.objects.none()
    found = Case.objects.filter(Exists(CaseParticipant.objects.filter(named, case=OuterRef("pk"))))
    return found if actor.services is None else found.filter(matter_item__code__in=actor.services)


def prefetched(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("applicant", "agent").prefetch_related("steps", "intervals")


def get_case(actor: Actor, number: str) -> Case:
    """The case with all that its page needs, in three statements. Raises `NotFound`."""
    return _one(prefetched(visible_to(actor)).filter(number=number))


def lock_case(actor: Actor, number: str) -> Case:
    """The case; nobody else moves it until the caller's transaction ends. Raises `NotFound`."""
    posts = sorted({(grant.role, grant.scope) for grant in actor.grants})
    roles, scopes = [role for role, _scope in posts], [scope for _role, scope in posts]
    if not connection.in_atomic_block:
        raise TransactionManagementError("a case is locked within a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [number, actor == SYSTEM, actor.person_id, roles, scopes])
        row = cursor.fetchone()
    if row is None:
        raise _unknown()
    case = Case.from_db(connection.alias, _FIELDS, row)
    if actor.services is not None and not actor.covers(case.matter_item.code):
        raise _unknown()
    return case


def get_case_by_query_code(number: str, code: str) -> Case:
    """The case for whoever holds its slip. Raises `NotFound`; the door limits how often one may try."""
    digest = query_code_digest(number, code)
    with acting_as(SYSTEM):
        return _one(prefetched(Case.objects.all()).filter(number=number, query_code_digest=digest))


def query_code_digest(number: str, code: str) -> bytes:
    return crypto.digest("case.query_code", f"{number}:{rules.clean_query_code(code)}")


def find_in_places(scopes: Iterable[str], *, number: str) -> Case | None:
    """The case with this number if it stands in one of these places; for who audits, not for who handles it."""
    with acting_as(SYSTEM):
        return Case.objects.filter(within(scopes), number=number).select_related("applicant").first()


def get_many(ids: Iterable[int]) -> dict[int, Case]:
    """What cases are and where they stand, by id; one statement. The caller decides who may ask."""
    told = ("number", "title", "procedure_item_id", "state", "outcome", "closed_at")
    with acting_as(SYSTEM):
        return Case.objects.only(*told).in_bulk(set(ids) - {0})


def get_query_code(case: Case) -> str:
    """The query code in clear, to print it on the slip."""
    return crypto.unseal_text(case.query_code_sealed, context=QUERY_CODE_CONTEXT)


def list_queue(actor: Actor, *, after: QueueKey | None = None, limit: int = 50) -> QueuePage:
    """What waits for this actor, most urgent first, then what has no date. The first page is one statement, a later one
    two at most."""
    queue = _queue(actor)
    if queue is None:
        return QueuePage([], None)
    waiting = _listed(Case.objects.filter(queue, ~Q(phase=Phase.CLOSED)))
    found = _first(waiting, limit + 1) if after is None else _next(waiting, after, limit + 1)
    more, page = len(found) > limit, found[:limit]
    return QueuePage(page, (page[-1].due_at, page[-1].pk) if more else None)


def _first(waiting: QuerySet[Case], most: int) -> list[Case]:
    """PostgreSQL sorts what has no date last."""
    return list(waiting.order_by("due_at", "id")[:most])


def _next(waiting: QuerySet[Case], after: QueueKey, most: int) -> list[Case]:
    due, last = after
    undated = waiting.filter(due_at__isnull=True).order_by("id")
    if due is None:
        return list(undated.filter(id__gt=last)[:most])
    dated = (
        waiting.filter(due_at__gte=due).filter(Q(due_at__gt=due) | Q(id__gt=last)).order_by("due_at", "id")
    )
    found = list(dated[:most])
    return found if len(found) == most else [*found, *undated[: most - len(found)]]


def list_involved(actor: Actor, *, after: int | None = None, limit: int = 50) -> list[Case]:
    """All visible cases, open and closed, newest first; `after` is the id of the last one shown."""
    cases = _listed(visible_to(actor)).order_by("-id")
    return list((cases if after is None else cases.filter(id__lt=after))[:limit])


def get_procedure(case: Case) -> Procedure:
    """The version of the procedure that the case pinned."""
    found: Procedure = load_by_id(case.procedure_item_id)
    return found


def state_title(case: Case) -> str:
    return get_procedure(case).state(case.state).title


def available_actions(case: Case, actor: Actor, *, now: datetime) -> list[procedure.Option]:
    """The steps this actor may take on the case, and those to wait for with the first moment."""
    return procedure.options(
        get_procedure(case),
        history_of(case),
        facts=facts_of(case, actor),
        now=local(now),
        calendar=calendar_of(case),
    )


def history_of(case: Case) -> list[Past]:
    return [rules.past_of(step.action, step.to_state, local(step.at), step.data) for step in case.story]


def due_of_rung(step: CaseStep) -> datetime | None:
    """The moment at which the case was due when this step took a rung of its ladder; None for another step."""
    climbed = rules.past_of(step.action, step.to_state, local(step.at), step.data).climbed
    return climbed.due if climbed else None


def entries_of(case: Case) -> list[deadline.Entry]:
    return [
        deadline.Entry(
            deadline.Op(row.op), local(row.at), row.reason,
            Term.of(Unit(row.unit), row.number) if row.number else None,
        )
        for row in case.ledger
    ]  # fmt: skip


def facts_of(case: Case, actor: Actor) -> procedure.Facts:
    return facts_for(actor, places=places_of(case), persons=persons_of(case))


def persons_of(case: Case) -> list[int]:
    return [person for person in (case.applicant_id, case.agent_id) if person is not None]


def places_of(case: Case) -> rules.Places:
    return {level: getattr(case, level) for level in LEVEL_COLUMNS}


def calendar_of(case: Case) -> WorkCalendar:
    """The working days of the place where the case stands."""
    places = places_of(case)
    level = next(level for level in reversed(LEVEL_COLUMNS) if places[level] is not None)
    return get_calendar(
        Position(place_id=case.place_id, level=level, province=None, city=None, code="", **places)
    )


_NOT_LISTED: Final = (
    "query_code_sealed",
    "query_code_digest",
    *(
        f"applicant__{field.name}"
        for field in Person._meta.concrete_fields
        if field.name not in ("id", "name")
    ),
)
"""What no list shows: the query code, and of the applicant all but the name."""


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("applicant").defer(*_NOT_LISTED)


def _named(actor: Actor) -> Q | None:
    found = None if actor.person_id is None else Q(person_id=actor.person_id) & ~Q(kind="agent")
    for role in sorted({grant.role for grant in actor.grants}):
        post = Q(role=role, scope__in=sorted(set(actor.scopes(role))))
        found = post if found is None else found | post
    return found


def _queue(actor: Actor) -> Q | None:
    found = None
    if actor.person_id is not None:
        found = Q(queue_role=APPLICANT, queue_scope=f"person:{actor.person_id}")
    for role in sorted({grant.role for grant in actor.grants}):
        post = Q(queue_role=role, queue_scope__in=sorted(set(actor.scopes(role))))
        found = post if found is None else found | post
    return found


def _one(cases: QuerySet[Case]) -> Case:
    found = cases.first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotFound:
    return NotFound(_("There is no such case, or it is not yours to see."))
