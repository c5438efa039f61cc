"""The interpreter: what is allowed, and what is refused with which code."""

import pytest

from linli.engines.cases import refusals
from linli.engines.cases.course import Past, replay
from linli.engines.cases.deadline import Entry, Op, pauses, runs
from linli.engines.cases.definitions import Holder, Phase, Procedure
from linli.engines.cases.procedure import Facts, Given, Move, interpret, options
from linli.engines.cases.rules import current_due, path_of, queue_of
from linli.engines.cases.terms import Term
from linli.engines.cases.tests.old_age import (
    ALL,
    APPLICANT,
    CALENDAR,
    CLERK,
    DAY,
    DECIDER,
    INSPECTOR,
    MONDAY,
    NOBODY,
    OLD_AGE,
    REVIEWER,
    SYSTEM,
    Story,
    accepted,
    at,
    at_publicity,
    end_of_day,
)
from linli.kernel.errors import Conflict


def test_the_ordinary_course_goes_from_the_counter_to_the_county() -> None:
    story = at_publicity(MONDAY + 3 * DAY)
    assert story.step("end_notice", CLERK, at(2026, 3, 13)).after.by == Holder(role="reviewer", at="town")
    assert story.step("approve", REVIEWER, at(2026, 3, 16)).after.by == Holder(role="decider", at="county")
    last = story.step("grant", DECIDER, at(2026, 3, 17))
    assert (last.after.phase, last.action.outcome) == (Phase.CLOSED, "granted")
    assert [(run.start.day, run.last.day if run.last else None) for run in runs(story.ledger)] == [
        (2, 2), (4, 4), (13, 17),
    ]  # fmt: skip
    assert [pause.reason for pause in pauses(story.ledger)] == ["inspection", "publicity"]


def test_the_clock_starts_at_acceptance_not_at_receipt() -> None:
    story = Story(MONDAY)
    assert story.ledger == []
    story.step("accept", CLERK, MONDAY + 3 * DAY)
    assert story.ledger == [Entry(Op.RUN, MONDAY + 3 * DAY)]


def test_a_supplement_before_acceptance_neither_runs_nor_pauses_the_clock() -> None:
    story = Story(MONDAY)
    story.step("request_supplement", CLERK, MONDAY)
    story.step("supply", APPLICANT, MONDAY + 9 * DAY)
    assert story.ledger == []
    assert story.state() == "received"


def test_everything_missing_is_told_once() -> None:
    story = Story(MONDAY)
    story.step("request_supplement", CLERK, MONDAY)
    story.step("supply", APPLICANT, MONDAY + DAY)
    with pytest.raises(refusals.TooOften):
        story.step("request_supplement", CLERK, MONDAY + DAY)


def test_the_fifth_working_day_is_the_last_to_tell_what_is_missing() -> None:
    Story(MONDAY).step("request_supplement", CLERK, at(2026, 3, 9))
    with pytest.raises(refusals.TooLate):
        Story(MONDAY).step("request_supplement", CLERK, at(2026, 3, 10))
    with pytest.raises(refusals.TooLate):
        Story(MONDAY).step("decline", CLERK, at(2026, 3, 10))


def test_when_nobody_told_the_case_counts_as_accepted_from_the_day_of_receipt() -> None:
    story = Story(MONDAY)
    with pytest.raises(refusals.TooEarly) as early:
        story.step("deem_accepted", SYSTEM, at(2026, 3, 9))
    assert early.value.facts["not_before"] == at(2026, 3, 10, 0)
    story.step("deem_accepted", SYSTEM, at(2026, 3, 12))
    assert story.ledger == [Entry(Op.RUN, MONDAY)]


def test_a_late_acceptance_by_hand_also_counts_from_the_day_of_receipt() -> None:
    story = Story(MONDAY)
    story.step("accept", CLERK, at(2026, 3, 12))
    assert story.ledger == [Entry(Op.RUN, MONDAY)]


def test_supplied_papers_are_a_new_receipt() -> None:
    story = Story(MONDAY)
    story.step("request_supplement", CLERK, MONDAY)
    story.step("supply", APPLICANT, at(2026, 3, 16))
    with pytest.raises(refusals.TooEarly):
        story.step("deem_accepted", SYSTEM, at(2026, 3, 23))
    story.step("deem_accepted", SYSTEM, at(2026, 3, 24))
    assert story.ledger == [Entry(Op.RUN, at(2026, 3, 16))]


def test_the_applicant_may_withdraw_also_when_the_office_is_late() -> None:
    story = Story(MONDAY)
    assert story.step("withdraw", APPLICANT, at(2026, 4, 1)).action.outcome == "withdrawn"


