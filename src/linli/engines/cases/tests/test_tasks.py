"""Questions, handing over and supervision as they are kept: rows, queues, who sees the case, who is refused."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from linli.engines.cases import actions, asked, holders, queries, refusals
from linli.engines.cases.actions import Chosen
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.tests.conftest import Desk, at
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.errors import NotFound
from linli.kernel.events.models import EventLog
from linli.registers.organisations.models import Appointment
from tests.support.cast import NOW, TODAY

pytestmark = pytest.mark.django_db

BOTH = Chosen(asks=("town_opinion", "county_opinion"))


def accepted(desk: Desk) -> Case:
    return desk.act("clerk", desk.open(), "accept")


def consulting(desk: Desk) -> Case:
    return desk.act("clerk", accepted(desk), "consult", chosen=BOTH)


def answer(desk: Desk, by: str, case: Case, task: int, said: str, note: str = "") -> Case:
    return actions.answer(
        actor=desk.actor(by), now=at("2026-03-04"), number=case.number, task=task, said=said, note=note
    )


def next_door(desk: Desk, case: Case) -> Chosen:
    return Chosen(to=("clerk", f"community:{desk.cast.places['532301100002'].place_id}"))


def test_who_is_asked_sees_the_case_and_has_the_question_in_the_queue(complaints: Desk) -> None:
    case = accepted(complaints)
    assert not queries.visible_to(complaints.actor("reviewer")).exists()
    complaints.act("clerk", case, "consult", chosen=BOTH)
    assert queries.visible_to(complaints.actor("reviewer")).get() == case
    (owed,) = asked.list_asked(complaints.actor("reviewer"))
    assert (owed.case, asked.title_of(owed), owed.due_at) == (
        case,
        "街道意见",
        at("2026-03-05", 23).replace(minute=59, second=59),
    )
    assert asked.list_asked(complaints.actor("reviewer-next")) == []
    assert [row.number for row in queries.list_queue(complaints.actor("clerk")).cases] == [case.number]


def test_the_clock_goes_on_while_others_are_asked(complaints: Desk) -> None:
    before = accepted(complaints)
    after = complaints.act("clerk", before, "consult", chosen=BOTH)
    assert after.due_at == before.due_at
    assert len(after.ledger) == 1


def test_an_answer_is_kept_sealed_and_told(complaints: Desk) -> None:
    case = answer(complaints, "reviewer", consulting(complaints), 1, "object", "情况不属实，需复核")
    row = CaseTask.objects.get(case=case, number=1)
    assert (row.state, row.answer, row.answered_step) == ("answered", "object", case.revision)
    step = case.story[-1]
    assert "情况不属实".encode() not in bytes(step.note_sealed or b"")
    assert (step.action, step.from_state, step.to_state, step.office) == (
        "answer", "handling", "handling", "鹿城镇社会事务办 · 民政岗",
    )  # fmt: skip
    (first, _second) = asked.list_tasks(case, complaints.actor("clerk"), day=TODAY)
    assert (first.words, first.office, first.choices) == ("情况不属实，需复核", "鹿城镇社会事务办", ())
    told = EventLog.objects.filter(name="case.answered").get()
    assert told.payload["code"] == "town_opinion"
    assert "情况" not in str(told.payload)
    assert AuditEntry.objects.filter(act="case.answer").count() == 1


def test_both_who_are_asked_are_told_apart(complaints: Desk) -> None:
    consulting(complaints)
    told = EventLog.objects.filter(name="case.asked").order_by("id")
    assert [(event.payload["task"], event.payload["role"]) for event in told] == [
        (1, "reviewer"),
        (2, "decider"),
    ]


def test_the_step_that_waits_is_refused_until_all_have_answered(complaints: Desk) -> None:
    case = consulting(complaints)
    answer(complaints, "reviewer", case, 1, "agree")
    with pytest.raises(refusals.AnswersMissing):
        complaints.act("clerk", case, "submit")
    answer(complaints, "decider", case, 2, "agree")
    assert complaints.act("clerk", case, "submit").state == "review"


@pytest.mark.parametrize("by", ["clerk", "decider"])
def test_who_was_not_asked_answers_nothing(complaints: Desk, by: str) -> None:
    with pytest.raises(refusals.NotYours):
        answer(complaints, by, consulting(complaints), 1, "agree")


def test_who_applied_answers_nothing_in_the_own_matter_whatever_posts_they_hold(complaints: Desk) -> None:
    case = consulting(complaints)
    reviewer = replace(complaints.actor("reviewer"), person_id=case.applicant_id)
    with pytest.raises(refusals.NotYours):
        actions.answer(actor=reviewer, now=NOW, number=case.number, task=1, said="agree")


@pytest.mark.parametrize("by", ["stranger", "reviewer-next", "planner", "chen"])
def test_who_does_not_see_the_case_finds_none_to_answer(complaints: Desk, by: str) -> None:
    with pytest.raises(NotFound):
        answer(complaints, by, consulting(complaints), 1, "agree")


def test_a_question_is_not_asked_where_nobody_holds_the_post(complaints: Desk) -> None:
    case = accepted(complaints)
    Appointment.objects.filter(post__role="decider").delete()
    with pytest.raises(refusals.NobodyInCharge):
        complaints.act("clerk", case, "consult", chosen=BOTH)
    assert not CaseTask.objects.exists()
    assert complaints.act("clerk", case, "consult", chosen=Chosen(asks=["town_opinion"])).revision == 3


def test_a_closed_case_leaves_no_open_question(complaints: Desk) -> None:
    case = complaints.act("wang", consulting(complaints), "withdraw")
    assert set(CaseTask.objects.filter(case=case).values_list("state", flat=True)) == {"cancelled"}
    assert asked.list_asked(complaints.actor("reviewer")) == []


def test_who_may_supervise_sees_the_case_and_who_has_it_owes_the_report(complaints: Desk) -> None:
    case = accepted(complaints)
    complaints.act("decider", case, "supervise", note="市长热线转来，请说明进展")
    (owed,) = asked.list_asked(complaints.actor("clerk"))
    assert (owed.kind, owed.number) == ("supervision", 1)
    answer(complaints, "colleague", case, 1, "report", "已联系，3 月 5 日上门")
    assert asked.list_asked(complaints.actor("clerk")) == []


def test_handed_over_a_case_is_in_the_other_queue_and_seen_by_both(complaints: Desk) -> None:
    case = accepted(complaints)
    to = next_door(complaints, case)
    assert not queries.visible_to(complaints.actor("stranger")).exists()
    case = complaints.act("clerk", case, "hand_over", note="不在本辖区", chosen=to)
    assert (case.queue_role, case.queue_scope) == to.to
    assert [row.pk for row in queries.list_queue(complaints.actor("stranger")).cases] == [case.pk]
    assert queries.list_queue(complaints.actor("clerk")).cases == []
    assert queries.visible_to(complaints.actor("clerk")).exists()
    case = complaints.act("stranger", case, "consult", chosen=Chosen(asks=["town_opinion"]))
    assert case.story[-1].office == "北湖社区服务站 · 综合窗口"
    case = complaints.act("stranger", case, "recall")
    assert [row.pk for row in queries.list_queue(complaints.actor("clerk")).cases] == [case.pk]


def test_only_posts_that_somebody_holds_can_be_chosen(complaints: Desk) -> None:
    case = accepted(complaints)
    action = queries.get_procedure(case).action("hand_over")
    assert action is not None
    found = holders.list_targets(case, action, day=local_day(NOW))
    assert [(choice.office, choice.post) for choice in found] == [
        ("北湖社区服务站", next_door(complaints, case).to)
    ]
    lotus = complaints.cast.places["532301101200"].place_id
    for nobody in (("clerk", f"community:{lotus}"), ("clerk", "community:0"), ("decider", "county:1")):
        with pytest.raises((refusals.NobodyInCharge, refusals.TargetUnknown)):
            complaints.act("clerk", case, "hand_over", note="转", chosen=Chosen(to=nobody))


def test_a_task_is_open_or_answered_never_both(complaints: Desk) -> None:
    case = consulting(complaints)
    with pytest.raises(IntegrityError):
        CaseTask.objects.filter(case=case, number=1).update(answer="agree")
