"""Anybody tries anything, with the database: the rows are what history and ledger say, and nobody acts on what they do
not see."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linli.engines.cases import actions, deadline, ladder, queries, rules
from linli.engines.cases.actions import Chosen
from linli.engines.cases.course import replay
from linli.engines.cases.jobs import escalate_due
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.tests.conftest import Desk, at
from linli.engines.cases.tests.worked import COMPLAINT
from linli.kernel.clock import local
from linli.kernel.errors import DomainError, NotFound
from tests.support.drawing import examples

CAST = ("clerk", "stranger", "reviewer", "decider", "wang", "chen", "planner")
CODES = tuple(action.code for action in COMPLAINT.actions)


def make(desk: Desk) -> type[RuleBasedStateMachine]:
    class Rows(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.frame = transaction.atomic()
            self.frame.__enter__()
            self.now = at("2026-03-02")
            self.number = desk.open(now=self.now).number
            desk.act("clerk", self.row(), "accept", self.now)

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

        def row(self) -> Case:
            return Case.objects.get(number=self.number)

        @rule(hours=st.integers(0, 24 * 6))
        def time_passes(self, hours: int) -> None:
            self.now += timedelta(hours=hours)
            escalate_due(self.now)

        @rule(
            who=st.sampled_from(CAST), code=st.sampled_from(CODES), note=st.sampled_from(["", "理由"]),
            asks=st.sets(st.sampled_from(["town_opinion", "county_opinion"])), nobody=st.booleans(),
        )  # fmt: skip
        def somebody_tries(self, who: str, code: str, note: str, asks: set[str], nobody: bool) -> None:
            place = "532301101200" if nobody else "532301100002"
            chosen = Chosen(asks=sorted(asks), to=("clerk", f"community:{desk.cast.places[place].place_id}"))
            self._try(who, code, note, chosen)

        @rule(data=st.data(), who=st.sampled_from(CAST))
        def somebody_takes_a_step_that_is_offered(self, data: st.DataObject, who: str) -> None:
            try:
                case = queries.get_case(desk.actor(who), self.number)
            except NotFound:
                return
            offers = [o for o in queries.available_actions(case, desk.actor(who), now=self.now) if o.ready]
            if offers:
                action = data.draw(st.sampled_from(offers)).action
                target = desk.cast.places["532301100002"].place_id
                self._try(who, action.code, "理由", Chosen(action.asks, ("clerk", f"community:{target}")))

        def _try(self, who: str, code: str, note: str, chosen: Chosen) -> None:
            before, seen = self.row(), queries.visible_to(desk.actor(who)).filter(number=self.number).exists()
            try:
                with transaction.atomic():
                    actions.act(
                        actor=desk.actor(who), now=self.now, number=self.number, action=code, note=note,
                        chosen=chosen,
                    )  # fmt: skip
            except DomainError:
                taken = False
            else:
                taken = True
            assert self.row().revision == before.revision + taken, "a refused step leaves no trace"
            assert seen or not taken
            assert who not in ("chen", "planner") or not taken

        @rule(
            who=st.sampled_from(CAST),
            task=st.integers(1, 3),
            said=st.sampled_from(["agree", "object", "report"]),
        )
        def somebody_answers(self, who: str, task: int, said: str) -> None:
            owed = CaseTask.objects.filter(case__number=self.number, number=task, state="open").first()
            posts = {(grant.role, grant.scope) for grant in desk.actor(who).grants}
            try:
                with transaction.atomic():
                    actions.answer(
                        actor=desk.actor(who),
                        now=self.now,
                        number=self.number,
                        task=task,
                        said=said,
                        note="说明",
                    )
            except DomainError:
                return
            assert owed is not None
            assert (owed.role, owed.scope) in posts

        @invariant()
        def the_row_is_what_history_and_ledger_say(self) -> None:
            row, calendar = self.row(), queries.calendar_of(self.row())
            course, entries = replay(COMPLAINT, queries.history_of(row)), queries.entries_of(row)
            assert row.revision == len(row.story) == max(step.seq for step in row.story)
            assert (row.state, row.phase) == (course.state.code, course.state.phase)
            assert (row.closed_at is not None) == (row.phase == "closed") == (row.queue_role == "")
            own = rules.queue_of(course.state, queries.places_of(row), row.applicant_id)
            assert (row.queue_role, row.queue_scope) == (course.holder or own)
            due = rules.current_due(COMPLAINT, course.state, course.since, entries, calendar)
            assert row.due_at == due
            assert row.accepted_at == deadline.begun_at(entries)
            moment = local(due) if due and row.closed_at is None else None
            ahead = ladder.next_rung(
                COMPLAINT.escalation, course.climbed, moment, calendar, state=course.state.code
            )
            assert row.escalate_at == (ahead.at if ahead else None)

        @invariant()
        def tasks_are_what_the_history_says_and_somebody_owes_the_open_ones(self) -> None:
            row = self.row()
            course = replay(COMPLAINT, queries.history_of(row))
            told = [(one.number, one.code, *one.post, one.state, one.answer) for one in course.tasks]
            fields = ("number", "code", "role", "scope", "state", "answer")
            assert list(CaseTask.objects.filter(case=row).order_by("number").values_list(*fields)) == told
            posts = {(grant.role, grant.scope) for who in CAST for grant in desk.actor(who).grants}
            assert {(role, scope) for _n, _c, role, scope, state, _a in told if state == "open"} <= posts

        @invariant()
        def who_has_it_sees_it(self) -> None:
            row = self.row()
            for who in CAST:
                posts = {(grant.role, grant.scope) for grant in desk.actor(who).grants}
                if (row.queue_role, row.queue_scope) in posts:
                    assert queries.visible_to(desk.actor(who)).filter(pk=row.pk).exists()

    return Rows


@pytest.mark.django_db
def test_no_sequence_of_steps_leaves_rows_that_the_history_does_not_explain(complaints: Desk) -> None:
    run_state_machine_as_test(
        make(complaints),
        settings=settings(
            max_examples=examples(8),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
