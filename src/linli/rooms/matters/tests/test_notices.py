"""Official notices and messages: one for each step, as issued, in Chinese, to the applicant and nobody else."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from linli.engines.cases import jobs
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.cases.published import CaseEscalated, CaseMoved, CaseOpened
from linli.engines.notices.models import Recipient
from linli.kernel.clock import local_day
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import NotFound
from linli.kernel.events.models import Delivery, EventLog
from linli.kernel.events.registry import load
from linli.kernel.events.worker import deliver_all
from linli.kernel.ui.format import format_full_date
from linli.registers.people.queries import read_file
from linli.rooms.matters import actions, queries, reactions
from linli.rooms.matters.display import notice_page
from linli.rooms.matters.models import OfficialNotice
from tests.support.cast import NOW, TODAY
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.world import photo_of

pytestmark = pytest.mark.django_db


def walk(counter: Counter, until: str, who: str = "wang") -> Case:
    """A case that came as far as `until`; only then the worker comes round."""
    case = Case.objects.get(number=counter.open_case(who, until))
    deliver_all()
    return case


def take(counter: Counter, case: Case, who: str, action: str, *, now: datetime = NOW, **given: Any) -> None:
    call = {"note": "已核对"} | given
    actions.handle(actor=counter.cast.actor(who), now=now, number=case.number, action=action, **call)
    deliver_all()


def notice_of(case: Case, kind: str) -> OfficialNotice:
    return OfficialNotice.objects.get(case=case, kind=kind)


def messages(case: Case, template: str = "") -> list[str]:
    """What stands in the applicant's list of messages, oldest first."""
    rows = Dispatch.objects.filter(subject=f"case:{case.pk}", channel="inapp").order_by("id")
    found = rows.filter(template=template) if template else rows
    return [unseal_text(row.text_sealed, context=CONTEXT) for row in found]


def promised_day(case: Case) -> str:
    assert case.accepted_at is not None
    day = cases.calendar_of(case).add_workdays(local_day(case.accepted_at), 20)
    with translation.override("zh-hans"):
        return format_full_date(day)


# As issued


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_notice_of_acceptance_names_the_day_promised_then(counter: Counter, language: str) -> None:
    """Told after the pauses that came later, and still the day of the promise."""
    case = walk(counter, "review")
    assert case.due_at is not None
    with translation.override(language):
        page = notice_page(case, notice_of(case, "acceptance").pk)
    assert page["due"] == promised_day(case)
    with translation.override("zh-hans"):
        assert page["due"] != format_full_date(local_day(case.due_at))


def test_the_message_of_acceptance_names_the_same_day(counter: Counter) -> None:
    case = walk(counter, "posted")
    (text,) = messages(case, "acceptance")
    assert promised_day(case) in text


def test_a_result_is_told_in_chinese_to_who_reads_english(counter: Counter) -> None:
    case = walk(counter, "decided")
    with translation.override("en"):
        page = notice_page(case, notice_of(case, "decision").pk)
    assert page["outcome"] == "同意"
    assert "月" in str(page["issued"])


def test_a_notice_keeps_which_office_issued_it_and_what_came_of_it(counter: Counter) -> None:
    case = walk(counter, "decided")
    notice = notice_of(case, "decision")
    assert notice.office == "楚雄市民政局 · 审批岗"
    assert notice.facts == {"state": "closed", "outcome": "granted"}
    assert notice_page(case, notice.pk)["office"] == "楚雄市民政局"


def test_a_notice_of_what_is_missing_lists_all_of_it_in_the_words_of_the_matter(counter: Counter) -> None:
    case = Case.objects.get(number=counter.open_case("wang", photos=()))
    take(counter, case, "clerk", "request_supplement", note="请补齐")
    page: Any = notice_page(case, notice_of(case, "supplement").pk)
    assert [paper.title for paper in page["papers"]] == ["身份证照片", "银行卡照片"]
    assert page["note"] == "请补齐"
    assert "身份证照片、银行卡照片" in messages(case, "supplement")[0]
    assert "户口簿" not in messages(case, "supplement")[0]


