"""Asking, answering, handing over and reopening on the pages: refusals in place, the queue of who is asked."""

from typing import Any

import pytest
from django.urls import reverse
from ruamel.yaml import YAML
from time_machine import travel

from linli.engines.cases.models import Case, CaseTask
from linli.engines.packs.folders import builtin
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.worker import deliver_all
from linli.registers.organisations.models import Appointment
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db

BESIDE = """
tasks:
  - {code: county_opinion, title: 县民政局意见, of: {role: decider, at: county}, within: {workdays: 3}}
  - {code: town_opinion, title: 街道意见, of: {role: reviewer, at: town}}
actions:
  - code: consult
    title: 请有关单位会办
    from: [accepted]
    by: [{role: clerk, at: community}]
    asks: [county_opinion, town_opinion]
    pick: true
  - code: hand_over
    title: 转交其他社区
    from: [accepted]
    by: [{role: clerk, at: community}]
    hands_to: [{role: clerk, at: community, within: county}]
    requires: {note: true}
  - {code: recall, title: 收回, from: [accepted], by: [{role: clerk, at: community}], recalls: true}
  - code: reopen
    title: 请求重新办理
    from: [closed]
    to: accepted
    by: [applicant]
    requires: {note: true}
    within: {days: 60}
    at_most: 1
"""


@pytest.fixture
def accepted(counter: Counter) -> str:
    """A case of the allowance that can be consulted on, handed over and reopened."""
    file = builtin("national") / "procedures" / "old-age-allowance.yaml"
    content: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    content.pop("examples")
    beside = YAML(typ="safe").load(BESIDE)
    content |= {"tasks": beside["tasks"], "actions": [*content["actions"], *beside["actions"]]}
    next(one for one in content["actions"] if one["code"] == "start_inspection")["waits_for"] = [
        "county_opinion"
    ]
    pack = InstalledPack.objects.create(pack_id="verbs", version="1.0.0", title="试", digest=bytes(32))
    item = PackItem.objects.create(pack=pack, section="procedure", code="old-age-allowance", content=content)
    number = counter.open_case("wang", photos=("id-card", "bank-card"))
    Case.objects.filter(number=number).update(procedure_item=item)
    counter.act(number, "clerk", "accept")
    return number


def page(counter: Counter, who: str, number: str, name: str = "matters:case") -> Html:
    with travel(NOW, tick=False):
        response = counter.client(who).get(reverse(name, args=[number]))
    assert response.status_code == 200
    return Html(response.content.decode())


def send(counter: Counter, who: str, number: str, name: str = "matters:act", **data: Any) -> Any:
    with travel(NOW, tick=False):
        return counter.client(who).post(reverse(name, args=[number]), data)


def test_who_is_asked_finds_it_in_the_queue_and_answers_on_the_page(counter: Counter, accepted: str) -> None:
    assert "请有关单位会办" in page(counter, "clerk", accepted).text
    assert send(counter, "clerk", accepted, action="consult", asks=["county_opinion"]).status_code == 302
    assert CaseTask.objects.get().code == "county_opinion"
    with travel(NOW, tick=False):
        queue = Html(counter.client("decider").get(reverse("workbench:today")).content.decode())
    assert "请您答复" in queue.text
    assert "县民政局意见" in queue.text
    shown = page(counter, "decider", accepted)
    assert "请您会办" in shown.text
    assert (
        send(
            counter, "decider", accepted, action="answer", task=1, said="object", note="需核实低保"
        ).status_code
        == 302
    )
    assert "需核实低保" in page(counter, "clerk", accepted).text
    mine = page(counter, "wang", accepted, "matters:my_case")
    assert "县民政局意见" not in mine.text, "what offices ask each other is between them"
    assert "需核实低保" not in mine.text, "what offices write to each other is not told to the applicant"


def test_a_step_that_waits_says_for_what(counter: Counter, accepted: str) -> None:
    send(counter, "clerk", accepted, action="consult", asks=["county_opinion"])
    assert "还在等：县民政局意见" in page(counter, "clerk", accepted).text
    assert "由南山社区服务站、楚雄市民政局办" in page(counter, "wang", accepted, "matters:my_case").text
    refused = send(counter, "clerk", accepted, action="start_inspection")
    assert refused.status_code == 409
    assert "这一步还在等：县民政局意见" in Html(refused.content.decode()).text


