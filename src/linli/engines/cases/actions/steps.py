"""Taking a step of the procedure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import holders, procedure, rules
from linli.engines.cases.actions import rows
from linli.engines.cases.actions.assigning import assign_holder
from linli.engines.cases.actions.links import link, lock_main
from linli.engines.cases.course import Post
from linli.engines.cases.definitions import Action, Outcome, Procedure
from linli.engines.cases.models import Case, CaseLink, CaseParticipant
from linli.engines.cases.policies import facts_for, office_for
from linli.engines.cases.procedure import Given, Move
from linli.engines.cases.published import CaseAsked, CaseMoved
from linli.engines.cases.queries import (
    calendar_of,
    entries_of,
    get_procedure,
    history_of,
    lock_case,
    persons_of,
    places_of,
)
from linli.engines.cases.refusals import MovedOn
from linli.kernel.actors import Actor
from linli.kernel.clock import local, local_day
from linli.kernel.events.actions import publish


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the actor chose with a step: which of its tasks to ask for, where it lets one pick; to whom the case
    goes; the number of the case into which it is merged."""

    asks: Sequence[str] = ()
    to: Post | None = None
    main: str = ""


NOTHING = Chosen()


@transaction.atomic
def act(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    action: str,
    revision: int | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[int] = (),
    chosen: Chosen = NOTHING,
) -> Case:
    """Look the case up and take a step; as `take`. Raises `NotFound` besides."""
    case = lock_case(actor, number)
    return take(
        case=case,
        actor=actor,
        now=now,
        action=action,
        revision=revision,
        note=note,
        data=data,
        evidence=evidence,
        chosen=chosen,
    )


def take(
    *,
    case: Case,
    actor: Actor,
    now: datetime,
    action: str,
    revision: int | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[int] = (),
    chosen: Chosen = NOTHING,
) -> Case:
    """Take the step `action` on a case from `lock_case`, in the caller's transaction.

    `revision` is the one the page was made from: an older one is refused. `note` is sealed; `data` holds codes,
    ids and numbers only, with the answers to required forms as `{"forms": {code: id}}`; `evidence` are ids of
    documents. Raises the refusals of `refusals.py`, `MovedOn` (a `Conflict`) when the step was taken already or
    somebody was faster.
    """
    data = dict(data or {})
    rules.check_data(data)
    check_revision(case, revision)
    pinned, places = get_procedure(case), places_of(case)
    known, entries = history_of(case), entries_of(case)
    main = _main(actor, case, pinned.action(action), chosen)
    move = procedure.interpret(
        pinned, known, action,
        facts=facts_for(actor, places=places, persons=persons_of(case)),
        given=replace(
            _given(case, pinned, action, chosen, now=now, note=note, data=data, evidence=evidence),
            main=main is not None,
        ),
        now=local(now), calendar=calendar_of(case),
    )  # fmt: skip
    case.revision += 1
    if move.after != move.before:
        case.outcome = str(move.action.outcome or "")
    rows.project(case, pinned, move.after, move.since, [*entries, *move.clock], now=now, holder=move.holder)
    office = office_for(actor, move.action, places=places, handed=move.lent)
    handed = move.holder if move.action.hands_to else None
    rows.write_step(
        case,
        action,
        move.before.code,
        actor=actor,
        office=office,
        now=now,
        note=note,
        data=data | rules.does(asked=move.asked, handed=handed),
        evidence=evidence,
    )
    rows.write_clock(case, move.clock)
    rows.write_tasks(case, pinned, move, now=now)
    _add_participants(case, pinned, move)
    case.save(update_fields=rows.PROJECTED)
    if main is not None:
        link(case, main, CaseLink.Kind.MERGED, actor=actor, now=now, office=office)
    _publish(case, pinned, move, actor=actor, now=now)
    rows.record_change(case, action, actor=actor, office=office, now=now)
    if move.after != move.before:
        assign_holder(case, pinned, now=now)
    return case


def _main(actor: Actor, case: Case, action: Action | None, chosen: Chosen) -> Case | None:
    """The case into which this step merges; None for any other step."""
    merges = action is not None and action.outcome is Outcome.MERGED
    return lock_main(actor, case, chosen.main) if merges and chosen.main.strip() else None


def check_revision(case: Case, revision: int | None) -> None:
    """That the page shows the case as it is. Raises `MovedOn`."""
    if revision is not None and revision != case.revision:
        raise MovedOn(_("The case has moved on in the meantime. Reload the page to see where it is."))


def _given(
    case: Case,
    pinned: Procedure,
    code: str,
    chosen: Chosen,
    *,
    now: datetime,
    note: str,
    data: Mapping[str, Any],
    evidence: Sequence[int],
) -> Given:
    action = pinned.action(code)
    return Given(
        note=bool(note.strip()),
        evidence=len(evidence),
        forms=frozenset(data.get("forms", {})),
        asked=holders.asked_of(case, pinned, action, chosen.asks, day=local_day(now)) if action else {},
        to=_hand_over(case, action, chosen.to, now=now) if action and chosen.to else None,
    )


def _hand_over(case: Case, action: Action, to: Post, *, now: datetime) -> procedure.HandOver | None:
    found = next(
        (one for one in holders.list_targets(case, action, day=local_day(now)) if one.post == to), None
    )
    return procedure.HandOver(found.target, found.post) if found else None


def _add_participants(case: Case, pinned: Procedure, move: Move) -> None:
    named = [rows.participant(case, rules.part_in(pinned, task), task.post) for task in move.asked]
    if move.action.hands_to and move.holder is not None:
        named.append(rows.participant(case, CaseParticipant.Kind.HANDLING, move.holder))
    if move.after != move.before:
        rows.add_participants(case, pinned, move.after, named)
    elif named:
        CaseParticipant.objects.bulk_create(named, ignore_conflicts=True)


def _publish(case: Case, pinned: Procedure, move: Move, *, actor: Actor, now: datetime) -> None:
    moved = CaseMoved(
        subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room,
        matter_item_id=case.matter_item_id, procedure_item_id=case.procedure_item_id, action=move.action.code,
        from_state=move.before.code, to_state=case.state, phase=case.phase, outcome=case.outcome,
        event=move.action.event or "", notice=move.action.notice or "", county=case.county, town=case.town,
        community=case.community, synthetic=case.synthetic,
    )  # fmt: skip
    publish(moved, actor=actor, now=now, place_id=case.place_id)
    for task in move.asked:
        asked = CaseAsked(
            subject=f"case:{case.pk}", case_id=case.pk, seq=case.revision, room=case.room, task=task.number,
            code=task.code, kind=rules.kind_of(pinned, task), role=task.post[0], scope=task.post[1],
            county=case.county, town=case.town, community=case.community, synthetic=case.synthetic,
        )  # fmt: skip
        publish(asked, actor=actor, now=now, place_id=case.place_id)
