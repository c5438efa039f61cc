"""Moving an application on. The case engine decides what may happen; this room adds the papers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.engines.cases import actions as case_actions
from linli.engines.cases import queries as cases
from linli.engines.cases.actions import NOTHING, Chosen
from linli.engines.cases.actions.links import LINKED
from linli.engines.cases.course import ANSWERED
from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case
from linli.engines.cases.procedure import Option
from linli.engines.cases.refusals import NotYours
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, DomainError
from linli.kernel.ui.format import join_words
from linli.rooms.matters import queries
from linli.rooms.matters.actions.papers import PapersMissing, mark
from linli.rooms.matters.models import CasePaper, OfficialNotice


def handle(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    action: str,
    revision: int | None = None,
    note: str = "",
    sighted: Sequence[str] = (),
    insufficient: Sequence[str] = (),
    chosen: Chosen = NOTHING,
    task: int = 0,
    said: str = "",
    relation: str = "",
) -> Case:
    """Staff move a case on. Accepting needs every required paper; asking for papers names all that are missing.

    `sighted` are papers whose originals were seen at the counter; `insufficient` are given ones that do not do.
    `chosen` is whom to ask and to whom to hand the case; the step `answer` answers `task` with `said`, and `link` links
    it to the case `chosen.main` (`relation`: related, follow_up).
    Raises `NotYours` for who applied: a colleague handles it (回避).
    """
    with transaction.atomic():
        case = cases.lock_case(actor.as_staff(), number)
        if actor.person_id in cases.persons_of(case):
            raise NotYours(_("This is your own matter: a colleague handles it."))
        if action == ANSWERED:
            return case_actions.answer(
                actor=actor, now=now, number=number, task=task, said=said, note=note, revision=revision
            )
        if action == LINKED:
            return case_actions.relate(
                actor=actor, now=now, number=number, other=chosen.main, kind=relation
            ).case
        matter = queries.pinned_matter(case)
        step = cases.get_procedure(case).action(action)
        notice = step.notice if step else None
        missing: list[str] = []
        if notice in (OfficialNotice.Kind.ACCEPTANCE, OfficialNotice.Kind.SUPPLEMENT):
            mark(case, matter, sighted, CasePaper.State.SIGHTED, now)
            mark(case, matter, insufficient, CasePaper.State.INSUFFICIENT, now)
            missing = [row.paper.code for row in queries.list_checklist(case, matter) if not row.in_order]
        data: dict[str, object] = {}
        if notice == OfficialNotice.Kind.ACCEPTANCE and missing:
            titles = join_words(paper.title for paper in matter.papers if paper.code in missing)
            raise PapersMissing(
                _(
                    "Not all papers are there: %(papers)s. Ask for all of them at once, or sight the originals."
                )
                % {"papers": titles},
                papers=missing,
            )
        if notice == OfficialNotice.Kind.SUPPLEMENT:
            if not missing:
                raise DomainError(_("Nothing is missing. Accept the application."), field="papers")
            data["papers"] = missing
        return case_actions.take(
            case=case,
            actor=actor,
            now=now,
            action=action,
            revision=revision,
            note=note,
            data=data,
            chosen=chosen,
        )


def withdraw(*, actor: Actor, now: datetime, number: str, revision: int | None = None) -> Case:
    """The applicant does not want it any more."""
    with transaction.atomic():
        case = cases.lock_case(actor.as_resident(), number)
        for option in cases.available_actions(case, actor, now=now):
            if option.action.outcome == Outcome.WITHDRAWN:
                return case_actions.take(
                    case=case, actor=actor, now=now, action=option.action.code, revision=revision
                )
    raise Conflict(_("This matter cannot be withdrawn any more."))


def reopen(*, actor: Actor, now: datetime, number: str, note: str, revision: int | None = None) -> Case:
    """The applicant asks, with a reason, that an ended case be handled again, where the procedure lets her."""
    with transaction.atomic():
        case = cases.lock_case(actor.as_resident(), number)
        option = find_reopening(case, actor, now)
        if option is None:
            raise Conflict(_("This matter cannot be handled again."))
        return case_actions.take(
            case=case,
            actor=actor.as_resident(),
            now=now,
            action=option.action.code,
            revision=revision,
            note=note,
        )


def find_reopening(case: Case, actor: Actor, now: datetime) -> Option | None:
    """The step by which the applicant reopens an ended case; None where there is none, or no longer."""
    if case.closed_at is None:
        return None
    return next(iter(cases.available_actions(case, actor.as_resident(), now=now)), None)
