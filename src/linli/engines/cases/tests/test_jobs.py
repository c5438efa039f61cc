"""What happens to cases when nobody does anything."""

from datetime import date

from linli.engines.cases import story
from linli.engines.cases.actions import rebuild_due
from linli.engines.cases.jobs import accept_overdue
from linli.engines.cases.models import Case, CaseStep
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day

from .conftest import Desk, at


def test_a_case_nobody_answered_counts_as_accepted_from_the_day_of_receipt(desk: Desk) -> None:
    case = desk.open()
    assert accept_overdue(at("2026-03-09", 23)) == 0
    assert accept_overdue(at("2026-03-10", 1)) == 1
    case.refresh_from_db()
    assert (case.state, local_day(case.accepted_at)) == ("accepted", date(2026, 3, 2))  # type: ignore[arg-type]
    assert local_day(case.due_at) == date(2026, 3, 30)  # type: ignore[arg-type]
    step = CaseStep.objects.get(case=case, action="deem_accepted")
    assert (step.actor_user_id, step.office) == (None, "系统")
    assert AuditEntry.objects.filter(object_ref=f"case:{case.pk}", act="case.deem_accepted").count() == 1


def test_who_was_told_in_time_and_who_waits_for_the_applicant_is_left_alone(desk: Desk) -> None:
    accepted, asked = desk.open(), desk.open()
    desk.act("clerk", accepted, "accept")
    desk.act("clerk", asked, "request_supplement", note="缺银行卡照片")
    assert accept_overdue(at("2026-06-01")) == 0
    assert set(Case.objects.values_list("state", flat=True)) == {"accepted", "supplement_requested"}


def test_a_second_round_finds_nothing_more(desk: Desk) -> None:
    case = desk.open()
    assert [accept_overdue(at("2026-03-10")) for _ in range(2)] == [1, 0]
    assert len(story.list_steps(Case.objects.get(pk=case.pk))) == 2


def _break_history(case: Case) -> None:
    """A step from outside of the engine, which the procedure does not know."""
    CaseStep.objects.create(case=case, seq=2, action="unknown", to_state="nowhere", at=at("2026-03-03"))


def test_one_broken_case_does_not_keep_the_others_from_being_accepted(desk: Desk) -> None:
    broken, sound = desk.open(), desk.open()
    _break_history(broken)
    assert accept_overdue(at("2026-03-10")) == 1
    sound.refresh_from_db()
    assert sound.state == "accepted"


def test_one_broken_case_does_not_keep_the_due_days_of_others(desk: Desk) -> None:
    broken, sound = desk.open(), desk.open()
    due = sound.due_at
    _break_history(broken)
    Case.objects.update(due_at=at("2026-12-31"))
    assert rebuild_due() == 1
    sound.refresh_from_db()
    assert sound.due_at == due
