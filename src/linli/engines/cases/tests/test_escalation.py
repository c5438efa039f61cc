"""The ladder: rungs at their moments, once for each due moment, and never passed over in silence."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.cases import actions, queries, story
from linli.engines.cases.course import Climbed
from linli.engines.cases.definitions import Rung
from linli.engines.cases.jobs import escalate_due, escalate_tasks
from linli.engines.cases.ladder import moment_of, next_rung
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.tests import worked
from linli.engines.cases.tests.conftest import Desk, at
from linli.engines.cases.tests.worked import CALENDAR, COMPLAINT
from linli.engines.packs.models import PackItem
from linli.kernel.clock import LOCAL, local
from linli.kernel.events.models import EventLog
from linli.registers.organisations.models import Appointment

DUE = datetime(2026, 3, 16, 23, 59, 59, tzinfo=LOCAL)  # a Monday


def rung(**given: object) -> Rung:
    return Rung.model_validate({"notify": {"role": "reviewer", "at": "town"}, **given})


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ({"before": {"workdays": 2}}, "2026-03-12 00:00"),
        ({"before": {"days": 2}}, "2026-03-14 00:00"),
        ({"after": {"workdays": 1}}, "2026-03-17 23:59"),
        ({"after": {"days": 5}}, "2026-03-23 23:59"),  # 21 March is a Saturday
    ],
)
def test_a_rung_has_its_moment(given: dict[str, object], moment: str) -> None:
    assert f"{moment_of(rung(**given), DUE, CALENDAR):%Y-%m-%d %H:%M}" == moment


@given(st.integers(1, 30), st.dates(date(2026, 1, 5), date(2027, 11, 1)))
def test_so_many_working_days_lie_between_a_rung_before_and_the_due_day(count: int, day: date) -> None:
    due = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LOCAL)
    moment = moment_of(rung(before={"workdays": count}), due, CALENDAR)
    assert CALENDAR.count_workdays(moment.date(), day) == count


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"before": {"days": 1}, "after": {"days": 1}},
        {"before": {"hours": 3}},
        {"after": {"days": 1}, "hand_to": {"role": "clerk", "at": "town"}},
    ],
)
def test_a_rung_says_one_time_and_one_post(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"give one|counts in"):
        rung(**given)


def test_rungs_come_in_the_order_of_time_and_once_for_a_due_moment() -> None:
    taken: list[Climbed] = []
    found = []
    while ahead := next_rung(COMPLAINT.escalation, taken, DUE, CALENDAR, state="handling"):
        found.append((ahead.number, f"{ahead.at:%m-%d}"))
        taken.append(Climbed(ahead.number, DUE))
    assert found == [(0, "03-12"), (1, "03-17"), (2, "03-19")]
    again = next_rung(COMPLAINT.escalation, taken, DUE + timedelta(days=1), CALENDAR, state="handling")
    assert again is not None
    assert again.number == 0


def test_a_state_has_its_own_rungs_and_what_is_not_due_has_none() -> None:
    taken = [Climbed(0, DUE)]
    ahead = next_rung(COMPLAINT.escalation, taken, DUE, CALENDAR, state="review")
    assert ahead is not None
    assert ahead.number == 2
    assert next_rung(COMPLAINT.escalation, [], None, CALENDAR, state="handling") is None


def handling(desk: Desk) -> Case:
    """Accepted on 2 March, due on 16 March."""
    return desk.act("clerk", desk.open(), "accept")


def events() -> list[tuple[int, bool, bool]]:
    found = EventLog.objects.filter(name="case.escalated").order_by("id")
    return [(one.payload["rung"], one.payload["held"], one.payload["handed"]) for one in found]


@pytest.mark.django_db
def test_the_row_says_when_the_next_rung_is_due(complaints: Desk) -> None:
    case = handling(complaints)
    assert case.escalate_at is not None
    assert local(case.escalate_at).isoformat() == "2026-03-12T00:00:00+08:00"
    assert complaints.act("wang", case, "withdraw").escalate_at is None


@pytest.mark.django_db
def test_the_next_level_is_told_then_has_it_then_the_county_is_told(complaints: Desk) -> None:
    case = handling(complaints)
    assert escalate_due(at("2026-03-11", 23)) == 0
    assert escalate_due(at("2026-03-12", 1)) == 1
    assert queries.visible_to(complaints.actor("reviewer")).exists()
    assert escalate_due(at("2026-03-12", 2)) == 0
    assert escalate_due(at("2026-03-18", 1)) == 1
    row = Case.objects.get(pk=case.pk)
    assert (row.queue_role, row.state) == ("reviewer", "handling")
    assert escalate_due(at("2026-03-20", 1)) == 1
    assert events() == [(0, True, False), (1, True, True), (2, True, False)]
    row = Case.objects.get(pk=case.pk)
    assert row.escalate_at is None
    assert [step.action for step in row.story] == ["open", "accept", "escalate", "escalate", "escalate"]


@pytest.mark.django_db
def test_who_got_a_late_case_handles_it_and_can_give_it_back(complaints: Desk) -> None:
    case = handling(complaints)
    escalate_due(at("2026-03-18", 1))
    case = complaints.act("reviewer", case, "recall", at("2026-03-18"))
    assert (case.queue_role, case.revision) == ("clerk", 5)


@pytest.mark.django_db
def test_a_rung_without_anybody_is_recorded_and_the_next_one_is_taken_at_once(complaints: Desk) -> None:
    case = handling(complaints)
    Appointment.objects.filter(post__role="reviewer").delete()
    assert escalate_due(at("2026-03-12", 1)) == 3
    assert events() == [(0, False, False), (1, False, False), (2, True, False)]
    row = Case.objects.get(pk=case.pk)
    assert (row.queue_role, row.escalate_at) == ("clerk", None)
    assert [view.title for view in story.list_steps(row)][-3:] == [
        "late or due soon: nobody holds the post to be told (街道(乡镇)审核人)",
        "late or due soon: nobody holds the post to be told (街道(乡镇)审核人)",
        "late or due soon: 县级审批人 was told",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_ladder_begins_anew_when_the_case_is_due_at_another_moment(complaints: Desk) -> None:
    case = handling(complaints)
    escalate_due(at("2026-03-12", 1))
    complaints.act("clerk", case, "consult", at("2026-03-12"), chosen=actions.Chosen(asks=["town_opinion"]))
    actions.answer(
        actor=complaints.actor("reviewer"), now=at("2026-03-12"), number=case.number, task=1, said="agree"
    )
    complaints.act("clerk", case, "submit", at("2026-03-12"))
    case = complaints.act("reviewer", case, "extend", at("2026-03-12"), note="情况复杂")
    assert case.escalate_at is not None
    assert local(case.escalate_at).date() == date(2026, 3, 19), "two working days before 23 March"


@pytest.fixture
def asked(desk: Desk) -> tuple[Desk, Case]:
    """On 2 March the town was asked for its opinion by the 5th: its own office is told after a day, the county after
    two."""
    found = worked.content()
    found["tasks"][0]["escalation"] = [
        {"after": {"workdays": 1}, "notify": {"role": "reviewer", "at": "town"}},
        {"after": {"workdays": 2}, "notify": {"role": "decider", "at": "county"}},
    ]
    item = PackItem.objects.create(
        pack=desk.procedure.pack, section="procedure", code="complaint", content=found
    )
    desk = Desk(desk.cast, desk.matter, item)
    case = handling(desk)
    return desk, desk.act("clerk", case, "consult", chosen=actions.Chosen(asks=["town_opinion"]))


def next_of_task() -> str:
    row = CaseTask.objects.get()
    return f"{local(row.escalate_at):%m-%d}" if row.escalate_at else ""


@pytest.mark.django_db
def test_an_answer_that_is_late_climbs_the_ladder_of_its_task(asked: tuple[Desk, Case]) -> None:
    desk, case = asked
    assert next_of_task() == "03-06"
    assert escalate_tasks(at("2026-03-06", 12)) == 0
    assert escalate_tasks(at("2026-03-07", 1)) == 1
    assert next_of_task() == "03-09"
    assert [escalate_tasks(at("2026-03-10", hour)) for hour in (1, 2)] == [1, 0]
    assert [(one.payload["rung"], one.payload["task"], one.payload["role"]) for one in escalated()] == [
        (0, 1, "reviewer"), (1, 1, "decider"),
    ]  # fmt: skip
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.queue_role) == ("handling", "clerk"), "the case stays where it is"
    assert row.escalate_at == case.escalate_at, "its own ladder goes on by itself"
    assert [view.title for view in story.list_steps(row)][
        -1
    ] == "no answer to «街道意见» yet: 县级审批人 was told"
    assert story.list_steps(row)[-1].inner
    assert queries.visible_to(desk.actor("decider")).exists()


@pytest.mark.django_db
def test_an_answered_task_climbs_no_more(asked: tuple[Desk, Case]) -> None:
    desk, case = asked
    actions.answer(
        actor=desk.actor("reviewer"), now=at("2026-03-09"), number=case.number, task=1, said="agree"
    )
    assert escalate_tasks(at("2026-03-20")) == 0
    assert actions.escalate_task(now=at("2026-03-20"), task_id=CaseTask.objects.get().pk) == 0


@pytest.mark.django_db
def test_a_post_of_a_task_that_nobody_holds_is_noted_and_the_next_one_told_at_once(
    asked: tuple[Desk, Case],
) -> None:
    Appointment.objects.filter(post__role="reviewer").delete()
    assert escalate_tasks(at("2026-03-07", 1)) == 2
    assert [one.payload["held"] for one in escalated()] == [False, True]


def escalated() -> list[EventLog]:
    return list(EventLog.objects.filter(name="case.escalated").order_by("id"))
