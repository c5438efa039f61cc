"""Who opens, sees and moves a case: the standing cast at every stop of the way."""

import pytest

from linli.engines.cases import queries, refusals
from linli.engines.cases.procedure import Facts
from linli.kernel.actors import ANONYMOUS, SYSTEM, Actor, Grant
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from tests.support.cast import NOW

from .conftest import Desk, at

EVERYONE = (
    "clerk", "colleague", "inspector", "stranger", "reviewer", "reviewer-next", "decider", "planner",
    "planner-next", "auditor", "administrator", "wang", "chen",
)  # fmt: skip


def seen_by(desk: Desk, number: str) -> set[str]:
    return {name for name in EVERYONE if queries.visible_to(desk.actor(name)).filter(number=number).exists()}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("received", {"wang", "clerk", "colleague"}),
        ("accepted", {"wang", "clerk", "colleague"}),
        ("inspection", {"wang", "clerk", "colleague", "inspector"}),
        ("street_review", {"wang", "clerk", "colleague", "inspector", "reviewer"}),
        ("county_decision", {"wang", "clerk", "colleague", "inspector", "reviewer", "decider"}),
        ("closed", {"wang", "clerk", "colleague", "inspector", "reviewer", "decider"}),
    ],
)
def test_a_case_is_seen_in_its_queues_and_by_its_persons_only(
    desk: Desk, state: str, expected: set[str]
) -> None:
    assert seen_by(desk, desk.walk_to(state).number) == expected


def test_what_is_not_visible_looks_like_what_is_not_there(desk: Desk) -> None:
    case = desk.walk_to("accepted")
    for name in ("stranger", "reviewer", "decider", "auditor", "administrator", "chen"):
        with pytest.raises(NotFound):
            queries.get_case(desk.actor(name), case.number)
        with pytest.raises(NotFound):
            desk.act(name, case, "start_inspection", at("2026-03-05"))
    for actor in (ANONYMOUS, Actor(user_id=1)):
        assert not queries.visible_to(actor).exists()


@pytest.mark.parametrize(
    ("state", "action", "allowed"),
    [
        ("received", "accept", {"clerk", "colleague"}),
        ("inspection", "finish_inspection", {"clerk", "colleague", "inspector"}),
        ("street_review", "approve", {"reviewer"}),
        ("county_decision", "grant", {"decider"}),
        ("county_decision", "withdraw", {"wang"}),
    ],
)
def test_a_step_is_taken_by_those_whose_job_it_is(
    desk: Desk, state: str, action: str, allowed: set[str]
) -> None:
    case = desk.walk_to(state)
    offered = {
        name
        for name in EVERYONE
        if any(
            option.action.code == action
            for option in queries.available_actions(case, desk.actor(name), now=at("2026-03-20"))
        )
    }
    assert offered == allowed
    for name in set(EVERYONE) - allowed:
        with pytest.raises((refusals.NotYours, NotFound)):
            desk.act(name, case, action, at("2026-03-20"), note="理由")
    assert desk.act(min(allowed), case, action, at("2026-03-20"), note="理由").state != state


def test_a_clerk_does_not_handle_her_own_case(desk: Desk) -> None:
    clerk = desk.actor("clerk")
    desk.actors["clerk"] = Actor(
        user_id=clerk.user_id, name=clerk.name, person_id=desk.cast.people["wang"].pk, grants=clerk.grants
    )
    case = desk.open(by="clerk")
    with pytest.raises(refusals.NotYours):
        desk.act("clerk", case, "accept")
    assert desk.act("colleague", case, "accept").state == "accepted"


@pytest.mark.parametrize("by", ["wang", "clerk", "colleague"])
def test_the_applicant_and_the_counter_may_open(desk: Desk, by: str) -> None:
    assert desk.open(by=by).operator_user_id == desk.actor(by).user_id


@pytest.mark.parametrize(
    "by", ["chen", "stranger", "reviewer", "decider", "auditor", "administrator", "inspector"]
)
def test_nobody_else_may_open(desk: Desk, by: str) -> None:
    with pytest.raises(refusals.NotYours):
        desk.open(by=by)


def test_an_agent_files_and_follows_the_case_in_the_name_of_the_applicant_only(desk: Desk) -> None:
    with pytest.raises(refusals.NotYours):
        desk.open(by="chen", agent=desk.cast.people["chen"])
    acting = desk.actor("chen").for_another(desk.cast.people["wang"].pk, name="王桂兰", standing="受托代办")
    desk.actors["agent"] = acting
    case = desk.open(by="agent")
    assert seen_by(desk, case.number) == {"wang", "clerk", "colleague"}
    desk.act("clerk", case, "request_supplement", note="缺银行卡照片")
    assert queries.list_queue(desk.actor("chen")).cases == []
    assert [row.number for row in queries.list_queue(acting).cases] == [case.number]
    moved = desk.act("agent", case, "supply")
    assert (moved.state, moved.story[-1].office) == ("received", "受托代办")


def test_what_is_filed_in_another_s_name_names_the_agent(desk: Desk) -> None:
    acting = desk.actor("chen").for_another(desk.cast.people["wang"].pk, name="王桂兰", standing="监护人代办")
    desk.actors["agent"] = acting
    case = desk.open(by="agent")
    assert (case.applicant, case.agent) == (desk.cast.people["wang"], desk.cast.people["chen"])
    assert case.story[0].office == "监护人代办"
    entry = AuditEntry.objects.filter(object_ref=f"case:{case.pk}").first()
    assert entry is not None
    assert entry.persons == sorted([case.applicant_id, desk.cast.people["chen"].pk])


def test_a_post_of_another_role_in_the_same_place_gives_nothing(desk: Desk) -> None:
    case = desk.open()
    planner = Actor(user_id=7, grants=(Grant("planner", f"community:{case.community}", "规划"),))
    assert not queries.visible_to(planner).exists()


def test_the_same_role_at_another_level_gives_nothing(desk: Desk) -> None:
    case = desk.open()
    town_clerk = Actor(user_id=7, grants=(Grant("clerk", f"town:{case.town}", "镇"),))
    assert not queries.visible_to(town_clerk).exists()


def test_nobody_becomes_the_system_by_a_post(desk: Desk) -> None:
    case = desk.open()
    imposter = Actor(user_id=7, name="system", grants=(Grant("system", "*", "系统"),))
    assert not queries.visible_to(imposter).exists()
    assert queries.facts_of(case, imposter) == Facts(posts=frozenset({("system", "*")}))
    assert queries.visible_to(SYSTEM).count() == 1


def test_the_slip_opens_the_case_and_nothing_else_does(desk: Desk) -> None:
    case, other = desk.open(), desk.open()
    code = queries.get_query_code(case)
    assert (
        queries.get_case_by_query_code(case.number, f" {code[:4].lower()}-{code[4:].lower()} ").pk == case.pk
    )
    for number, wrong in ((other.number, code), (case.number, "22222222"), (case.number, "")):
        with pytest.raises(NotFound):
            queries.get_case_by_query_code(number, wrong)


def test_a_queue_holds_what_waits_for_this_post(desk: Desk) -> None:
    waiting, reviewed = desk.open(now=NOW), desk.walk_to("street_review")
    queues = {name: {case.pk for case in queries.list_queue(desk.actor(name)).cases} for name in EVERYONE}
    assert queues.pop("clerk") == queues.pop("colleague") == {waiting.pk}
    assert queues.pop("reviewer") == {reviewed.pk}
    assert set().union(*queues.values()) == set()
