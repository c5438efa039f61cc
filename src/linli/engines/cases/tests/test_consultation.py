"""Asking others while the case goes its way: who is waited for, who may answer, and when a question is over."""

from datetime import timedelta

import pytest

from linli.engines.cases import refusals
from linli.engines.cases.course import ANSWERED, Answer, Asked, Past, Post, TaskState
from linli.engines.cases.definitions import Procedure, Target
from linli.engines.cases.procedure import Facts, Given, HandOver
from linli.engines.cases.tests.worked import (
    APPLICANT,
    CLERK,
    CLERK_POST,
    COMPLAINT,
    COUNTY_POST,
    DECIDER,
    MONDAY,
    NEXT_DOOR,
    NEXT_POST,
    REVIEWER,
    TOWN_POST,
    Story,
    content,
)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.step("accept")
    return story


def test_several_are_asked_at_once_and_the_case_stays_where_it_is(story: Story) -> None:
    move = story.step("consult", asks=("town_opinion", "county_opinion"))
    assert (move.before, move.clock) == (move.after, ())
    assert [(task.number, task.code, task.post) for task in story.course.open_tasks] == [
        (1, "town_opinion", TOWN_POST), (2, "county_opinion", COUNTY_POST),
    ]  # fmt: skip


def test_a_step_that_waits_names_who_has_not_answered(story: Story) -> None:
    story.step("consult", asks=("town_opinion", "county_opinion"))
    story.answer(1, "agree", REVIEWER)
    with pytest.raises(refusals.AnswersMissing, match="县级意见") as waiting:
        story.step("submit")
    assert waiting.value.facts == {"waits_for": ["county_opinion"], "posts": [COUNTY_POST]}
    assert story.offered(CLERK)["submit"] is False
    story.answer(2, "object", DECIDER)
    assert story.offered(CLERK)["submit"] is True
    assert story.step("submit").after.code == "review"


def test_a_required_opinion_that_was_never_asked_for_is_missing_too(story: Story) -> None:
    with pytest.raises(refusals.AnswersMissing) as waiting:
        story.step("submit")
    assert waiting.value.facts == {"waits_for": ["town_opinion"], "posts": []}


