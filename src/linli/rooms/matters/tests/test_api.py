"""Programs of offices: asking, answering and handing over through the API, refused with a code, repeated harmlessly."""

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from linli.engines.cases.models import Case, CaseStep, CaseTask
from linli.rooms.matters.tests.test_verbs_pages import accepted  # noqa: F401  the same case, asked by programs
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.programs import key_of

pytestmark = pytest.mark.django_db


def call(counter: Counter, who: str, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
    """Status and content of a call with the key of `who`."""
    headers = {"Authorization": f"Bearer {key_of(counter.cast.users[who])}"}
    if key:
        headers["Idempotency-Key"] = key
    with travel(NOW, tick=False):
        if body is None:
            answer = Client().get(f"/api/v1/cases/{path}", headers=headers)
        else:
            answer = Client().post(
                f"/api/v1/cases/{path}", body, content_type="application/json", headers=headers
            )
    return answer.status_code, answer.json()


def refused(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["code"]


def offered(body: Any, code: str) -> Any:
    return next(one for one in body["actions"] if one["code"] == code)


def test_a_case_tells_what_each_step_needs(counter: Counter, accepted: str) -> None:  # noqa: F811
    status, body = call(counter, "clerk", accepted)
    assert status == 200
    consult = offered(body, "consult")
    assert (consult["pick"], [one["code"] for one in consult["asks"]]) == (
        True, ["county_opinion", "town_opinion"],
    )  # fmt: skip
    hand_over = offered(body, "hand_over")
    assert (hand_over["needs_target"], hand_over["needs_note"]) == (True, True)
    north = f"community:{counter.cast.places['532301100002'].place_id}"
    assert {"role": "clerk", "scope": north, "office": "北湖社区服务站"} in hand_over["targets"]
    call(counter, "clerk", f"{accepted}/actions", {"action": "consult", "asks": ["county_opinion"]})
    _status, body = call(counter, "clerk", accepted)
    assert offered(body, "start_inspection")["waits_for"] == ["county_opinion"]


def test_who_was_asked_answers_and_whoever_was_not_is_refused(
    counter: Counter,
    accepted: str,  # noqa: F811
) -> None:
    call(counter, "clerk", f"{accepted}/actions", {"action": "consult", "asks": ["county_opinion"]})
    (task,) = call(counter, "decider", accepted)[1]["tasks"]
    assert (task["number"], task["title"], task["choices"]) == (1, "县民政局意见", ["agree", "object"])
    said = {"task": 1, "said": "object", "note": "需核实低保"}
    path = f"{accepted}/answers"
    assert refused(call(counter, "clerk", path, said)) == (403, "case_not_yours")
    for stranger in ("stranger", "wang", "planner"):
        assert call(counter, stranger, path, said)[0] == 404
    assert refused(call(counter, "decider", path, said | {"note": ""})) == (422, "case_note_missing")
    assert refused(call(counter, "decider", path, said | {"said": "maybe"})) == (422, "case_answer_unknown")
    status, body = call(counter, "decider", path, said)
    assert (status, body["tasks"][0]["answer"]) == (200, "object")
    assert refused(call(counter, "decider", path, said)) == (409, "case_moved_on")


def test_the_applicants_key_sees_her_case_without_what_offices_ask(
    counter: Counter,
    accepted: str,  # noqa: F811
) -> None:
    call(counter, "clerk", f"{accepted}/actions", {"action": "consult", "asks": ["county_opinion"]})
    status, body = call(counter, "wang", accepted)
    assert (status, body["tasks"]) == (200, [])


def test_a_case_is_handed_over_where_the_procedure_lets_it(counter: Counter, accepted: str) -> None:  # noqa: F811
    path, north = f"{accepted}/actions", f"community:{counter.cast.places['532301100002'].place_id}"
    step = {"action": "hand_over", "note": "已搬到北湖", "to": {"role": "clerk", "scope": north}}
    elsewhere = step | {"to": {"role": "decider", "scope": "county:1"}}
    assert refused(call(counter, "clerk", path, elsewhere)) == (422, "case_target_unknown")
    assert refused(call(counter, "clerk", path, step | {"note": ""})) == (422, "case_note_missing")
    assert call(counter, "clerk", path, step)[0] == 200
    assert Case.objects.get(number=accepted).queue_scope == north


@pytest.mark.parametrize(
    ("asks", "refusal"), [([], "case_nothing_asked"), (["nonsense"], "case_nothing_asked")]
)
def test_asking_nobody_is_refused(counter: Counter, accepted: str, asks: list[str], refusal: str) -> None:  # noqa: F811
    step = {"action": "consult", "asks": asks}
    assert refused(call(counter, "clerk", f"{accepted}/actions", step)) == (422, refusal)


def test_the_same_key_again_takes_no_second_step(counter: Counter, accepted: str) -> None:  # noqa: F811
    step = {"action": "consult", "asks": ["county_opinion"]}
    path = f"{accepted}/actions"
    assert call(counter, "clerk", path, step, key="k1")[0] == 200
    steps = CaseStep.objects.count()
    assert call(counter, "clerk", path, step, key="k1")[0] == 200
    assert (CaseStep.objects.count(), CaseTask.objects.count()) == (steps, 1)
    assert refused(call(counter, "clerk", path, step, key="k2")) == (409, "case_asked_already")


def test_a_key_that_stood_for_another_call_is_refused(counter: Counter, accepted: str) -> None:  # noqa: F811
    path = f"{accepted}/actions"
    call(counter, "clerk", path, {"action": "consult", "asks": ["county_opinion"]}, key="k1")
    other = {"action": "start_inspection"}
    assert refused(call(counter, "clerk", path, other, key="k1")) == (409, "key_used")


def test_a_refused_step_does_not_use_its_key_up(counter: Counter, accepted: str) -> None:  # noqa: F811
    path = f"{accepted}/actions"
    assert call(counter, "clerk", path, {"action": "consult"}, key="k1")[0] == 422
    step = {"action": "consult", "asks": ["county_opinion"]}
    assert call(counter, "clerk", path, step, key="k1")[0] == 200


def test_two_cases_are_linked_once_and_both_tell_it(counter: Counter, accepted: str) -> None:  # noqa: F811
    other = counter.open_case("chen")
    body = {"other": other, "relation": "follow_up"}
    assert call(counter, "clerk", f"{accepted}/links", body, key="k")[0] == 200
    assert call(counter, "clerk", f"{accepted}/links", body, key="k")[0] == 200
    assert refused(call(counter, "clerk", f"{accepted}/links", body)) == (409, "case_linked_already")
    told = {
        number: [(one["number"], one["relation"]) for one in call(counter, "clerk", f"{number}/links")[1]]
        for number in (accepted, other)
    }
    assert told == {accepted: [(other, "follow_up")], other: [(accepted, "followed_up")]}


@pytest.mark.parametrize(("who", "status"), [("wang", 404), ("stranger", 404), ("auditor", 404)])
def test_who_does_not_handle_a_case_neither_links_nor_reads_its_links(
    counter: Counter,
    accepted: str,  # noqa: F811
    who: str,
    status: int,
) -> None:
    other = counter.open_case("chen")
    assert call(counter, who, f"{accepted}/links", {"other": other})[0] == status
    assert call(counter, who, f"{accepted}/links")[0] == status


def test_a_link_to_what_one_does_not_see_names_nothing(counter: Counter, accepted: str) -> None:  # noqa: F811
    for other in ("532301100001-20260302-0099-0", accepted, ""):
        answer = call(counter, "clerk", f"{accepted}/links", {"other": other})
        assert refused(answer)[0] == 422
    status, _body = call(counter, "clerk", f"{accepted}/links", {"other": "x", "relation": "merged"})
    assert status == 422
