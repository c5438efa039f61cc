"""Asking the table of a state who has the case now. Every decision is kept with its rule."""

from collections.abc import Mapping
from datetime import datetime

from linli.engines.cases import rules
from linli.engines.cases.actions import rows
from linli.engines.cases.assignment import NO_TABLE, Assignment
from linli.engines.cases.assignment.facts import decide, triage_post
from linli.engines.cases.course import ASSIGNED, Post, replay
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.models import Case, CaseParticipant
from linli.engines.cases.published import CaseAssigned
from linli.engines.cases.queries import entries_of, history_of, places_of
from linli.engines.packs import queries as packs
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.events.actions import publish


def assign_holder(
    case: Case, pinned: Procedure, *, now: datetime, answers: Mapping[str, object] | None = None
) -> None:
    """Give a case that has just come into its state to the post that the state's table names; nothing where the
    state has no table.

    It fails closed: where no rule decides, the case waits with the triage of its county. In the caller's transaction.
    """
    state = pinned.state(case.state)
    if state.assign is None:
        return
    post, kept = _decided(case, state.assign, now=now, answers=answers)
    own = rules.queue_of(state, places_of(case), case.applicant_id)
    handed = post if post != own else None
    case.revision += 1
    rows.write_step(
        case, ASSIGNED, case.state, actor=SYSTEM, office=SYSTEM.office, now=now,
        data=rules.does(assigned=kept, handed=handed),
    )  # fmt: skip
    since = replay(pinned, history_of(case)).since
    rows.project(case, pinned, state, since, entries_of(case), now=now, holder=handed)
    handling = rows.participant(case, CaseParticipant.Kind.HANDLING, post)
    CaseParticipant.objects.bulk_create([handling], ignore_conflicts=True)
    case.save(update_fields=rows.PROJECTED)
    _publish(case, post, kept, now=now)
    rows.record_change(case, ASSIGNED, actor=SYSTEM, office=SYSTEM.office, now=now)


def _decided(
    case: Case, code: str, *, now: datetime, answers: Mapping[str, object] | None
) -> tuple[Post, dict[str, object]]:
    """The post, and what is kept of the decision."""
    day = local_day(now)
    try:
        item = packs.get_item("assignment", code)
    except NotFound:
        return triage_post(case, day=day), {"table": code, "triage": NO_TABLE}
    found = decide(case, packs.load(item), state=case.state, day=day, answers=answers)
    post = found.holder if isinstance(found, Assignment) else triage_post(case, day=day)
    return post, found.data() | {"item": item.pk}


def _publish(case: Case, post: Post, kept: Mapping[str, object], *, now: datetime) -> None:
    rule = kept.get("rule")
    assigned = CaseAssigned(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room, table=str(kept["table"]),
        rule=rule if isinstance(rule, int) else None, reason=str(kept.get("triage", "")),
        role=post[0], scope=post[1], county=case.county, town=case.town, community=case.community,
        synthetic=case.synthetic,
    )  # fmt: skip
    publish(assigned, actor=SYSTEM, now=now, place_id=case.place_id)