def test_a_refusal_to_accept_is_a_notice_of_its_own_with_its_reason(counter: Counter) -> None:
    case = walk(counter, "fresh")
    take(counter, case, "clerk", "decline", note="户籍不在本县")
    page = notice_page(case, notice_of(case, "decline").pk)
    assert (page["title"], page["note"]) == ("不予受理通知书", "户籍不在本县")
    assert not OfficialNotice.objects.filter(case=case, kind="acceptance").exists()


def test_who_was_told_nothing_in_time_gets_the_notice_of_acceptance_all_the_same(counter: Counter) -> None:
    case = walk(counter, "fresh")
    jobs.accept_overdue(NOW + timedelta(days=30))
    deliver_all()
    notice = notice_of(case, "acceptance")
    assert notice.facts["due"] == cases.calendar_of(case).add_workdays(TODAY, 20).isoformat()


def test_a_notice_holds_codes_and_days_and_no_words_about_anybody(counter: Counter) -> None:
    case = walk(counter, "fresh")
    take(counter, case, "clerk", "accept")
    walk(counter, "decided")
    known = {"state", "outcome", "due", "papers"}
    for facts in OfficialNotice.objects.values_list("facts", flat=True):
        assert facts.keys() <= known
        assert json.dumps(facts).isascii()


def test_a_notice_of_another_case_is_not_found(counter: Counter) -> None:
    mine, other = walk(counter, "decided"), walk(counter, "decided", "chen")
    with pytest.raises(NotFound):
        notice_page(mine, notice_of(other, "decision").pk)


# Publicity


def running() -> set[str]:
    return {notice.case.number for notice in queries.list_publicity()}


def test_a_public_notice_runs_while_its_state_lasts(counter: Counter) -> None:
    case = walk(counter, "posted")
    assert running() == {case.number}
    take(counter, case, "clerk", "end_notice")
    assert running() == set()
    assert notice_of(case, "publicity").withdrawn_at == NOW, "the time of the step, not of the worker"


def test_what_is_no_public_notice_is_never_taken_down(counter: Counter) -> None:
    case = walk(counter, "decided")
    taken_down = OfficialNotice.objects.filter(case=case, withdrawn_at__isnull=False)
    assert [notice.kind for notice in taken_down] == ["publicity"]


def test_who_withdraws_is_not_made_public_any_longer(counter: Counter) -> None:
    case, other = walk(counter, "posted"), walk(counter, "posted", "chen")
    actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=case.number)
    deliver_all()
    assert running() == {other.number}


def test_a_worker_who_comes_late_leaves_no_notice_up(counter: Counter) -> None:
    case = walk(counter, "review")
    assert running() == set()
    assert notice_of(case, "publicity").withdrawn_at is not None


def test_a_second_publicity_is_a_second_notice(counter: Counter) -> None:
    case = walk(counter, "review")
    first = notice_of(case, "publicity")
    for who, action in (
        ("reviewer", "return_to_community"), ("clerk", "start_inspection"), ("inspector", "finish_inspection"),
        ("clerk", "post_notice"),
    ):  # fmt: skip
        take(counter, case, who, action)
    assert running() == {case.number}
    take(counter, case, "clerk", "end_notice", now=NOW + timedelta(days=14))
    ended = first.withdrawn_at
    first.refresh_from_db()
    assert first.withdrawn_at == ended, "the end of the second does not move that of the first"
    assert OfficialNotice.objects.filter(case=case, kind="publicity").count() == 2


def test_the_page_of_public_notices_masks_the_name_and_names_the_community(counter: Counter) -> None:
    walk(counter, "posted")
    page = Html(counter.client(None).get(reverse("matters:publicity")).content.decode()).text
    assert "南山社区" in page
    assert "高龄津贴" in page
    assert "王桂兰" not in page
    assert "王" in page


