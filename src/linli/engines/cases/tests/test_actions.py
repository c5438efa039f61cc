"""What opening a case and taking a step write, all at once or not at all."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.engines.cases import actions, queries, refusals, story
from linli.engines.cases.models import Case, CaseParticipant, CaseStep, ClockInterval
from linli.engines.cases.published import CaseMoved, CaseOpened
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.codes import check_character
from linli.kernel.errors import Conflict, NotFound
from linli.kernel.events.models import EventLog
from linli.kernel.events.registry import load
from linli.registers.calendar import queries as calendar_queries
from linli.registers.calendar.models import CalendarDay
from tests.support.cast import NOW

from .conftest import Desk, at, statements


def test_an_opened_case_has_number_query_code_queue_and_due_day(desk: Desk) -> None:
    case = desk.open()
    case.refresh_from_db()
    assert re.fullmatch(r"532301100001-20260302-0001-\d", case.number)
    assert case.number[-1] == check_character(case.number[:-2])
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{8}", queries.get_query_code(case))
    assert (case.state, case.phase, case.revision) == ("received", "intake", 1)
    assert (case.queue_role, case.queue_scope) == ("clerk", f"community:{case.community}")
    assert local_day(case.due_at) == date(2026, 3, 9)  # type: ignore[arg-type]
    assert case.accepted_at is None
    assert case.operator_user_id == desk.actor("wang").user_id


def test_numbers_count_up_within_a_place_and_a_day(desk: Desk) -> None:
    numbers = [desk.open(now=now).number for now in (NOW, NOW, NOW + timedelta(days=1))]
    assert [number[13:26] for number in numbers] == ["20260302-0001", "20260302-0002", "20260303-0001"]


def test_acceptance_starts_the_clock_and_the_promise(desk: Desk) -> None:
    case = desk.walk_to("accepted")
    assert case.accepted_at == at("2026-03-03")
    assert local_day(case.due_at) == date(2026, 3, 31)  # type: ignore[arg-type]
    assert list(case.intervals.values_list("op", "at", "step")) == [("run", at("2026-03-03"), 2)]


def test_special_procedures_stop_the_clock_and_the_due_day_moves(desk: Desk) -> None:
    assert desk.walk_to("inspection").due_at is None
    case = desk.walk_to("street_review")
    # 20 working days: only 4 March before the pauses (5–9 and 10–18 March), so 19 more from 19 March on.
    assert local_day(case.due_at) == date(2026, 4, 14)  # type: ignore[arg-type]
    told = case.intervals.order_by("seq").values_list("op", "reason")
    assert list(told) == [
        ("run", ""),
        ("pause", "inspection"),
        ("run", ""),
        ("pause", "publicity"),
        ("run", ""),
    ]


def test_a_decision_closes_the_case_and_takes_it_out_of_every_queue(desk: Desk) -> None:
    case = desk.walk_to("closed")
    case.refresh_from_db()
    assert (case.outcome, case.closed_at, case.queue_role, case.queue_scope) == (
        "granted",
        at("2026-03-20"),
        "",
        "",
    )
    assert local_day(case.due_at) == date(2026, 4, 14)  # type: ignore[arg-type]
    assert case.revision == case.steps.count() == 8


def test_a_step_keeps_who_where_when_and_a_sealed_reason(desk: Desk) -> None:
    case = desk.walk_to("inspected")
    step = CaseStep.objects.get(case=case, action="finish_inspection")
    assert (step.from_state, step.to_state, step.at) == ("inspection", "inspected", at("2026-03-09"))
    assert step.actor_user_id == desk.actor("inspector").user_id
    assert step.office == "南山社区服务站 · 入户核查"
    assert "独居".encode() not in bytes(step.note_sealed)
    assert story.list_steps(case)[-1].note == "独居，能自理"


def test_each_step_publishes_one_event_of_ids_and_codes(desk: Desk) -> None:
    case = desk.open()
    desk.act("clerk", case, "accept", at("2026-03-03"), note="王桂兰，电话 13800001111")
    events = [load(row.name, row.payload) for row in EventLog.objects.order_by("id")]
    assert [type(event) for event in events] == [CaseOpened, CaseMoved]
    moved = events[1]
    assert isinstance(moved, CaseMoved)
    assert (moved.subject, moved.seq, moved.action, moved.from_state, moved.to_state, moved.phase) == (
        f"case:{case.pk}", 2, "accept", "received", "accepted", "running",
    )  # fmt: skip
    assert (moved.event, moved.notice, moved.outcome, moved.synthetic) == ("accepted", "acceptance", "", True)
    assert not any(
        "王桂兰" in str(row.payload) or "1380" in str(row.payload) for row in EventLog.objects.all()
    )


def test_each_step_leaves_one_audit_entry_that_names_the_persons(desk: Desk) -> None:
    case = desk.open(agent=desk.cast.people["chen"])
    desk.act("clerk", case, "accept", at("2026-03-03"))
    entries = list(AuditEntry.objects.filter(object_ref=f"case:{case.pk}").order_by("id"))
    assert [entry.act for entry in entries] == ["case.open", "case.accept"]
    persons = sorted(desk.cast.people[name].pk for name in ("wang", "chen"))
    assert [entry.persons for entry in entries] == [persons, persons]


def test_a_refused_step_writes_nothing(desk: Desk) -> None:
    case = desk.open()
    with pytest.raises(refusals.NoteMissing):
        desk.act("clerk", case, "request_supplement")
    case.refresh_from_db()
    assert (case.state, case.revision, case.steps.count()) == ("received", 1, 1)
    assert EventLog.objects.count() == AuditEntry.objects.filter(kind="change").count() == 1


def test_a_double_click_is_carried_out_once(desk: Desk) -> None:
    case = desk.open()
    desk.act("clerk", case, "accept", at("2026-03-03"))
    with pytest.raises(Conflict):
        desk.act("clerk", case, "accept", at("2026-03-03"))
    assert CaseStep.objects.filter(case=case, action="accept").count() == 1


def test_a_page_made_from_an_older_revision_is_refused(desk: Desk) -> None:
    case = desk.open()
    desk.act("clerk", case, "request_supplement", note="缺银行卡照片")
    desk.act("wang", case, "supply", at("2026-03-04"))
    with pytest.raises(refusals.MovedOn):
        desk.act("clerk", case, "accept", at("2026-03-04"), revision=1)
    assert desk.act("clerk", case, "accept", at("2026-03-04"), revision=3).state == "accepted"


def test_a_supplement_gives_the_case_to_the_applicant_and_back(desk: Desk) -> None:
    case = desk.act("clerk", desk.open(), "request_supplement", note="缺银行卡照片")
    wang = desk.cast.people["wang"].pk
    assert (case.queue_role, case.queue_scope, case.due_at) == ("applicant", f"person:{wang}", None)
    case = desk.act("wang", case, "supply", at("2026-03-11"), evidence=[17])
    assert case.queue_role == "clerk"
    assert local_day(case.due_at) == date(2026, 3, 18)  # type: ignore[arg-type]
    assert story.list_steps(case)[-1].evidence == (17,)


def test_a_late_acceptance_dates_from_the_receipt(desk: Desk) -> None:
    case = desk.act("clerk", desk.open(), "accept", at("2026-03-12"))
    assert local_day(case.accepted_at) == date(2026, 3, 2)  # type: ignore[arg-type]
    assert local_day(case.due_at) == date(2026, 3, 30)  # type: ignore[arg-type]


def test_every_queue_a_case_came_through_keeps_seeing_it(desk: Desk) -> None:
    case = desk.walk_to("county_decision")
    posts = CaseParticipant.objects.filter(case=case, person__isnull=True)
    assert set(posts.values_list("kind", "role", "scope")) == {
        ("handling", "clerk", f"community:{case.community}"),
        ("handling", "inspector", f"community:{case.community}"),
        ("handling", "reviewer", f"town:{case.town}"),
        ("deciding", "decider", f"county:{case.county}"),
        ("deciding", "clerk", f"community:{case.community}"),
    }


def test_who_acts_for_herself_is_no_agent(desk: Desk) -> None:
    assert desk.open(agent=desk.cast.people["wang"]).agent is None


@pytest.mark.parametrize("data", [{"why": "王桂兰不在家"}, {"names": ["Wang Guilan"]}, {"at": NOW}])
def test_the_data_of_a_step_hold_no_text(desk: Desk, data: dict[str, object]) -> None:
    case = desk.open()
    with pytest.raises(ValueError, match="data of a step"):
        desk.act("clerk", case, "accept", data=data)
    assert (
        desk.act("clerk", case, "accept", data={"papers": ["id-card"], "forms": {"visit": 7}}).revision == 2
    )


def test_due_days_follow_a_changed_calendar(desk: Desk) -> None:
    case, paused = desk.walk_to("accepted"), desk.walk_to("inspection")
    assert actions.rebuild_due() == 0
    day = CalendarDay.objects.create(
        day=date(2026, 3, 10), kind="holiday", name="测试", source="test", supplier="t"
    )
    calendar_queries.forget()
    assert actions.rebuild_due() == 1
    case.refresh_from_db()
    paused.refresh_from_db()
    assert (local_day(case.due_at), paused.due_at) == (date(2026, 4, 1), None)  # type: ignore[arg-type]
    day.delete()
    calendar_queries.forget()
    assert actions.rebuild_due() == 1


@pytest.mark.parametrize("table", [CaseStep, ClockInterval])
def test_history_cannot_be_changed_or_deleted(
    desk: Desk, table: type[CaseStep] | type[ClockInterval]
) -> None:
    desk.walk_to("accepted")
    for statement in ("UPDATE {} SET seq = seq + 10", "DELETE FROM {}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table._meta.db_table))


def test_an_open_case_without_a_holder_is_refused_by_the_database(desk: Desk) -> None:
    case = desk.open()
    with pytest.raises(DatabaseError, match="case_open_has_holder"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(queue_role="")


def test_a_place_without_the_level_of_the_first_holder_is_refused(desk: Desk) -> None:
    with pytest.raises(refusals.NobodyInCharge):
        desk.open(position=desk.cast.places["532301100"])
    assert not Case.objects.exists()


def test_an_unknown_number_is_not_found(desk: Desk) -> None:
    case = desk.open()
    case.number = "532301100001-20260302-0099-1"
    with pytest.raises(NotFound):
        desk.act("clerk", case, "accept")


def test_opening_takes_few_statements(desk: Desk) -> None:
    desk.open()
    with statements(8):
        desk.open()


def test_a_step_takes_few_statements(desk: Desk) -> None:
    case = desk.walk_to("accepted")
    with statements(9):
        desk.act("clerk", case, "start_inspection", at("2026-03-05"))
