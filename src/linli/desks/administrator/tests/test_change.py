"""An administrator changes the guide of a matter in the browser; a second one approves; residents read it."""

from typing import Any

import pytest
from django.urls import reverse

from linli.engines.overlays.models import Proposal
from linli.engines.packs import queries as packs
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
MATTER = ("matter", "old-age-allowance")
ITEM = reverse("administrator:item", args=MATTER)
GUIDE = reverse("matters:guide", args=["old-age-allowance"])


def typed_on(counter: Counter, address: str, who: str = "administrator") -> dict[str, str]:
    answer = counter.client(who).get(address)
    assert answer.status_code == 200
    return Html(answer.content.decode()).typed()


def save(counter: Counter, changes: dict[str, str], address: str = ITEM) -> Any:
    typed = {name: text for name, text in typed_on(counter, address).items() if name not in ("", "q", "next")}
    return counter.client("administrator").post(address, typed | changes)


def act(counter: Counter, proposal: Proposal, verb: str, who: str = "administrator", **more: str) -> Any:
    proposal.refresh_from_db()
    address = reverse("administrator:act", args=[proposal.pk])
    return counter.client(who).post(address, {"verb": verb, "revision": str(proposal.revision), **more})


def guide(counter: Counter) -> str:
    packs.forget()
    return str(counter.client(None).get(GUIDE).content.decode())


def test_a_text_goes_from_the_form_to_the_guide(counter: Counter) -> None:
    answer = save(counter, {"summary": "满80周岁，每月一笔，打到卡上。"})
    proposal = Proposal.objects.get()
    assert answer.headers["Location"] == reverse("administrator:proposal", args=[proposal.pk])
    page = counter.client("administrator").get(answer.headers["Location"]).content.decode()
    assert "满80周岁，每月一笔，打到卡上。" in page
    assert [change.code for change in proposal.changes.all()] == ["old-age-allowance"]
    assert act(counter, proposal, "submit", reason="写得短一些").status_code == 302
    assert "每月一笔，打到卡上" not in guide(counter)
    preview = reverse("administrator:preview", args=[proposal.pk, *MATTER])
    assert "每月一笔，打到卡上" in counter.client("administrator-two").get(preview).content.decode()
    assert act(counter, proposal, "approve", "administrator-two").status_code == 302
    assert "每月一笔，打到卡上" in guide(counter)
    version = counter.client("administrator").get(reverse("administrator:version", args=[1]))
    assert "写得短一些" in version.content.decode()


def test_what_is_sent_back_unchanged_changes_nothing(counter: Counter) -> None:
    assert save(counter, {}).status_code == 302
    assert Proposal.objects.get().changes.count() == 0


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("form", "old-age-allowance"),
        ("procedure", "old-age-allowance"),
        ("code-list", "sex"),
        ("matter", "senior-card"),
    ],
)
def test_every_kind_of_item_comes_back_unchanged(counter: Counter, section: str, code: str) -> None:
    address = reverse("administrator:item", args=[section, code])
    assert save(counter, {}, address).status_code == 302
    assert Proposal.objects.get().changes.count() == 0


def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(counter: Counter) -> None:
    answer = save(counter, {"title": "高" * 65, "summary": "新的简介", "papers/code=id-card/title": ""})
    assert answer.status_code == 422
    page = Html(answer.content.decode())
    assert page.typed()["summary"] == "新的简介"
    assert page.typed()["title"] == "高" * 65
    assert page.messages() == ["不能空着。"]
    assert not Proposal.objects.filter(changes__isnull=False).exists()
    answer = save(counter, {"title": "高" * 65, "summary": "新的简介"})
    assert Html(answer.content.decode()).messages() == ["太长。 最多64。"]


def test_a_term_is_changed_by_number_and_unit(counter: Counter) -> None:
    address = reverse("administrator:item", args=["procedure", "old-age-allowance"])
    assert save(counter, {"limits/promised": "15"}, address).status_code == 302
    change = Proposal.objects.get().changes.get()
    assert change.content["limits"]["promised"] == {"workdays": 15}
    page = counter.client("administrator").get(reverse("administrator:proposal", args=[change.proposal_id]))
    assert all(shown.shifts for shown in page.context["changes"])  # the pack's examples were made for 20 days
    answer = save(counter, {"limits/promised": "50"}, address)
    assert answer.status_code == 422
    assert Html(answer.content.decode()).typed()["limits/promised"] == "50"


def test_who_wrote_it_is_refused_and_told_why(counter: Counter) -> None:
    save(counter, {"summary": "短"})
    proposal = Proposal.objects.get()
    assert act(counter, proposal, "submit").status_code == 422
    act(counter, proposal, "submit", reason="为什么")
    answer = act(counter, proposal, "approve")
    assert answer.status_code == 403
    assert "另一位" in answer.content.decode()
    assert "短" not in guide(counter).split("<h1>")[1][:200]


