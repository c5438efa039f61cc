"""Before acceptance: the time to tell what is missing, what the system then does, and where the clock begins."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.engines.cases import refusals
from linli.engines.cases.deadline import Op
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.procedure import Facts, Given, open_clock, overdue_since
from linli.engines.cases.tests.worked import APPLICANT, CALENDAR, CLERK, MONDAY, Story, content
from linli.kernel.clock import LOCAL

SYSTEM = Facts(system=True)
LAST = datetime(2026, 3, 9, 23, 59, 59, tzinfo=LOCAL)
"""The end of the fifth working day after Monday 2 March."""


def told(**supplement: Any) -> Story:
    """With a time to tell what is missing, at whose end the system, or the clerk at any time, counts it as accepted."""
    found = content()
    clerk = {"role": "clerk", "at": "community"}
    found["supplement"] = {"state": "received", "otherwise": "count", **supplement}
    for action in found["actions"]:
        if action["code"] == "consult":
            action["from"] = ["received", "handling"]
    found["actions"] += [
        {"code": "count", "title": "视为受理", "from": ["received"], "to": "handling", "by": ["system"]},
        {
            "code": "tidy",
            "title": "整理",
            "from": ["received"],
            "by": ["system"],
            "cancels": ["town_opinion"],
        },
        {
            "code": "take",
            "title": "代为受理",
            "from": ["received"],
            "to": "handling",
            "by": ["system", clerk],
        },
    ]
    return Story(Procedure.model_validate(found))


def test_the_last_second_is_still_in_time() -> None:
    story = told()
    assert overdue_since(story.procedure, story.course, LAST, CALENDAR) is None
    assert overdue_since(story.procedure, story.course, LAST + timedelta(seconds=1), CALENDAR) == MONDAY


def test_what_was_accepted_is_not_late_to_be_accepted() -> None:
    story = told()
    story.step("accept")
    assert overdue_since(story.procedure, story.course, LAST + timedelta(days=9), CALENDAR) is None


def test_when_it_is_late_only_what_leads_on_or_stays_is_left_to_the_office() -> None:
    story = told()
    story.now = LAST + timedelta(seconds=1)
    with pytest.raises(refusals.TooLate):
        story.step("merge")
    assert story.step("consult", asks=("town_opinion",)).after.code == "received"
    assert [(entry.op, entry.at) for entry in story.step("accept").clock] == [(Op.RUN, MONDAY)]


def test_only_the_step_of_the_system_alone_waits_for_the_end() -> None:
    with pytest.raises(refusals.TooEarly):
        told().step("count", SYSTEM)
    assert told().step("tidy", SYSTEM).after.code == "received"
    assert told(otherwise="take").step("take").after.code == "handling"


def test_the_system_takes_its_step_in_a_procedure_without_such_a_time() -> None:
    found = content()
    found["actions"][0]["by"] = ["system"]
    assert Story(Procedure.model_validate(found)).step("accept", SYSTEM).after.code == "handling"


def test_nothing_is_merged_into_nothing() -> None:
    with pytest.raises(refusals.MainMissing):
        Story().take("merge", CLERK, Given(note=True))
    assert Story().take("merge", CLERK, Given(main=True)).after.code == "closed"


@pytest.mark.parametrize(
    ("starts", "pause", "expected"),
    [("received", None, []), ("handling", None, ["run"]), ("handling", "hearing", ["run", "pause"])],
)
def test_without_intake_the_clock_begins_with_the_receipt(
    starts: str, pause: str | None, expected: list[str]
) -> None:
    found = content() | {"starts": starts}
    found["states"][1]["pause"] = pause
    assert [entry.op.value for entry in open_clock(Procedure.model_validate(found), MONDAY)] == expected


def test_a_case_reopened_into_a_pause_begins_anew_and_stands() -> None:
    found = content()
    found["states"][1]["pause"] = "hearing"
    story = Story(Procedure.model_validate(found))
    story.step("accept")
    story.step("withdraw", APPLICANT)
    story.now = MONDAY + timedelta(days=30)
    assert [entry.op for entry in story.step("reopen", APPLICANT).clock] == [Op.RESTART, Op.PAUSE]


def test_reopening_is_possible_to_the_last_second() -> None:
    for seconds, possible in ((0, True), (1, False)):
        story = Story()
        story.step("accept")
        story.step("withdraw", APPLICANT)
        end = datetime(2026, 5, 1, 23, 59, 59, tzinfo=LOCAL)
        while not CALENDAR.is_workday(end.date()):
            end += timedelta(days=1)
        story.now = end + timedelta(seconds=seconds)
        assert ("reopen" in story.offered(APPLICANT)) is possible