def test_a_public_notice_stays_up_for_five_whole_working_days() -> None:
    posted = at(2026, 3, 5)  # Thursday; 6, 9, 10, 11, 12 must pass
    with pytest.raises(refusals.TooEarly) as early:
        at_publicity(posted).step("end_notice", CLERK, at(2026, 3, 12))
    assert early.value.facts["not_before"] == at(2026, 3, 13, 0)
    assert at_publicity(posted).step("end_notice", CLERK, at(2026, 3, 13, 0)).after.code == "street_review"


def test_options_name_the_day_to_wait_for() -> None:
    found = options(
        OLD_AGE,
        at_publicity(at(2026, 3, 5)).history,
        facts=CLERK,
        now=at(2026, 3, 6),
        calendar=CALENDAR,
    )
    assert [(option.action.code, option.not_before) for option in found] == [
        ("end_notice", at(2026, 3, 13, 0))
    ]
    assert not found[0].ready


def test_options_of_the_wrong_person_are_none() -> None:
    for facts in (REVIEWER, DECIDER, NOBODY):
        assert options(OLD_AGE, accepted().history, facts=facts, now=MONDAY, calendar=CALENDAR) == []


def test_a_double_click_is_a_conflict_that_says_so() -> None:
    story = accepted()
    with pytest.raises(Conflict, match="taken already"):
        story.step("accept", CLERK, MONDAY)


def test_a_step_from_a_stale_page_is_a_conflict() -> None:
    story = accepted()
    with pytest.raises(Conflict, match="moved on"):
        story.step("request_supplement", CLERK, MONDAY)


@pytest.mark.parametrize("facts", [INSPECTOR, REVIEWER, DECIDER, APPLICANT, SYSTEM, NOBODY])
def test_only_the_clerk_accepts(facts: Facts) -> None:
    with pytest.raises(refusals.NotYours):
        Story().step("accept", facts, MONDAY)


def test_a_refusal_needs_its_reason() -> None:
    story = at_publicity(at(2026, 3, 5))
    story.step("end_notice", CLERK, at(2026, 3, 13))
    story.step("approve", REVIEWER, at(2026, 3, 16), Given())
    with pytest.raises(refusals.NoteMissing) as missing:
        story.step("refuse", DECIDER, at(2026, 3, 16), Given())
    assert missing.value.field == "note"


def test_papers_and_forms_that_a_step_needs_are_asked_for() -> None:
    changed = OLD_AGE.model_dump(by_alias=True)
    accept = next(action for action in changed["actions"] if action["code"] == "accept")
    accept["requires"] = {"evidence": True, "forms": ["home-visit"]}
    asking = Procedure.model_validate(changed)

    def accept_with(given: Given) -> None:
        interpret(asking, Story().history, "accept", facts=CLERK, given=given, now=MONDAY, calendar=CALENDAR)

    with pytest.raises(refusals.EvidenceMissing):
        accept_with(Given())
    with pytest.raises(refusals.FormMissing) as missing:
        accept_with(Given(evidence=1))
    assert missing.value.facts["form"] == "home-visit"
    accept_with(Given(evidence=1, forms=frozenset({"home-visit"})))


def test_a_term_can_be_extended_as_often_as_the_procedure_says() -> None:
    changed = OLD_AGE.model_dump(by_alias=True)
    changed["actions"] = [
        *changed["actions"],
        {
            "code": "extend", "title": "延长", "from": ["county_decision"], "to": "county_decision",
            "by": [{"role": "decider", "at": "county"}], "extends": {"workdays": 10}, "at_most": 1,
            "requires": {"note": True},
        },
    ]  # fmt: skip
    longer = Procedure.model_validate(changed)
    story = at_publicity(MONDAY + 3 * DAY)
    story.step("end_notice", CLERK, at(2026, 3, 13))
    story.step("approve", REVIEWER, at(2026, 3, 16))

    def extend() -> Move:
        day = at(2026, 3, 18)
        return interpret(
            longer, story.history, "extend", facts=DECIDER, given=ALL, now=day, calendar=CALENDAR
        )

    move = extend()
    assert move.since == at(2026, 3, 16)
    assert move.clock == (Entry(Op.EXTEND, at(2026, 3, 18), extra=Term(workdays=10)),)
    story.history.append(Past("extend", "county_decision", at(2026, 3, 18)))
    assert replay(longer, story.history).since == at(2026, 3, 16)
    with pytest.raises(refusals.TooOften):
        extend()


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(refusals.UnknownAction):
        Story().step("teleport", CLERK, MONDAY)


