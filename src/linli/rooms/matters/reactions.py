"""What follows from a case's steps: official notices, and telling the applicant. Rows only; safe to repeat."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case, CaseStep
from linli.engines.cases.published import CaseMoved, CaseOpened
from linli.engines.cases.terms import end_of
from linli.engines.cases.wording import term_words
from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.kernel.dispatch.actions import queue
from linli.kernel.events.registry import subscribe
from linli.kernel.ui.format import format_full_date, join_words
from linli.rooms.matters import queries
from linli.rooms.matters.models import OfficialNotice

LANGUAGE = "zh-hans"  # what is written to residents; the language of a clerk's screen does not matter


def subscribe_all() -> None:
    subscribe(CaseOpened, "matters.tell_received", tell_received)
    subscribe(CaseMoved, "matters.follow_step", follow_step)


def tell_received(event: CaseOpened) -> None:
    """The applicant hears that her request arrived."""
    if event.room != queries.ROOM:
        return
    case = Case.objects.get(pk=event.case_id)
    intake = cases.get_procedure(case).supplement
    facts = {"title": case.title, "number": case.number, "term": term_words(intake.within) if intake else ""}
    with translation.override(LANGUAGE):
        text = _("We received your request «%(title)s», number %(number)s.")
        if intake is not None:
            text = _(
                "We received your request «%(title)s», number %(number)s. "
                "Within %(term)s the community tells you whether all papers are there."
            )
        _tell(case, 0, "received", text % facts, at=case.opened_at)


def follow_step(event: CaseMoved) -> None:
    """Issue the notice that the step asks for, take down a public notice that is over, tell the applicant."""
    if event.room != queries.ROOM:
        return
    case = Case.objects.get(pk=event.case_id)
    step = CaseStep.objects.get(case=case, seq=event.seq)
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
    with translation.override(LANGUAGE):
        _tell(case, event.seq, event.notice or event.action, _words(case, event, step), at=step.at)


def _words(case: Case, event: CaseMoved, step: CaseStep) -> str:
    facts = {"title": case.title, "number": case.number}
    if event.notice == OfficialNotice.Kind.SUPPLEMENT:
        matter = queries.pinned_matter(case)
        missing = [paper.title for paper in matter.papers if paper.code in step.data.get("papers", [])]
        facts["papers"] = join_words(missing)
        return _("«%(title)s»: still missing are %(papers)s. Hand them in and it goes on.") % facts
    if event.notice == OfficialNotice.Kind.ACCEPTANCE:
        promised = _promised_day(case)
        facts["day"] = format_full_date(promised) if promised else ""
        return _("«%(title)s» is accepted. You get an answer by %(day)s at the latest.") % facts
    if event.outcome == "granted":
        return _("«%(title)s» is granted. You can rate this service on the page of your matter.") % facts
    if event.outcome == "refused":
        return _("«%(title)s» is not granted. The reason stands on the page of your matter.") % facts
    if event.outcome == "withdrawn":
        return _("«%(title)s» is withdrawn, as you wished.") % facts
    procedure = packs.load(case.procedure_item)
    facts["state"] = procedure.state(event.to_state).title
    return _("«%(title)s» has reached the step «%(state)s».") % facts


def _promised_day(case: Case) -> date | None:
    """The last day of the term as promised on acceptance; what is paused or extended later does not change it."""
    if case.accepted_at is None:
        return None
    term = cases.get_procedure(case).limits.promised
    return end_of(term, clock.local(case.accepted_at), cases.calendar_of(case)).date()


def _tell(case: Case, seq: int, template: str, text: str, *, at: datetime) -> None:
    """One message per step and recipient, dated as the step; the represented person is always told."""
    queue(
        key=f"case:{case.pk}:{seq}",
        person_id=case.applicant_id,
        subject=f"case:{case.pk}",
        template=template,
        text=text,
        now=at,
        link=f"/my/cases/{case.number}/",
    )
