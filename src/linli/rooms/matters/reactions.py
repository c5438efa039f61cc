"""What follows from a case's steps: official notices, telling the applicant and the posts concerned. Rows only; safe to
repeat."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.utils import translation

from linli.engines.cases import asked
from linli.engines.cases import queries as cases
from linli.engines.cases.course import Post
from linli.engines.cases.limits import promised_due
from linli.engines.cases.models import Case, CaseStep, CaseTask
from linli.engines.cases.published import (
    CaseAnswered,
    CaseAsked,
    CaseAssigned,
    CaseEscalated,
    CaseMoved,
    CaseOpened,
    CaseTaskOverdue,
)
from linli.engines.cases.terms import end_of
from linli.engines.cases.wording import late_words, level_words, term_words
from linli.engines.notices.actions import To, notify, settle
from linli.engines.notices.words import LANGUAGE
from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.kernel.events.registry import subscribe
from linli.kernel.roles import ROLES
from linli.kernel.ui.format import format_full_date, join_words
from linli.registers.mandates.queries import may_agent
from linli.registers.places.queries import get_path_names
from linli.rooms.matters import queries
from linli.rooms.matters.models import OfficialNotice


def subscribe_all() -> None:
    subscribe(CaseOpened, "matters.tell_received", tell_received)
    subscribe(CaseMoved, "matters.follow_step", follow_step)
    subscribe(CaseEscalated, "matters.tell_late", tell_late)
    subscribe(CaseAsked, "matters.tell_asked", tell_asked)
    subscribe(CaseAnswered, "matters.tell_answered", tell_answered)
    subscribe(CaseTaskOverdue, "matters.tell_task_overdue", tell_task_overdue)
    subscribe(CaseAssigned, "matters.tell_triage", tell_triage)


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
    _settle_step(case, event, at=step.at)
    if _is_between_offices(case, event):
        return
    occasion, known = _occasion(case, event, step)
    _tell(case, event.seq, event.notice or event.action, occasion, known, at=step.at)


_ASKING: Final = ("asked", "task-overdue", "late", "triage")
"""Labels of what asks something of posts for as long as the case is open."""


def _settle_step(case: Case, event: CaseMoved, *, at: datetime) -> None:
    """What a step has settled goes from what posts were told: all of it with the end, else questions taken back."""
    action = cases.get_procedure(case).action(event.action)
    if event.phase == "closed":
        settle(now=at, subject=f"case:{case.pk}", labels=_ASKING)
    elif action is not None and action.cancels:
        _settle(case, CaseTask.objects.filter(case=case, state="cancelled"), at=at)


def _settle(case: Case, tasks: Iterable[CaseTask], *, at: datetime) -> None:
    """Nobody owes an answer to these any more."""
    for task in tasks:
        keys = [
            f"case:{case.pk}:{task.asked_step}:asked:{task.number}",
            f"case:{case.pk}:task:{task.number}:overdue",
        ]
        keys += [f"case:{case.pk}:{seq}:late" for seq in asked.rungs_of(case, task.number)]
        settle(now=at, subject=f"case:{case.pk}", keys=keys)


def _is_between_offices(case: Case, event: CaseMoved) -> bool:
    """Asking another office, or handing the step over, leaves the matter where it is: her page tells it."""
    action = cases.get_procedure(case).action(event.action)
    return event.from_state == event.to_state and not event.notice and not (action and action.extends)


def tell_late(event: CaseEscalated) -> None:
    """The post on this rung of the ladder hears that a case is late, or about to be. Where nobody holds that post, the
    county's administrator hears so."""
    if event.room != queries.ROOM:
        return
    case, step = _case(event.case_id), CaseStep.objects.get(case=event.case_id, seq=event.seq)
    at, key = step.at, f"case:{case.pk}:{event.seq}:late"
    if event.held:
        supervisor = To("supervisor", role=event.role, scope=event.scope)
        own = (case.queue_role, case.queue_scope) == (event.role, event.scope)
        facts = {"handed": event.handed, "own": own and not event.task, **_late_facts(case, step, event)}
        _tell_posts(case, "matters-late", [supervisor], facts, at=at, key=key)
        return
    administrator = To("administrator", role="administrator", scope=f"county:{event.county}")
    unheld: dict[str, object] = {"post": _post_words(event.role, event.scope)}
    _tell_posts(case, "matters-unheld", [administrator], unheld, at=at, key=key, link="")


def tell_asked(event: CaseAsked) -> None:
    """Who has to answer hears what is asked of her."""
    if event.room != queries.ROOM:
        return
    case, task = _case(event.case_id), CaseTask.objects.get(case=event.case_id, number=event.task)
    asked_of = To("handler", role=event.role, scope=event.scope)
    facts: dict[str, object] = {**_task_facts(task), "kind": event.kind}
    key = f"case:{case.pk}:{event.seq}:asked:{event.task}"
    _tell_posts(case, "matters-asked", [asked_of], facts, at=task.asked_at, key=key)


