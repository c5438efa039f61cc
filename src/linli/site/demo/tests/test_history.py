"""The past applications of a demo county as they stand in the database."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import TestCase

from linli.engines.cases import queries as cases
from linli.engines.cases.actions import rebuild_due
from linli.engines.cases.limits import explain_limits
from linli.engines.cases.models import Case, CaseStep
from linli.insight.models import MeasureValue
from linli.kernel.accounts.models import User
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.models import Delivery, EventLog
from linli.registers.organisations.queries import get_actor
from linli.registers.people.models import PersonAccount
from linli.registers.people.queries import age_on
from linli.rooms.feedback.models import Rating
from linli.rooms.matters.models import OfficialNotice
from linli.site.demo.build import DemoReport, build_demo
from linli.site.demo.history import write_history
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import DemoRefused
from linli.site.models import DemoStage

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CASES = 40
RESIDENTS = 3_000


def build(cases: int) -> DemoReport:
    return build_demo(
        county="532301", residents=RESIDENTS, seed=7, cases=cases, now=NOW, progress=lambda _: None
    )


def digest_of(seed: int) -> bytes:
    """Of a short history that leaves no trace."""
    spec = DemoSpec(county="532301", residents=RESIDENTS, seed=seed, now=NOW, cases=6)
    with transaction.atomic():
        digest = write_history(spec, lambda _: None).digest
        transaction.set_rollback(True)
    return digest


class TestHistory(TestCase):
    report: DemoReport

    @classmethod
    def setUpTestData(cls) -> None:
        cls.report = build(CASES)

    def test_all_applications_asked_for_are_there_and_marked_synthetic(self) -> None:
        assert self.report.built[-1] == "history"
        assert Case.objects.count() == CASES
        assert not Case.objects.filter(synthetic=False).exists()
        assert not Rating.objects.filter(synthetic=False).exists()

    def test_nobody_with_an_account_applied_and_nobody_twice(self) -> None:
        applicants = list(Case.objects.values_list("applicant", flat=True))
        assert len(set(applicants)) == CASES
        assert not PersonAccount.objects.filter(person__in=applicants).exists()

    def test_applicants_were_eighty_unless_they_were_told_that_they_are_not(self) -> None:
        for case in Case.objects.select_related("applicant"):
            born, day = case.applicant.birth_date, local_day(case.opened_at)
            declined = CaseStep.objects.filter(case=case, action="decline").exists()
            assert born is not None
            assert (age_on(born, day) >= 80) != declined

    def test_deadlines_are_those_that_the_engine_computes_from_steps_and_clock(self) -> None:
        assert rebuild_due() == 0
        running = cases.prefetched(Case.objects.exclude(phase="closed").filter(due_at__isnull=False))
        for case in running:
            view = explain_limits(case, now=NOW)[0]
            assert case.due_at is not None
            assert view.explanation.due == case.due_at

    def test_ratings_are_of_ended_cases_and_later_than_their_end(self) -> None:
        ratings = list(Rating.objects.select_related("case"))
        assert 0 < len(ratings) < Case.objects.filter(phase="closed").count()
        for rating in ratings:
            assert rating.case.closed_at is not None
            assert rating.case.closed_at < rating.given_at < NOW
            assert rating.source == "active"

    def test_events_and_audit_entries_stand_in_the_order_of_time_and_all_before_today(self) -> None:
        subjects = [f"case:{pk}" for pk in Case.objects.values_list("pk", flat=True)]
        entries = AuditEntry.objects.filter(object_ref__in=subjects).order_by("id")
        logged = EventLog.objects.filter(subject__in=subjects).order_by("id")
        for times in (entries.values_list("at", flat=True), logged.values_list("occurred_at", flat=True)):
            assert len(times) > CASES
            assert list(times) == sorted(times)
            assert all(local_day(moment) < TODAY for moment in times)

    def test_everything_caused_is_delivered_sent_and_dated_then(self) -> None:
        assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
        assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}
        about_cases = Dispatch.objects.filter(subject__startswith="case:")
        assert all(local_day(moment) < TODAY for moment in about_cases.values_list("created_at", flat=True))
        for kind in ("supplement", "acceptance", "publicity", "decision"):
            assert OfficialNotice.objects.filter(kind=kind).exists()
        running = OfficialNotice.objects.filter(kind="publicity", withdrawn_at=None)
        assert {notice.case.state for notice in running} == {"publicity"}

    def test_those_who_handle_cases_have_some_overdue_due_today_and_paused(self) -> None:
        queues = {}
        for username in ("clerk", "reviewer", "reviewer-next", "decider"):
            actor = get_actor(User.objects.get(username=username).pk, day=TODAY)
            queues[username] = cases.list_queue(actor).cases
            assert queues[username], username
        clerk = {local_day(case.due_at) if case.due_at else None for case in queues["clerk"]}
        assert None in clerk
        assert TODAY in clerk
        assert min(day for day in clerk if day) < TODAY

    def test_satisfaction_is_counted(self) -> None:
        counted = MeasureValue.objects.filter(measure="ratings_active", day=TODAY)
        assert counted.aggregate(all=Sum("value"))["all"] == Rating.objects.count()

    def test_a_second_run_tells_nothing_again_and_another_number_is_refused(self) -> None:
        assert build(CASES).built == []
        assert build(0).built == []
        assert Case.objects.count() == CASES
        with pytest.raises(DemoRefused, match=f"cases={CASES}"):
            build(CASES + 1)


class TestWithoutHistory(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        build(0)

    def test_no_case_and_no_marker_so_that_a_later_run_may_tell_one(self) -> None:
        assert not Case.objects.exists()
        assert not DemoStage.objects.filter(name="history").exists()
        assert build(5).built == ["filing", "sharing", "history"]
        assert Case.objects.count() == 5
        counted = MeasureValue.objects.filter(measure="ratings_active", day=TODAY)
        assert (counted.aggregate(all=Sum("value"))["all"] or 0) == Rating.objects.count()

    def test_the_same_seed_tells_the_same_and_another_seed_something_else(self) -> None:
        assert digest_of(1) == digest_of(1) != digest_of(2)