def test_open_cases_are_told_to_go_on_as_they_began(counter: Counter) -> None:
    number = counter.open_case("wang")
    save(counter, {"papers/code=bank-card/title": "存折照片"})
    proposal = Proposal.objects.get()
    page = counter.client("administrator").get(reverse("administrator:proposal", args=[proposal.pk]))
    (change,) = page.context["changes"]
    assert [(kept.version, kept.count) for kept in change.kept] == [("全国基线包 0.1.0", 1)]
    assert "全国基线包 0.1.0：1件" in page.content.decode()
    act(counter, proposal, "submit", reason="改用存折")
    act(counter, proposal, "approve", "administrator-two")
    case_page = counter.client("clerk").get(reverse("matters:case", args=[number])).content.decode()
    assert "银行卡照片" in case_page
    assert "存折照片" in guide(counter)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (reverse("administrator:items"), 30),
        (ITEM, 20),
        (reverse("administrator:proposals"), 12),
        (reverse("administrator:versions"), 12),
    ],
)
def test_pages_stay_within_their_budget(
    counter: Counter, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    browser = counter.client("administrator")
    with django_assert_max_num_queries(most):
        assert browser.get(address).status_code == 200


def test_what_is_not_set_is_folded_and_said_by_name(counter: Counter) -> None:
    address = reverse("administrator:item", args=["procedure", "old-age-allowance"]) + "?at=states"
    parts = counter.client("administrator").get(address).context["parts"]
    accepted = next(group for group in parts.groups if "已受理" in group.title)
    assert (accepted.folded, accepted.unset_names, accepted.changed) == (True, "这一步的时限", False)
    opened = counter.client("administrator").get(address + "&open=1").context["parts"]
    assert not any(group.folded for group in opened.groups)


def test_only_what_differs_says_what_the_pack_says(counter: Counter) -> None:
    assert "原来：" not in counter.client("administrator").get(ITEM).content.decode()
    save(counter, {"summary": "短"})
    page = counter.client("administrator").get(ITEM).content.decode()
    assert page.count("原来：") == 1


def test_a_page_from_before_keeps_what_was_typed_and_says_what_stands_there(counter: Counter) -> None:
    old = {name: text for name, text in typed_on(counter, ITEM).items() if name not in ("", "q", "next")}
    save(counter, {"summary": "短"})
    answer = counter.client("administrator").post(ITEM, old | {"fee": "十元"})
    assert answer.status_code == 409
    page = Html(answer.content.decode())
    assert page.typed()["fee"] == "十元"
    assert "现在的内容是：短" in page.messages()
    assert Proposal.objects.get().changes.get().content["summary"] == "短"
    assert counter.client("administrator").post(ITEM, old | {"summary": "短", "seen": ""}).status_code == 302


def test_an_item_says_who_waits_with_it(counter: Counter) -> None:
    save(counter, {"summary": "短"})
    act(counter, Proposal.objects.get(), "submit", reason="写得短一些")
    page = counter.client("administrator-two").get(ITEM)
    assert [proposal.pk for proposal in page.context["waiting"]] == [Proposal.objects.get().pk]


def approved(counter: Counter, reason: str, **changes: str) -> None:
    save(counter, changes)
    proposal = Proposal.objects.get(state="draft")
    act(counter, proposal, "submit", reason=reason)
    act(counter, proposal, "approve", "administrator-two")
    packs.forget()


def test_an_older_version_is_proposed_from_its_page(counter: Counter) -> None:
    approved(counter, "一", summary="第一句")
    approved(counter, "二", summary="第二句")
    browser = counter.client("administrator")
    newest = browser.get(reverse("administrator:version", args=[2])).content.decode()
    assert "恢复到这一版" not in newest
    answer = browser.post(reverse("administrator:version", args=[1]))
    proposal = Proposal.objects.get(state="draft")
    assert answer.headers["Location"] == reverse("administrator:proposal", args=[proposal.pk])
    assert "第二句" in guide(counter)
    act(counter, proposal, "submit", reason="还是原来的好")
    act(counter, proposal, "approve", "administrator-two")
    assert "第一句" in guide(counter)
    assert browser.post(reverse("administrator:version", args=[3])).status_code == 422


def test_a_version_names_both_persons(counter: Counter) -> None:
    approved(counter, "一", summary="第一句")
    (row,) = counter.client("administrator").get(reverse("administrator:versions")).context["rows"]
    assert row["by"]
    assert row["by"] != row["who"]


def test_whoever_opens_an_item_hears_of_what_was_returned_to_her(counter: Counter) -> None:
    save(counter, {"summary": "短"})
    proposal = Proposal.objects.get()
    act(counter, proposal, "submit", reason="写得短一些")
    refused = act(counter, proposal, "return", "administrator-two", note="")
    assert refused.status_code == 422
    act(counter, proposal, "return", "administrator-two", note="太短了")
    assert "被退回了" in counter.client("administrator").get(ITEM).content.decode()
    assert "被退回了" not in counter.client("administrator-two").get(ITEM).content.decode()