@pytest.mark.parametrize(
    "history",
    [
        [],
        [Past("accept", "accepted", MONDAY)],
        [Past("open", "received", MONDAY), Past("grant", "closed", MONDAY)],
        [Past("open", "received", MONDAY), Past("accept", "closed", MONDAY)],
        [Past("open", "received", MONDAY), Past("accept", "accepted", MONDAY - DAY)],
    ],
)
def test_a_history_that_cannot_have_happened_is_not_continued(history: list[Past]) -> None:
    with pytest.raises(refusals.HistoryBroken):
        replay(OLD_AGE, history)


def test_the_due_day_is_first_that_of_intake_then_that_of_the_promise() -> None:
    received = OLD_AGE.state("received")
    assert current_due(OLD_AGE, received, MONDAY, [], CALENDAR) == end_of_day(2026, 3, 9)
    assert current_due(OLD_AGE, OLD_AGE.state("supplement_requested"), MONDAY, [], CALENDAR) is None
    running = [Entry(Op.RUN, MONDAY)]
    assert current_due(OLD_AGE, OLD_AGE.state("accepted"), MONDAY, running, CALENDAR) == end_of_day(
        2026, 3, 30
    )
    paused = [*running, Entry(Op.PAUSE, MONDAY + DAY, "inspection")]
    assert current_due(OLD_AGE, OLD_AGE.state("inspection"), MONDAY, paused, CALENDAR) is None


def test_a_limit_of_the_step_comes_before_a_later_promise() -> None:
    changed = OLD_AGE.model_dump(by_alias=True)
    next(state for state in changed["states"] if state["code"] == "accepted")["limit"] = {"workdays": 3}
    quick = Procedure.model_validate(changed)
    due = current_due(quick, quick.state("accepted"), MONDAY, [Entry(Op.RUN, MONDAY)], CALENDAR)
    assert due == end_of_day(2026, 3, 5)


def test_the_path_shows_what_is_past_where_it_is_and_what_lies_ahead() -> None:
    story = accepted()
    stops = path_of(OLD_AGE, story.history, replay(OLD_AGE, story.history))
    assert [(stop.code, stop.status) for stop in stops[:3]] == [
        ("received", "past"), ("accepted", "here"), ("inspection", "ahead"),
    ]  # fmt: skip
    assert [stop.day for stop in stops[:3]] == [MONDAY.date(), MONDAY.date(), None]


def test_a_state_off_the_course_stands_on_the_path_while_the_case_is_there() -> None:
    story = Story()
    story.step("request_supplement", CLERK, MONDAY)
    stops = path_of(OLD_AGE, story.history, replay(OLD_AGE, story.history))
    assert [stop.code for stop in stops[:3]] == ["received", "supplement_requested", "accepted"]
    story.step("supply", APPLICANT, MONDAY)
    stops = path_of(OLD_AGE, story.history, replay(OLD_AGE, story.history))
    assert [(stop.code, stop.status) for stop in stops[:2]] == [("received", "here"), ("accepted", "ahead")]


def test_a_withdrawn_case_has_nothing_ahead_and_never_was_where_it_was_not() -> None:
    story = Story()
    story.step("withdraw", APPLICANT, MONDAY)
    stops = path_of(OLD_AGE, story.history, replay(OLD_AGE, story.history))
    assert [(stop.code, stop.status) for stop in stops] == [("received", "past"), ("closed", "here")]


def test_a_case_closed_off_the_course_has_nothing_ahead() -> None:
    changed = OLD_AGE.model_dump(by_alias=True)
    changed["states"] = [*changed["states"], {"code": "declined", "title": "不予受理", "phase": "closed"}]
    next(action for action in changed["actions"] if action["code"] == "decline")["to"] = "declined"
    other = Procedure.model_validate(changed)
    history = [Past("open", "received", MONDAY), Past("decline", "declined", MONDAY)]
    stops = path_of(other, history, replay(other, history))
    assert [(stop.code, stop.status) for stop in stops] == [("received", "past"), ("declined", "here")]


def test_who_waits_is_a_role_in_the_place_of_the_case() -> None:
    places = {"county": 1, "town": 2, "community": 3, "grid": None}
    assert queue_of(OLD_AGE.state("received"), places, 9) == ("clerk", "community:3")
    assert queue_of(OLD_AGE.state("street_review"), places, 9) == ("reviewer", "town:2")
    assert queue_of(OLD_AGE.state("supplement_requested"), places, 9) == ("applicant", "person:9")
    assert queue_of(OLD_AGE.state("closed"), places, 9) == ("", "")
    with pytest.raises(refusals.NobodyInCharge):
        queue_of(OLD_AGE.state("street_review"), places | {"town": None}, 9)