def test_public_notices_page_by_key(counter: Counter) -> None:
    numbers = [walk(counter, "posted").number for _ in range(3)]
    first = queries.list_publicity(limit=2)
    assert [row.case.number for row in first] == numbers[:0:-1]
    assert [row.case.number for row in queries.list_publicity(after=first[-1].pk)] == numbers[:1]


# Once


def test_each_step_is_told_once_though_delivered_twice(counter: Counter) -> None:
    case = walk(counter, "decided")
    before = (OfficialNotice.objects.count(), Dispatch.objects.count(), running())
    Delivery.objects.update(state="pending", attempts=0)
    deliver_all()
    assert not Delivery.objects.exclude(state="done").exists()
    assert (OfficialNotice.objects.count(), Dispatch.objects.count(), running()) == before
    assert len(messages(case)) == case.steps.count()


def hear(case: Case, *, notice: str = "", **changes: Any) -> None:
    """Deliver the events of the steps again, or the one that asks for `notice`, with `changes`."""
    entries = EventLog.objects.filter(name=CaseMoved.NAME, subject=f"case:{case.pk}").order_by("id")
    for entry in entries.filter(payload__notice=notice) if notice else entries:
        event: Any = load(entry.name, entry.payload | changes)
        reactions.follow_step(event)


def test_a_repeat_does_not_put_an_ended_notice_up_again(counter: Counter) -> None:
    case = walk(counter, "review")
    hear(case, notice="publicity")
    assert running() == set()


def test_a_repeat_of_what_came_before_does_not_take_a_running_notice_down(counter: Counter) -> None:
    case = walk(counter, "posted")
    hear(case)
    assert running() == {case.number}


def test_a_notice_posted_without_leaving_its_state_stays_up(counter: Counter) -> None:
    """A procedure may post it anew from where it is."""
    case = walk(counter, "posted")
    for _ in range(2):
        hear(case, notice="publicity", from_state="publicity")
    assert running() == {case.number}


def test_a_notice_is_not_written_anew(counter: Counter) -> None:
    """What was issued stays as it was issued, though calendars, offices and clocks change."""
    case = walk(counter, "review")
    issued = {notice.pk: notice.issued_at for notice in queries.list_notices(case)}
    steps = {step.seq: step.at for step in case.steps.all()}
    assert sorted(issued.values()) == [
        steps[notice.step_seq] for notice in OfficialNotice.objects.order_by("step_seq")
    ]
    OfficialNotice.objects.update(office="原样", facts={"state": "as-issued"})
    hear(case)
    found = OfficialNotice.objects.all()
    assert {(notice.office, notice.facts["state"]) for notice in found} == {("原样", "as-issued")}
    assert {notice.pk: notice.issued_at for notice in found} == issued


@pytest.mark.parametrize("name", ["received", "moved"])
def test_cases_of_other_rooms_are_told_by_those(counter: Counter, name: str) -> None:
    case = Case.objects.get(number=counter.open_case("wang", "inspection"))
    event = CaseOpened if name == "received" else CaseMoved
    entry = EventLog.objects.filter(name=event.NAME, subject=f"case:{case.pk}").latest("id")
    handler: Any = reactions.tell_received if name == "received" else reactions.follow_step
    handler(load(entry.name, entry.payload | {"room": "incidents"}))
    assert messages(case) == []
    handler(load(entry.name, entry.payload))
    assert len(messages(case)) == 1


# What is told