def tell_answered(event: CaseAnswered) -> None:
    """Who asked hears that there is an answer, and so does who has the case; its words stand with the case."""
    if event.room != queries.ROOM:
        return
    case, task = _case(event.case_id), CaseTask.objects.get(case=event.case_id, number=event.task)
    posts = {*asked.asked_by(case, event.task), (event.role, event.scope)} - {(task.role, task.scope)}
    facts: dict[str, object] = {"task": asked.title_of(task), "answer": event.answer}
    at = CaseStep.objects.get(case=case, seq=event.seq).at
    key = f"case:{case.pk}:{event.seq}:answered"
    _tell_posts(case, "matters-answered", _handlers(posts), facts, at=at, key=key)
    _settle(case, [task], at=at)


def tell_task_overdue(event: CaseTaskOverdue) -> None:
    """Who owes an answer hears that it is late, and so does who asked. Once."""
    if event.room != queries.ROOM:
        return
    case, task = _case(event.case_id), CaseTask.objects.get(case=event.case_id, number=event.task)
    if task.overdue_at is None:
        raise TypeError("a task that was not noted as overdue")
    asking = [To("supervisor", role=role, scope=scope) for role, scope in asked.asked_by(case, event.task)]
    told = [To("handler", role=event.role, scope=event.scope), *asking]
    key = f"case:{case.pk}:task:{event.task}:overdue"
    _tell_posts(case, "matters-task-overdue", told, _task_facts(task), at=task.overdue_at, key=key)


def tell_triage(event: CaseAssigned) -> None:
    """Where no table decided, who places cases by hand hears so."""
    if event.room != queries.ROOM or not event.reason:
        return
    case = _case(event.case_id)
    at = CaseStep.objects.get(case=case, seq=event.seq).at
    triage = To("handler", role=event.role, scope=event.scope)
    key = f"case:{case.pk}:{event.seq}:triage"
    _tell_posts(case, "matters-triage", [triage], {"reason": event.reason}, at=at, key=key)


def _case(case_id: int) -> Case:
    return Case.objects.select_related("matter_item").get(pk=case_id)


def _late_facts(case: Case, step: CaseStep, event: CaseEscalated) -> dict[str, object]:
    """Of a rung that was taken: its level, how late the case, or the answer to a task, was then, and at whose desk."""
    due, at = cases.due_of_rung(step), clock.local(step.at)
    task = CaseTask.objects.get(case=case, number=event.task) if event.task else None
    units = asked.unit_owing(task, day=at.date()) if task else asked.whereabouts(case, day=at.date())
    with translation.override(LANGUAGE):
        return {
            "rung": level_words(event.scope.partition(":")[0]),
            "task": asked.title_of(task) if task else "",
            "late": late_words(due, at, cases.calendar_of(case)) if due else "",
            "state": cases.state_title(case),
            "desk": join_words(units),
        }


def _handlers(posts: Collection[Post]) -> list[To]:
    """The posts among them: the applicant, who may have the case, is told by other words."""
    return [To("handler", role=role, scope=scope) for role, scope in sorted(posts) if role in ROLES]


def _task_facts(task: CaseTask) -> dict[str, object]:
    with translation.override(LANGUAGE):
        until = format_full_date(clock.local_day(task.due_at)) if task.due_at else ""
    return {"task": asked.title_of(task), "until": until}


def _post_words(role: str, scope: str) -> str:
    """«鹿城镇 街道审核人»; without the place where the case has none of that level."""
    place = scope.partition(":")[2]
    names = get_path_names(int(place)) if place else []
    return " ".join([*(name for _id, _level, name in names[-1:]), ROLES[role]])


def _tell_posts(
    case: Case, occasion: str, recipients: Sequence[To], facts: Mapping[str, object], *, at: datetime, key: str,
    link: str | None = None,
) -> None:  # fmt: skip
    """Tell posts of something about a case: once for each `key`, and without the applicant's name."""
    known = {"title": case.title, "number": case.number, "matter": case.matter_item.code}
    notify(
        event=occasion,
        subject=f"case:{case.pk}",
        recipients=recipients,
        facts=known | dict(facts),
        now=at,
        key=key,
        link=f"/desk/cases/{case.number}/" if link is None else link,
        label=occasion.removeprefix("matters-"),
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
    action, due = procedure.action(event.action), promised_due(case)
    if action is not None and action.extends and due is not None:
        return "matters-extended", {"day": clock.local_day(due)}
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
        "verb": queries.pinned_matter(case).verb,
        "name": case.applicant.name,
    }
    people = [To("applicant", case.applicant_id)]
    if case.agent_id is not None and may_agent(case.agent_id, case.applicant_id, day=clock.local_day(at)):
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
