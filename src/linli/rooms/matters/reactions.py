"""What follows from a case's steps: official notices, and telling the applicant. Rows only; safe to repeat."""

from datetime import date, datetime

from django.utils import translation

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case, CaseStep
from linli.engines.cases.published import CaseEscalated, CaseMoved, CaseOpened
from linli.engines.cases.terms import end_of
from linli.engines.cases.wording import term_words
from linli.engines.notices.actions import To, notify
from linli.engines.notices.words import LANGUAGE
from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.kernel.events.registry import subscribe
from linli.rooms.matters import queries
from linli.rooms.matters.models import OfficialNotice


def subscribe_all() -> None:
    subscribe(CaseOpened, "matters.tell_received", tell_received)
    subscribe(CaseMoved, "matters.follow_step", follow_step)
    subscribe(CaseEscalated, "matters.tell_late", tell_late)


def tell_received(event: CaseOpened) -> None:
    """The applicant hears that her request arrived."""
    if event.room != queries.ROOM:
        return
    case = Case.objects.select_related("applicant", "matter_item").get(pk=event.case_id)
    intake = cases.get_procedure(case).supplement
    with translation.override(LANGUAGE):
        within = term_words(intake.within) if intake is not None else ""
    _tell(case, 0, "received", "matters-received", {"within": within}, at=case.opened_at)


def follow_step(event: CaseMoved) -> None:
    """Issue the notice that the step asks for, take down a public notice that is over, tell the applicant."""
    if event.room != queries.ROOM:
        return
    case = Case.objects.select_related("applicant", "matter_item").get(pk=event.case_id)
    step = CaseStep.objects.get(case=case, seq=event.seq)
    if event.from_state != event.to_state:
        OfficialNotice.objects.filter(
            case=case,
            kind=OfficialNotice.Kind.PUBLICITY,
            withdrawn_at__isnull=True,
            facts__state=event.from_state,
        ).exclude(step_seq=event.seq).update(withdrawn_at=step.at)
    if event.notice in OfficialNotice.Kind.values:
        facts = {key: value for key, value in step.data.items() if key == "papers"}
        promised = _promised_day(case) if event.notice == OfficialNotice.Kind.ACCEPTANCE else None
        if promised is not None:
            facts["due"] = promised.isoformat()
        OfficialNotice.objects.get_or_create(
            case=case, kind=event.notice, step_seq=event.seq,
            defaults={
                "issued_at": step.at, "office": step.office,
                "facts": {**facts, "state": event.to_state, "outcome": event.outcome},
            },
        )  # fmt: skip
    if _is_between_offices(case, event):
        return
    occasion, known = _occasion(case, event, step)
    _tell(case, event.seq, event.notice or event.action, occasion, known, at=step.at)


def _is_between_offices(case: Case, event: CaseMoved) -> bool:
    """Asking another office, or handing the step over, leaves the matter where it is: her page tells it."""
    action = cases.get_procedure(case).action(event.action)
    return event.from_state == event.to_state and not event.notice and not (action and action.extends)


def tell_late(event: CaseEscalated) -> None:
    """The post on this rung of the ladder hears that a case is late, or about to be."""
    if event.room != queries.ROOM or not event.held:
        return
    case = Case.objects.select_related("matter_item").get(pk=event.case_id)
    notify(
        event="matters-late",
        subject=f"case:{case.pk}",
        recipients=[To("supervisor", role=event.role, scope=event.scope)],
        facts={
            "title": case.title,
            "number": case.number,
            "matter": case.matter_item.code,
            "handed": event.handed,
        },
        now=CaseStep.objects.get(case=case, seq=event.seq).at,
        key=f"case:{case.pk}:{event.seq}:late",
        link=f"/desk/cases/{case.number}/",
        label="late",
    )


def _occasion(case: Case, event: CaseMoved, step: CaseStep) -> tuple[str, dict[str, object]]:
    """What the step is to the people concerned, with the facts that its words may name."""
    if event.notice == OfficialNotice.Kind.SUPPLEMENT:
        matter = queries.pinned_matter(case)
        missing = [paper.title for paper in matter.papers if paper.code in step.data.get("papers", [])]
        return "matters-supplement", {"papers": missing}
    if event.notice == OfficialNotice.Kind.ACCEPTANCE:
        return "matters-acceptance", {"day": _promised_day(case)}
    if event.outcome:
        return "matters-ended", {"outcome": event.outcome, "notice": event.notice}
    procedure = packs.load(case.procedure_item)
    return "matters-step", {"action": event.action, "state": procedure.state(event.to_state).title}


def _promised_day(case: Case) -> date | None:
    """The last day of the term as promised on acceptance; what is paused or extended later does not change it."""
    if case.accepted_at is None:
        return None
    term = cases.get_procedure(case).limits.promised
    return end_of(term, clock.local(case.accepted_at), cases.calendar_of(case)).date()


def _tell(case: Case, seq: int, label: str, occasion: str, facts: dict[str, object], *, at: datetime) -> None:
    """Once for each step, dated as the step; the represented person is told besides the agent."""
    common = {
        "title": case.title,
        "number": case.number,
        "matter": case.matter_item.code,
        "name": case.applicant.name,
    }
    people = [To("applicant", case.applicant_id)]
    if case.agent_id is not None:
        people.append(To("agent", case.agent_id))
    notify(
        event=occasion,
        subject=f"case:{case.pk}",
        recipients=people,
        facts=common | facts,
        now=at,
        key=f"case:{case.pk}:{seq}",
        link=f"/my/cases/{case.number}/",
        label=label,
        places=cases.places_of(case),
    )
