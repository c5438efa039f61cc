"""The old-age allowance: what no sequence of steps can break."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from linli.engines.cases import refusals
from linli.engines.cases.course import replay
from linli.engines.cases.deadline import Op, due_at
from linli.engines.cases.definitions import Clock, Phase
from linli.engines.cases.procedure import Facts, Given, options
from linli.engines.cases.tests.old_age import CALENDAR, CAST, DAY, MONDAY, NOBODY, OLD_AGE, Story
from linli.kernel.errors import DomainError
from tests.support.drawing import examples


class Walk(RuleBasedStateMachine):
    """Anybody tries anything on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.today = MONDAY
        self.before = replay(OLD_AGE, self.story.history)

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.today += days * DAY

    @precondition(lambda self: self.story.state() != "closed")
    @rule(who=st.sampled_from(CAST), action=st.sampled_from(OLD_AGE.actions), note=st.booleans())
    def somebody_tries(self, who: Facts, action: object, note: bool) -> None:
        self._try(who, action.code, note)  # type: ignore[attr-defined]

    @precondition(lambda self: self.story.state() != "closed")
    @rule(data=st.data())
    def somebody_takes_a_step_that_is_offered(self, data: st.DataObject) -> None:
        offers = [
            (who, option.action.code)
            for who in CAST
            for option in options(OLD_AGE, self.story.history, facts=who, now=self.today, calendar=CALENDAR)
            if option.not_before is None
        ]
        who, action = data.draw(st.sampled_from(offers))
        known = len(self.story.history)
        self._try(who, action, note=True)
        assert len(self.story.history) == known + 1, "what is offered can be done"

    def _try(self, who: Facts, code: str, note: bool) -> None:
        known, ledger = list(self.story.history), list(self.story.ledger)
        offered = {
            option.action.code
            for option in options(OLD_AGE, known, facts=who, now=self.today, calendar=CALENDAR)
            if option.not_before is None
        }
        try:
            move = self.story.step(code, who, self.today, Given(note=note))
        except DomainError:
            assert self.story.history == known, "a refused step leaves no trace"
            assert self.story.ledger == ledger
            return
        assert code in offered, "only what is offered to this actor can be done"
        assert who.may(move.action, replay(OLD_AGE, known))
        assert move.before.phase is not Phase.CLOSED

    @invariant()
    def history_explains_the_state(self) -> None:
        course = replay(OLD_AGE, self.story.history)
        assert course.state.code == self.story.history[-1].to
        assert course.accepted == bool(self.story.ledger)

    @invariant()
    def the_clock_does_what_the_state_says(self) -> None:
        state, ledger = replay(OLD_AGE, self.story.history).state, self.story.ledger
        last = ledger[-1].op if ledger else None
        expected = {Clock.RUN: {Op.RUN}, Clock.PAUSE: {Op.PAUSE}, Clock.NONE: {None, Op.STOP}}
        assert last in expected[state.clock]
        assert (last is Op.STOP) == (state.phase is Phase.CLOSED and bool(ledger))
        if state.clock is Clock.RUN:
            assert due_at(ledger, OLD_AGE.limits.promised, CALENDAR) is not None

    @invariant()
    def an_open_case_always_waits_for_somebody_who_can_act(self) -> None:
        course = replay(OLD_AGE, self.story.history)
        if course.state.phase is not Phase.CLOSED:
            holder = (
                Facts(applicant=True)
                if course.state.by == "applicant"
                else Facts(
                    holds=frozenset({course.state.by})  # type: ignore[arg-type]
                )
            )
            assert options(OLD_AGE, self.story.history, facts=holder, now=self.today, calendar=CALENDAR)


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=examples(30), stateful_step_count=25)


@given(st.lists(st.sampled_from([action.code for action in OLD_AGE.actions]), max_size=12))
def test_nobody_gets_anywhere_without_a_right(actions: list[str]) -> None:
    story = Story()
    for action in actions:
        with pytest.raises(refusals.NotYours):
            story.step(action, NOBODY, MONDAY)
