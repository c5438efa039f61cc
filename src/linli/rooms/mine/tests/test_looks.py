"""Who looked at my data: unit, post, purpose, in one line a day; never a clerk's name, never a withheld look."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linli.engines.cases.jobs import accept_overdue
from linli.kernel import codes
from linli.kernel.audit.actions import record
from linli.registers.people.models import Household, Membership
from tests.support.cast import ALWAYS, NOW
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
LOOKS = reverse("mine:looks")
STATION, VISITS = "南山社区服务站 · 综合窗口", "南山社区服务站 · 入户核查"


def seen(counter: Counter, who: str = "wang", query: str = "") -> list[tuple[str, str, str]]:
    """What happened, which office, what for; newest first."""
    timeline = counter.client(who).get(LOOKS + query).context["timeline"]
    return [] if timeline is None else [(trace.fact, trace.who, trace.quote) for trace in timeline.traces]


def look(counter: Counter, who: str, number: str) -> None:
    assert counter.client(who).get(reverse("matters:case", args=[number])).status_code == 200


def test_a_look_names_office_and_purpose(counter: Counter) -> None:
    number = counter.open_case("wang")
    look(counter, "clerk", number)
    counter.client("clerk").post(reverse("matters:reveal", args=[number]), {"purpose": "核对银行户名"})
    told = "看了您交的事、看了您的完整身份证号（共3次）：姓名、出生日期、地址、身份证号"
    assert (told, STATION, "高龄津贴 · 已收件、核对银行户名") in seen(counter)


def test_a_photo_and_a_notice_are_told_too(counter: Counter) -> None:
    number = counter.open_case("wang")
    counter.client("clerk").get(reverse("matters:paper", args=[number, "id-card"]))
    assert [(fact, who) for fact, who, _ in seen(counter)] == [("看了您交的材料照片", STATION)]


def test_each_office_on_the_way_is_named(counter: Counter) -> None:
    number = counter.open_case("wang", "decided")
    for who in ("inspector", "reviewer", "decider"):
        look(counter, who, number)
    assert {who for _fact, who, _ in seen(counter)} == {
        STATION, VISITS, "鹿城镇社会事务办 · 民政岗", "楚雄市民政局 · 审批岗",
    }  # fmt: skip


def test_the_page_names_nobody_of_the_staff(counter: Counter) -> None:
    number = counter.open_case("wang", "decided")
    for who in ("clerk", "colleague", "inspector", "reviewer", "decider"):
        look(counter, who, number)
    page = counter.client("wang").get(LOOKS).content.decode()
    staff = {user.name for name, user in counter.cast.users.items() if name not in counter.cast.people}
    assert len(staff) > 5
    assert [name for name in staff if name in page] == []


def test_what_i_did_myself_is_no_look_at_me(counter: Counter) -> None:
    number = counter.open_case("wang")
    browser = counter.client("wang")
    browser.get(reverse("matters:my_case", args=[number]))
    browser.post(reverse("matters:withdraw", args=[number]))
    assert seen(counter) == []


def test_looks_at_others_are_theirs(counter: Counter) -> None:
    look(counter, "clerk", counter.open_case("chen"))
    assert seen(counter) == []
    assert len(seen(counter, "chen")) == 1


def test_an_attempt_that_found_nothing_is_no_look(counter: Counter) -> None:
    number = counter.open_case("wang")
    assert counter.client("stranger").get(reverse("matters:case", args=[number])).status_code == 404
    assert seen(counter) == []


def test_what_the_system_does_is_nobodys_look(counter: Counter) -> None:
    counter.open_case("wang")
    accept_overdue(NOW + timedelta(days=30))
    assert [(fact, who) for fact, who, _ in seen(counter)] == []


def test_steps_are_told_by_the_title_of_the_procedure(counter: Counter) -> None:
    counter.open_case("wang", "inspection")
    assert [fact for fact, *_ in seen(counter)] == ["办理了您的事：开始入户核查", "办理了您的事：受理"]


def test_names_on_a_list_and_in_a_search_are_looks(counter: Counter) -> None:
    number = counter.open_case("wang")
    clerk = counter.client("clerk")
    clerk.get(reverse("workbench:today"))
    clerk.get(reverse("workbench:involved"))
    clerk.post(reverse("workbench:find"), {"q": "王桂"}, follow=True)
    counter.client("auditor").post(reverse("workbench:looks"), {"q": number})
    assert [fact.partition("：")[0] for fact, *_ in seen(counter)] == [
        "查询了谁看过您的信息",
        "按姓名查找，看到了您的办件、在办件列表里看到您的姓名（共3次）",
    ]
    assert seen(counter, "chen") == []


def test_older_ones_follow_by_key(counter: Counter) -> None:
    clerk, person = counter.cast.actor("clerk"), counter.cast.people["wang"].pk
    for page in range(32):
        record(
            actor=clerk, now=NOW + timedelta(days=page), kind="look", act="case.page", persons=[person],
            purpose=f"第{page}次",
        )  # fmt: skip
    browser = counter.client("wang")
    first = browser.get(LOOKS)
    assert len(first.context["timeline"].traces) == 30
    assert [quote for *_, quote in seen(counter, query=f"?after={first.context['after']}")] == [
        "第1次",
        "第0次",
    ]


def test_a_withheld_look_is_told_to_nobody_but_the_auditor(counter: Counter) -> None:
    person = counter.cast.people["wang"].pk
    for withheld in (False, True):
        record(
            actor=counter.cast.actor("inspector"), now=NOW, kind="look", act="files.person", persons=[person],
            purpose="家庭暴力个案" if withheld else "入户前核对", withheld=withheld,
        )  # fmt: skip
    assert [quote for *_, quote in seen(counter)] == ["入户前核对"]
    assert "家庭暴力" not in counter.client("wang").get(reverse("mine:file")).content.decode()
    number = codes.id_number_for("999999", counter.cast.people["wang"].birth_date, 2)
    page = counter.client("auditor").post(reverse("workbench:looks"), {"q": number}).content.decode()
    assert page.count('<span class="sub">不告知本人</span>') == 1
    assert "家庭暴力个案" in page


def test_who_sees_her_own_file_with_my_name_in_her_household_did_not_look_at_mine(counter: Counter) -> None:
    wang, chen = counter.cast.people["wang"], counter.cast.people["chen"]
    household = Household.objects.create(number="H-1", address="花园路12号")
    for member, relation in ((wang, "02"), (chen, "10")):
        Membership.objects.create(household=household, person=member, relation=relation, valid=ALWAYS)
    assert "王桂兰" in counter.client("chen").get(reverse("mine:file")).content.decode()
    assert seen(counter) == []


def test_lines_of_one_day_are_never_torn_between_two_pages(counter: Counter) -> None:
    clerk, person = counter.cast.actor("clerk"), counter.cast.people["wang"].pk
    for look in range(150):
        record(
            actor=clerk, now=NOW + timedelta(days=look // 100), kind="look", act="case.page", persons=[person]
        )
    first = counter.client("wang").get(LOOKS)
    facts = [trace.fact for trace in first.context["timeline"].traces]
    assert facts == ["看了您交的事（共50次）"]
    assert [fact for fact, *_ in seen(counter, query=f"?after={first.context['after']}")] == [
        "看了您交的事（共100次）"
    ]