def test_who_need_not_be_asked_is_waited_for_only_if_asked(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    assert story.step("submit").after.code == "review"


@pytest.mark.parametrize("facts", [CLERK, NEXT_DOOR, DECIDER, APPLICANT])
def test_only_who_was_asked_answers(story: Story, facts: Facts) -> None:
    story.step("consult", asks=("town_opinion",))
    with pytest.raises(refusals.NotYours):
        story.answer(1, "agree", facts)


def test_what_was_never_asked_is_answered_by_nobody(story: Story) -> None:
    with pytest.raises(refusals.NotYours):
        story.answer(9, "agree", REVIEWER)


def test_between_running_states_the_clock_runs_on(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    assert story.step("submit").clock == ()


def test_an_objection_needs_words_an_agreement_does_not(story: Story) -> None:
    story.step("consult", asks=("town_opinion", "county_opinion"))
    with pytest.raises(refusals.NoteMissing):
        story.answer(2, "object", DECIDER, note=False)
    story.answer(1, "agree", REVIEWER, note=False)


@pytest.mark.parametrize("said", ["report", "", "yes"])
def test_a_consultation_is_agreed_or_objected_to(story: Story, said: str) -> None:
    story.step("consult", asks=("town_opinion",))
    with pytest.raises(refusals.AnswerUnknown):
        story.answer(1, said, REVIEWER)


def test_nobody_answers_twice(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    with pytest.raises(refusals.MovedOn):
        story.answer(1, "object", REVIEWER)


def test_the_same_question_is_not_asked_twice_while_it_is_open(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    with pytest.raises(refusals.AskedAlready):
        story.step("consult", asks=("town_opinion", "county_opinion"))
    story.answer(1, "object", REVIEWER)
    story.step("consult", asks=("town_opinion",))
    with pytest.raises(refusals.AnswersMissing):
        story.step("submit")
    assert story.course.task(2) is not None


@pytest.mark.parametrize("asks", [{}, {"report": CLERK_POST}, {"nonsense": TOWN_POST}])
def test_a_step_asks_what_it_is_there_to_ask(story: Story, asks: dict[str, Post | None]) -> None:
    with pytest.raises(refusals.NothingAsked):
        story.take("consult", CLERK, Given(asked=asks))


def test_without_a_choice_everything_is_asked(story: Story) -> None:
    with pytest.raises(refusals.NothingAsked):
        story.take("supervise", DECIDER, Given(note=True))


def test_nothing_is_asked_of_a_post_that_nobody_holds(story: Story) -> None:
    with pytest.raises(refusals.NobodyInCharge) as nobody:
        story.take("consult", CLERK, Given(asked={"town_opinion": None, "county_opinion": COUNTY_POST}))
    assert nobody.value.facts["tasks"] == ["town_opinion"]


def test_a_question_can_be_taken_back_and_is_then_answered_by_nobody(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    assert story.step("drop_questions").cancelled == (1,)
    with pytest.raises(refusals.MovedOn):
        story.answer(1, "agree", REVIEWER)


def test_an_opinion_that_was_taken_back_is_missing_and_owed_by_nobody(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    story.step("drop_questions")
    with pytest.raises(refusals.AnswersMissing) as waiting:
        story.step("submit")
    assert waiting.value.facts == {"waits_for": ["town_opinion"], "posts": []}


def test_questions_are_numbered_on(story: Story) -> None:
    assert [task.number for task in story.step("consult", asks=("town_opinion",)).asked] == [1]
    supervised = story.step("supervise", DECIDER)
    assert ([task.number for task in supervised.asked], supervised.cancelled) == ([2], ())
    assert [task.number for task in story.step("consult", asks=("county_opinion",)).asked] == [3]


def changed(code: str, **parts: object) -> Procedure:
    """The procedure with another `code`."""
    altered = content()
    for action in altered["actions"]:
        action |= parts if action["code"] == code else {}
    return Procedure.model_validate(altered)


def test_without_a_choice_a_part_of_the_questions_is_not_enough(story: Story) -> None:
    story.procedure = changed("consult", pick=False)
    with pytest.raises(refusals.NothingAsked):
        story.take("consult", CLERK, Given(asked={"town_opinion": TOWN_POST}))
    assert len(story.step("consult").asked) == 2


def test_who_is_waited_for_twice_is_named_once(story: Story) -> None:
    story.procedure = changed("submit", waits_for=["town_opinion"])
    story.step("consult", asks=("town_opinion",))
    with pytest.raises(refusals.AnswersMissing) as waiting:
        story.step("submit")
    assert waiting.value.facts == {"waits_for": ["town_opinion"], "posts": [TOWN_POST]}


def test_an_answer_to_what_the_procedure_does_not_know_is_refused(story: Story) -> None:
    story.step("consult", asks=("town_opinion",))
    story.procedure = Procedure.model_validate(content() | {"tasks": []})
    with pytest.raises(refusals.AnswerUnknown):
        story.answer(1, "agree", REVIEWER)


def test_a_closed_case_asks_nothing_any_more(story: Story) -> None:
    story.step("consult", asks=("town_opinion", "county_opinion"))
    story.answer(1, "agree", REVIEWER)
    assert story.step("withdraw", APPLICANT).cancelled == (2,)
    assert [task.state for task in story.course.tasks] == [TaskState.ANSWERED, TaskState.CANCELLED]


def test_who_supervises_asks_who_has_the_case_for_a_report(story: Story) -> None:
    story.step("supervise", DECIDER)
    assert story.course.open_tasks[0].post == CLERK_POST
    story.answer(1, Answer.REPORT, CLERK)
    assert story.course.tasks[0].answer == "report"


def test_a_case_that_was_handed_over_is_its_new_holders_and_no_longer_its_own(story: Story) -> None:
    assert story.step("hand_over", to=NEXT_POST).holder == NEXT_POST
    assert story.offered(CLERK) == {"recall": True}
    with pytest.raises(refusals.NotYours):
        story.step("consult", asks=("town_opinion",))
    story.step("consult", NEXT_DOOR, asks=("town_opinion",))
    story.answer(1, "agree", REVIEWER)
    move = story.step("submit", NEXT_DOOR)
    assert (move.after.code, move.holder) == ("review", None)


@pytest.mark.parametrize("facts", [CLERK, NEXT_DOOR])
def test_it_is_taken_back_or_given_back(story: Story, facts: Facts) -> None:
    story.step("hand_over", to=NEXT_POST)
    assert story.step("recall", facts).holder is None
    assert "consult" in story.offered(CLERK)
    assert story.offered(NEXT_DOOR) == {}


def test_handed_on_it_comes_back_to_who_had_it(story: Story) -> None:
    third: Post = ("clerk", "community:5")
    story.step("hand_over", to=NEXT_POST)
    assert story.step("hand_over", NEXT_DOOR, to=third).holder == third
    assert story.course.holder == third
    assert story.step("recall", Facts(posts=frozenset({third}))).holder == NEXT_POST
    assert story.step("recall", NEXT_DOOR).holder is None


def test_only_who_gave_it_or_got_it_takes_back(story: Story) -> None:
    story.step("hand_over", to=NEXT_POST)
    for stranger in (REVIEWER, DECIDER, APPLICANT, Facts()):
        with pytest.raises(refusals.NotYours):
            story.step("recall", stranger)


def test_who_got_it_does_what_its_own_holder_would_do_and_nothing_else(story: Story) -> None:
    story.step("hand_over", to=NEXT_POST)
    for code in ("supervise", "withdraw"):
        with pytest.raises(refusals.NotYours):
            story.step(code, NEXT_DOOR)
    assert story.step("supervise", DECIDER).holder == NEXT_POST


def test_a_step_that_stays_leaves_the_clock_alone_while_it_stands() -> None:
    altered = content()
    altered["states"][1]["pause"] = "hearing"
    story = Story(Procedure.model_validate(altered))
    story.step("accept")
    assert story.step("consult", asks=("town_opinion",)).clock == ()


def test_what_was_not_handed_over_cannot_be_taken_back(story: Story) -> None:
    assert "recall" not in story.offered(CLERK)
    with pytest.raises(refusals.NothingHandedOver):
        story.step("recall")


def test_a_case_is_not_handed_to_nobody(story: Story) -> None:
    target = COMPLAINT.action("hand_over")
    assert target is not None
    with pytest.raises(refusals.NobodyInCharge):
        story.take("hand_over", CLERK, Given(note=True, to=HandOver(target.hands_to[0], None)))
    with pytest.raises(refusals.TargetUnknown):
        story.take("hand_over", CLERK, Given(note=True))
    elsewhere = Target(role="reviewer", at="town")
    with pytest.raises(refusals.TargetUnknown):
        story.take("hand_over", CLERK, Given(note=True, to=HandOver(elsewhere, TOWN_POST)))
    story.step("hand_over", to=NEXT_POST)
    with pytest.raises(refusals.TargetUnknown):
        story.step("hand_over", NEXT_DOOR, to=NEXT_POST)


@pytest.mark.parametrize(
    "past",
    [
        Past(ANSWERED, "handling", MONDAY, task=7, answer="agree"),
        Past(ANSWERED, "received", MONDAY, task=1, answer="agree"),
        Past("consult", "handling", MONDAY, asked=(Asked("report", CLERK_POST),)),
        Past("consult", "review", MONDAY),
        Past("recall", "handling", MONDAY - timedelta(days=1)),
    ],
)
def test_steps_that_cannot_have_been_are_not_continued(story: Story, past: Past) -> None:
    story.step("consult", asks=("town_opinion",))
    story.history.append(past)
    with pytest.raises(refusals.HistoryBroken):
        story.course  # noqa: B018
