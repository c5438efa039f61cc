"""Taking up a case again that had ended: until when, how often, and with a clock that begins anew."""

from datetime import datetime, timedelta

import pytest

from linli.engines.cases import refusals
from linli.engines.cases.deadline import Op, due_at
from linli.engines.cases.definitions import Phase
from linli.engines.cases.tests.worked import (
    APPLICANT,
    CALENDAR,
    CLERK,
    DECIDER,
    MONDAY,
    REVIEWER,
    Story,
)

DAY = timedelta(days=1)


@pytest.fixture
def ended() -> Story:
    """Accepted on Monday, finished on Wednesday."""
    story = Story()
    story.step("accept")
    story.step("consult", asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    story.now = MONDAY + 2 * DAY
    story.step("submit")
    story.step("finish", REVIEWER)
    return story


@pytest.mark.parametrize("who", [CLERK, APPLICANT])
def test_the_clock_of_a_reopened_case_begins_anew(ended: Story, who: object) -> None:
    ended.now = MONDAY + 7 * DAY
    move = ended.step("reopen", who)  # type: ignore[arg-type]
    assert [(entry.op, entry.at) for entry in move.clock] == [(Op.RESTART, ended.now)]
    assert move.since == ended.now
    assert ended.course.accepted
    promised = due_at(ended.ledger, ended.procedure.limits.promised, CALENDAR)
    assert promised is not None
    assert promised.date() == (MONDAY + 21 * DAY).date(), "ten working days after 9 March"


def test_it_can_end_again_and_then_not_be_reopened_a_second_time(ended: Story) -> None:
    ended.step("reopen")
    ended.step("submit")
    assert ended.step("finish", REVIEWER).clock[-1].op is Op.STOP
    assert ended.course.state.phase is Phase.CLOSED
    with pytest.raises(refusals.TooOften):
        ended.step("reopen")
    assert ended.offered(CLERK) == {}


def test_the_sixtieth_day_is_the_last(ended: Story) -> None:
    last = datetime(2026, 5, 4, 23, 59, tzinfo=MONDAY.tzinfo)  # 3 May is a Sunday
    ended.now = last + DAY
    with pytest.raises(refusals.TooLate):
        ended.step("reopen")
    assert ended.offered(CLERK) == {}
    ended.now = last
    assert ended.step("reopen").after.code == "handling"


def test_who_is_not_named_does_not_reopen(ended: Story) -> None:
    with pytest.raises(refusals.NotYours):
        ended.step("reopen", DECIDER)


def test_a_withdrawn_request_that_was_never_accepted_is_accepted_when_it_is_reopened() -> None:
    story = Story()
    story.step("withdraw", APPLICANT)
    assert [entry.op for entry in story.step("reopen").clock] == [Op.RUN]


def test_a_term_is_extended_with_a_reason_and_once() -> None:
    story = Story()
    story.step("accept")
    story.step("consult", asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    story.step("submit")
    move = story.step("extend", REVIEWER)
    assert [(entry.op, entry.extra and entry.extra.workdays) for entry in move.clock] == [(Op.EXTEND, 5)]
    assert move.after.code == "review"
    with pytest.raises(refusals.TooOften):
        story.step("extend", REVIEWER)
