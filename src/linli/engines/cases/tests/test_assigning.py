"""A state whose holder a table decides: who then has the case, what is kept, and that no case is lost."""

from copy import deepcopy
from typing import Any

import pytest

from linli.engines.cases import checks_assigning, queries, story
from linli.engines.cases.actions import Chosen
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.models import Case, CaseStep
from linli.engines.cases.refusals import NotYours
from linli.engines.cases.sections import references
from linli.engines.cases.tests.conftest import Desk, at
from linli.engines.cases.tests.holding import Holding
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem
from linli.kernel.actors import SYSTEM
from linli.kernel.events.models import EventLog
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Appointment

pytestmark = pytest.mark.django_db
TABLE = [
    {"when": "urban == true", "role": "reviewer", "at": "town", "note": "城镇"},
    {"role": "clerk", "at": "community"},
]


def desk_with(desk: Desk, rows: list[dict[str, Any]] | None, *, state: str = "accepted") -> Desk:
    """The desk, where a table decides who has a case in `state`."""
    packs.forget()
    content = deepcopy(desk.procedure.content) | {"code": "assigned"}
    next(one for one in content["states"] if one["code"] == state)["assign"] = "who"
    pack = desk.procedure.pack
    item = PackItem.objects.create(pack=pack, section="procedure", code="assigned", content=content)
    if rows is not None:
        PackItem.objects.create(
            pack=pack, section="assignment", code="who", content={"code": "who", "rows": rows}
        )
    return Desk(desk.cast, desk.matter, item)


def accepted(desk: Desk) -> Case:
    case = desk.open()
    return desk.act("clerk", case, "accept", at("2026-03-03"))


def held_by(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.queue_role, case.queue_scope.partition(":")[0]


def test_whom_the_table_names_has_the_case_and_does_what_the_holder_would(desk: Desk) -> None:
    table = desk_with(desk, TABLE)
    case = accepted(table)
    assert held_by(case) == ("reviewer", "town")
    with pytest.raises(NotYours):
        table.act("clerk", case, "start_inspection", at("2026-03-05"))
    table.act("reviewer", case, "start_inspection", at("2026-03-05"))
    assert held_by(case) == ("inspector", "community")


def test_the_decision_is_kept_with_its_rule_and_told_in_words(desk: Desk) -> None:
    case = accepted(desk_with(desk, TABLE))
    step = CaseStep.objects.filter(case=case).order_by("seq").last()
    assert step is not None
    kept = step.data["does"]["assigned"]
    assert (step.action, kept["table"], kept["rule"]) == ("assign", "who", 1)
    with acting_as(SYSTEM):
        told = story.list_steps(queries.get_case(SYSTEM, case.number))
    assert story.step_title(case, "assign") == "given to an office"
    assert [row.by_table for row in told].count(True) == 1
    assert any(row.title == "assigned by rule 1: an urban place (城镇)" for row in told), [
        row.title for row in told
    ]


def test_a_table_may_leave_the_case_with_the_states_own_holder(desk: Desk) -> None:
    table = desk_with(desk, [{"when": "by_agent", "role": "reviewer", "at": "town"}, TABLE[1]])
    case = accepted(table)
    assert held_by(case) == ("clerk", "community")
    table.act("colleague", case, "start_inspection", at("2026-03-05"))


@pytest.mark.parametrize(
    ("rows", "reason", "rule"),
    [
        ([{"when": "by_agent", "role": "clerk", "at": "community"}], "no_rule", None),
        ([{"when": "grid.startsWith('5')", "role": "clerk", "at": "community"}, TABLE[1]], "undecided", 1),
        ([{"role": "planner", "at": "community"}, TABLE[1]], "nobody", 1),
        (None, "no_table", None),
    ],
)
def test_what_no_rule_can_place_waits_with_the_county_and_an_event_says_so(
    desk: Desk, rows: list[dict[str, Any]] | None, reason: str, rule: int | None
) -> None:
    table = desk_with(desk, rows)
    case = accepted(table)
    assert held_by(case) == ("administrator", "county")
    event = EventLog.objects.filter(name="case.assigned").latest("id")
    assert (event.payload["reason"], event.payload["rule"]) == (reason, rule)
    table.act("administrator", case, "start_inspection", at("2026-03-05"))


def test_a_case_can_be_assigned_when_it_is_received(desk: Desk) -> None:
    table = desk_with(desk, TABLE, state="received")
    case = table.open()
    assert held_by(case) == ("reviewer", "town")
    with acting_as(desk.actor("reviewer")):
        assert [one.number for one in queries.list_queue(desk.actor("reviewer")).cases] == [case.number]


def test_who_does_not_get_the_case_does_not_see_it_by_its_state(desk: Desk) -> None:
    case = desk_with(desk, TABLE, state="received").open()
    with acting_as(SYSTEM):
        posts = case.participants.exclude(role="").values_list("role", flat=True)
    assert set(posts) == {"reviewer"}


def test_a_post_that_is_left_later_brings_the_next_case_to_triage(desk: Desk) -> None:
    table = desk_with(desk, TABLE)
    accepted(table)
    Appointment.objects.filter(post__role="reviewer").delete()
    assert held_by(accepted(table)) == ("administrator", "county")


PLACE: dict[str, Any] = {
    "code": "place", "title": "改派", "from": ["accepted"], "by": [{"role": "clerk", "at": "community"}],
    "hands_to": [{"role": "clerk", "at": "community"}, {"role": "reviewer", "at": "town"}],
}  # fmt: skip


def faults(desk: Desk, *, actions: list[dict[str, Any]], by: Any, tables: list[str]) -> list[str]:
    content = deepcopy(desk.procedure.content)
    state = next(one for one in content["states"] if one["code"] == "accepted")
    state |= {"assign": "who", "by": by}
    content["actions"] += actions
    procedure = Procedure.model_validate(content)
    missing = references(procedure, Holding({"assignment": tables}))
    return [fault.message for fault in (*missing, *checks_assigning.checks(procedure))]


def test_the_checker_asks_for_the_table_an_office_and_a_way_to_place_by_hand(desk: Desk) -> None:
    clerk = {"role": "clerk", "at": "community"}
    assert faults(desk, actions=[PLACE], by=clerk, tables=["who"]) == []
    assert "no assignment table" in faults(desk, actions=[PLACE], by=clerk, tables=["whom"])[0]
    assert "could not be handed on" in faults(desk, actions=[], by=clerk, tables=["who"])[0]
    assert "no office has the case" in faults(desk, actions=[PLACE], by="applicant", tables=["who"])[0]


def test_triage_places_a_case_by_hand(desk: Desk) -> None:
    desk.procedure.content["actions"].append(PLACE)
    table = desk_with(desk, [{"when": "by_agent", "role": "clerk", "at": "community"}])
    case = accepted(table)
    town = ("reviewer", f"town:{case.town}")
    table.act("administrator", case, "place", at("2026-03-04"), chosen=Chosen(to=town))
    assert held_by(case) == ("reviewer", "town")
    table.act("reviewer", case, "start_inspection", at("2026-03-05"))