def test_nobody_chosen_is_told_on_the_page(counter: Counter, accepted: str) -> None:
    refused = send(counter, "clerk", accepted, action="consult")
    assert refused.status_code == 422
    assert "请选择请谁会办" in Html(refused.content.decode()).text


def test_an_objection_without_words_comes_back_as_it_was(counter: Counter, accepted: str) -> None:
    send(counter, "clerk", accepted, action="consult", asks=["county_opinion"])
    refused = send(counter, "decider", accepted, action="answer", task=1, said="object")
    assert refused.status_code == 422
    assert Html(refused.content.decode()).typed()["said"] == "object"


def test_a_case_is_handed_to_another_community_and_taken_back(counter: Counter, accepted: str) -> None:
    to = f"clerk@community:{counter.cast.places['532301100002'].place_id}"
    assert to in page(counter, "clerk", accepted).values("value")
    refused = send(counter, "clerk", accepted, action="hand_over", to=to)
    assert Html(refused.content.decode()).typed()["to"] == to
    assert send(counter, "clerk", accepted, action="hand_over", to=to, note="已搬到北湖").status_code == 302
    assert "开始入户核查" in page(counter, "stranger", accepted).text
    assert "由北湖社区服务站办" in page(counter, "wang", accepted, "matters:my_case").text
    assert send(counter, "clerk", accepted, action="recall").status_code == 302
    assert Case.objects.get(number=accepted).queue_scope.startswith("community:")


def test_the_applicant_asks_for_reopening_with_a_reason(counter: Counter, accepted: str) -> None:
    assert "请求重新办理" not in page(counter, "wang", accepted, "matters:my_case").text
    send(counter, "wang", accepted, "matters:withdraw")
    shown = page(counter, "wang", accepted, "matters:my_case")
    assert "请求重新办理" in shown.text
    assert "补交" not in shown.text
    refused = send(counter, "wang", accepted, "matters:reopen")
    assert refused.status_code == 422
    assert send(counter, "wang", accepted, "matters:reopen", note="当时填错了").status_code == 302
    case = Case.objects.get(number=accepted)
    assert (case.state, case.outcome, case.closed_at) == ("accepted", "", None)


def test_somebody_else_reopens_nothing(counter: Counter, accepted: str) -> None:
    send(counter, "wang", accepted, "matters:withdraw")
    assert send(counter, "chen", accepted, "matters:reopen", note="试试").status_code == 404


def test_cases_are_linked_and_both_pages_lead_to_the_other(counter: Counter, accepted: str) -> None:
    other = counter.open_case("chen")
    refused = send(counter, "clerk", accepted, action="link", kind="related", main="0")
    assert refused.status_code == 422
    assert (
        send(counter, "clerk", accepted, action="link", kind="follow_up", main=other, sure=other).status_code
        == 302
    )
    assert reverse("matters:case", args=[other]) in page(counter, "clerk", accepted).values("href")
    assert reverse("matters:case", args=[accepted]) in page(counter, "clerk", other).values("href")


def test_what_offices_do_among_themselves_sends_no_person_a_message(counter: Counter, accepted: str) -> None:
    def told() -> int:
        return Dispatch.objects.filter(person_id__isnull=False).count()

    deliver_all()
    known = told()
    send(counter, "clerk", accepted, action="consult", asks=["county_opinion"])
    deliver_all()
    assert told() == known
    send(counter, "decider", accepted, action="answer", task=1, said="agree")
    send(counter, "clerk", accepted, action="start_inspection")
    deliver_all()
    assert told() > known


def test_a_step_without_anybody_to_hand_the_case_to_has_no_button(counter: Counter, accepted: str) -> None:
    assert 'value="hand_over"' in page(counter, "clerk", accepted).source
    Appointment.objects.filter(post__role="clerk").exclude(user=counter.cast.users["clerk"]).delete()
    shown = page(counter, "clerk", accepted)
    assert 'value="hand_over"' not in shown.source
    assert "转交其他社区 没有别的单位有这个岗位" in shown.text