@pytest.mark.parametrize(
    ("until", "template", "says"),
    [
        ("fresh", "received", ["已收件", "5个工作日"]),
        ("inspection", "start_inspection", ["入户核查"]),
        ("review", "start_inspection", ["入户核查"]),  # told late, and still as it was
        ("posted", "publicity", ["公示"]),
        ("review", "end_notice", ["街道审核"]),
        ("decided", "decision", ["已批准", "评价"]),
    ],
)
def test_a_message_says_what_happened_and_leads_to_the_case(
    counter: Counter, until: str, template: str, says: list[str]
) -> None:
    case = walk(counter, until)
    (text,) = messages(case, template)
    assert [word for word in ["高龄津贴", *says] if word not in text] == []
    row = Dispatch.objects.get(subject=f"case:{case.pk}", template=template, channel="inapp")
    assert row.link == reverse("matters:my_case", args=[case.number])


@pytest.mark.parametrize(("action", "says"), [("refuse", "没有批准"), ("withdraw", "撤回")])
def test_an_end_without_a_grant_is_told_as_what_it_is(counter: Counter, action: str, says: str) -> None:
    case = walk(counter, "decision")
    if action == "withdraw":
        actions.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=case.number)
        deliver_all()
    else:
        take(counter, case, "decider", action, note="未满年龄")
    assert says in messages(case)[-1]
    assert "未满年龄" not in messages(case)[-1], "the reason stands on the page, behind the log-in"


def test_a_message_is_dated_as_its_step(counter: Counter) -> None:
    case = walk(counter, "decided")
    dated = Dispatch.objects.filter(subject=f"case:{case.pk}", channel="inapp").order_by("id")
    assert list(dated.values_list("created_at", flat=True)) == [
        step.at for step in case.steps.order_by("seq")
    ]


def test_the_applicant_is_told_and_nobody_else(counter: Counter) -> None:
    walk(counter, "decided")
    walk(counter, "posted", "chen")
    wang, chen = (counter.cast.people[who].pk for who in ("wang", "chen"))
    for row in Dispatch.objects.all():
        case = Case.objects.get(pk=int(row.subject.partition(":")[2]))
        assert row.person_id == case.applicant_id
    assert set(Dispatch.objects.values_list("person_id", flat=True)) == {wang, chen}


def test_messages_hold_nobodys_data(counter: Counter) -> None:
    """They leave by channels that others may read: no name, no number, no address, no clerk's note."""
    case = Case.objects.get(number=counter.open_case("wang", photos=("id-card",)))
    take(counter, case, "clerk", "request_supplement", note="王桂兰的银行卡看不清")
    supplied = {"bank-card": photo_of(counter, "wang", "bank-card")}
    actions.supply(actor=counter.cast.actor("wang"), now=NOW, number=case.number, photos=supplied)
    walk(counter, "decided")
    walk(counter, "decided", "chen")
    private = {user.name for user in counter.cast.users.values()} | {
        "看不清",
        "花园路",
        "6217857",
        "老人在家",
    }
    for person in counter.cast.people.values():
        file = read_file(person, day=TODAY)
        private |= {file.name, file.id_number, file.phone, file.address, str(file.birth_date)}
    texts = [unseal_text(row.text_sealed, context=CONTEXT) for row in Dispatch.objects.all()]
    assert len(texts) > 30
    assert [(word, text) for word in private for text in texts if word in text] == []


def test_the_post_on_the_ladder_hears_of_a_late_case_once_and_no_name(counter: Counter) -> None:
    case = walk(counter, "review")
    scope = f"county:{case.county}"
    event = CaseEscalated(
        subject=f"case:{case.pk}", case_id=case.pk, seq=1, room="matters", rung=1, role="decider",
        scope=scope, held=True, handed=False, county=case.county, town=case.town,
        community=case.community, synthetic=True,
    )  # fmt: skip
    for _ in range(2):
        reactions.tell_late(event)
    told = Recipient.objects.get(subject=f"case:{case.pk}", audience="supervisor")
    assert (told.person_id, told.role, told.scope) == (None, "decider", scope)
    (text,) = messages(case, "late")
    assert "请督促经办" in text
    assert "王桂兰" not in text
    reactions.tell_late(replace(event, seq=2, held=False))
    assert Recipient.objects.filter(audience="supervisor").count() == 1, "nobody holds that post"
