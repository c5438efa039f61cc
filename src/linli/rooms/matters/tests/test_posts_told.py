"""What posts are told of: questions, answers, late tasks, triage, posts that nobody holds. Once, and no name."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linli.engines.cases import jobs, story
from linli.engines.cases.actions import Chosen
from linli.engines.cases.models import Case, CaseStep, CaseTask
from linli.engines.cases.published import CaseAssigned, CaseEscalated
from linli.engines.notices.models import Recipient
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.worker import deliver_all
from linli.rooms.matters import actions, reactions
from linli.rooms.matters.tests.test_verbs_pages import accepted  # noqa: F401  the same case
from tests.support.cast import NOW
from tests.support.counter import Counter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accepted")]
LATER = NOW + timedelta(days=20)


def take(counter: Counter, who: str, action: str, **given: Any) -> Case:
    number = Case.objects.get().number
    case = actions.handle(actor=counter.cast.actor(who), now=NOW, number=number, action=action, **given)
    deliver_all()
    return case


def consult(counter: Counter, *asks: str) -> Case:
    return take(counter, "clerk", "consult", chosen=Chosen(asks=asks))


def told(occasion: str) -> dict[str, str]:
    """What posts were told of an occasion, by role."""
    rows = Recipient.objects.filter(telling__occasion=occasion)
    texts = {row.recipient_id: row for row in Dispatch.objects.filter(recipient_id__in=rows, channel="inapp")}
    return {row.role: unseal_text(texts[row.pk].text_sealed, context=CONTEXT) for row in rows}


def assigned(case: Case, reason: str) -> CaseAssigned:
    return CaseAssigned(
        subject=f"case:{case.pk}", case_id=case.pk, seq=1, room="matters", table="t", rule=None, reason=reason,
        role="decider", scope=f"county:{case.county}", county=case.county, town=case.town,
        community=case.community, synthetic=True,
    )  # fmt: skip


def test_who_is_asked_hears_what_and_until_when(counter: Counter) -> None:
    case = consult(counter, "county_opinion", "town_opinion")
    words = told("matters-asked")
    assert words.keys() == {"decider", "reviewer"}
    assert f"“高龄津贴”（{case.number}）请您会办：县民政局意见，最晚" in words["decider"]
    assert words["reviewer"].endswith("请您会办：街道意见。"), "no limit, no day"
    assert Dispatch.objects.filter(link=f"/desk/cases/{case.number}/", template="asked").count() == 2


def test_who_asked_hears_of_the_answer_but_not_its_words(counter: Counter) -> None:
    consult(counter, "county_opinion")
    take(counter, "decider", "answer", task=1, said="object", note="需核实低保")
    (words,) = told("matters-answered").items()
    assert words[0] == "clerk"
    assert "县民政局意见，有不同意见" in words[1]
    assert "低保" not in words[1]


def test_a_case_handed_on_lets_who_has_it_and_who_asked_hear(counter: Counter) -> None:
    north = f"community:{counter.cast.places['532301100002'].place_id}"
    consult(counter, "county_opinion")
    take(counter, "clerk", "hand_over", note="已搬到北湖", chosen=Chosen(to=("clerk", north)))
    take(counter, "decider", "answer", task=1, said="agree")
    posts = Recipient.objects.filter(telling__occasion="matters-answered").values_list("scope", flat=True)
    assert set(posts) == {north, f"community:{counter.cast.places['532301100001'].place_id}"}


def test_a_late_answer_is_called_for_once(counter: Counter) -> None:
    consult(counter, "county_opinion", "town_opinion")
    assert jobs.call_overdue_tasks(NOW) == 0
    assert [jobs.call_overdue_tasks(LATER) for _ in range(2)] == [1, 0], "the town's has no limit"
    deliver_all()
    words = told("matters-task-overdue")
    assert words.keys() == {"decider", "clerk"}
    assert "请尽快答复" in words["decider"]
    assert "还没有答复" in words["clerk"]


def test_an_answered_or_late_task_is_noted_as_it_is(counter: Counter) -> None:
    consult(counter, "county_opinion")
    take(counter, "decider", "answer", task=1, said="agree")
    assert jobs.call_overdue_tasks(LATER) == 0
    assert CaseTask.objects.get().overdue_at is None


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("nobody", "没有人任职"),
        ("no_table", "没有安装分派表"),
        ("no_rule", "没有适用"),
        ("undecided", "没有适用"),
    ],
)
def test_triage_hears_why_no_table_decided(counter: Counter, reason: str, words: str) -> None:
    for _ in range(2):
        reactions.tell_triage(assigned(Case.objects.get(), reason))
    (text,) = told("matters-triage").values()
    assert words in text


def test_a_case_that_a_table_placed_is_no_message(counter: Counter) -> None:
    reactions.tell_triage(assigned(Case.objects.get(), ""))
    assert told("matters-triage") == {}


@pytest.mark.parametrize(("level", "post"), [("town", "鹿城镇 街道(乡镇)审核人"), ("", "街道(乡镇)审核人")])
def test_the_administrator_hears_of_a_post_that_nobody_holds(counter: Counter, level: str, post: str) -> None:
    case = Case.objects.get()
    event = CaseEscalated(
        subject=f"case:{case.pk}", case_id=case.pk, seq=1, room="matters", rung=1, role="reviewer",
        scope=f"town:{case.town}" if level else "", held=False, handed=False, county=case.county,
        town=case.town, community=case.community, synthetic=True,
    )  # fmt: skip
    reactions.tell_late(event)
    reactions.tell_late(event)
    (row,) = Recipient.objects.filter(telling__occasion="matters-unheld")
    assert (row.role, row.scope) == ("administrator", f"county:{case.county}")
    assert f"没有人任职：{post}。" in told("matters-unheld")["administrator"]
    assert Dispatch.objects.get(recipient_id=row.pk, channel="inapp").link == "", "she sees no case"


def test_another_rooms_events_tell_nobody_here(counter: Counter) -> None:
    reactions.tell_triage(replace(assigned(Case.objects.get(), "nobody"), room="complaints"))
    assert Recipient.objects.filter(person=None).count() == 0


def test_no_message_to_a_post_names_who_applied(counter: Counter) -> None:
    consult(counter, "county_opinion")
    jobs.call_overdue_tasks(LATER)
    take(counter, "decider", "answer", task=1, said="agree")
    texts = [
        text for name in ("asked", "answered", "task-overdue") for text in told(f"matters-{name}").values()
    ]
    assert len(texts) == 4
    assert [text for text in texts if "王桂兰" in text] == []
    assert CaseStep.objects.count() > 0


def test_each_rung_tells_its_level_how_late_it_is_and_at_whose_desk(counter: Counter) -> None:
    """Two rungs that are due at the same moment give one line each."""
    case = Case.objects.get()
    ladder = [
        {"after": {"workdays": 1}, "notify": {"role": "reviewer", "at": "town"}},
        {"after": {"workdays": 5}, "notify": {"role": "decider", "at": "county"}},
    ]
    pack = InstalledPack.objects.create(pack_id="ladder", version="1.0.0", title="试", digest=bytes(32))
    item = PackItem.objects.create(
        pack=pack, section="procedure", code="old-age-allowance",
        content=case.procedure_item.content | {"escalation": ladder},
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(procedure_item=item, escalate_at=NOW)
    assert jobs.escalate_due(NOW + timedelta(days=60)) == 2
    deliver_all()
    words = told("matters-late")
    assert words["reviewer"].startswith("【街道（乡镇）催办】“高龄津贴”")
    assert words["decider"].startswith("【县（市、区）催办】“高龄津贴”")
    for text in words.values():
        assert re.search(r"）超出\d+个工作日，“已受理”这一步在南山社区服务站，请督促经办。$", text)
    titles = [step.title for step in story.list_steps(Case.objects.get())][-2:]
    assert len(set(titles)) == 2


def test_a_rung_of_a_task_says_whose_answer_is_late(counter: Counter) -> None:
    case = Case.objects.get()
    content = case.procedure_item.content
    ladder = [{"after": {"workdays": 1}, "notify": {"role": "reviewer", "at": "town"}}]
    tasks = [
        one | ({"escalation": ladder} if one["code"] == "county_opinion" else {}) for one in content["tasks"]
    ]
    pack = InstalledPack.objects.create(pack_id="ladder", version="1.0.0", title="试", digest=bytes(32))
    item = PackItem.objects.create(
        pack=pack, section="procedure", code="old-age-allowance", content=content | {"tasks": tasks}
    )
    Case.objects.filter(pk=case.pk).update(procedure_item=item)
    consult(counter, "county_opinion")
    assert jobs.escalate_tasks(LATER) == 1
    deliver_all()
    (text,) = told("matters-late").values()
    assert text.startswith("【街道（乡镇）催办】“高龄津贴”")
    assert "请楚雄市民政局答复的“县民政局意见”超出" in text
    assert text.endswith("还没有答复，请督促答复。")


def news() -> set[tuple[str, str]]:
    """What is still new to posts, by label and role."""
    fresh = Dispatch.objects.filter(person_id__isnull=True, channel="inapp", read_at__isnull=True)
    roles = dict(Recipient.objects.values_list("pk", "role"))
    return {(one.template, roles[one.recipient_id or 0]) for one in fresh}


def test_what_was_answered_goes_by_itself(counter: Counter) -> None:
    consult(counter, "county_opinion", "town_opinion")
    jobs.call_overdue_tasks(LATER)
    deliver_all()
    assert news() >= {("asked", "decider"), ("asked", "reviewer"), ("task-overdue", "clerk")}
    take(counter, "decider", "answer", task=1, said="agree")
    assert news() == {("asked", "reviewer"), ("answered", "clerk")}


def test_what_was_asked_goes_with_the_end_of_the_case(counter: Counter) -> None:
    case = consult(counter, "county_opinion")
    actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=case.number)
    deliver_all()
    assert news() == set()
