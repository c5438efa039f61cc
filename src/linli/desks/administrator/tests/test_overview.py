"""Finding what is to be changed, and who waits for whom."""

from typing import Any

import pytest
from django.urls import reverse

from linli.engines.overlays import listing
from linli.engines.overlays.models import Proposal
from linli.engines.packs.models import PackItem
from tests.support.counter import Counter

from .test_change import act, save

pytestmark = pytest.mark.django_db
PAGE = reverse("administrator:items")


def look(counter: Counter, who: str = "administrator", **asked: str) -> Any:
    answer = counter.client(who).get(PAGE, asked)
    assert answer.status_code == 200
    return answer.context


def codes(context: Any) -> list[str]:
    return [row.code for group in context["view"].groups for row in group.rows]


def test_an_item_is_found_by_words_and_by_code(counter: Counter) -> None:
    assert set(codes(look(counter, q="高龄 津贴"))) == {"old-age-allowance"}
    assert codes(look(counter, q="senior-card")) == ["senior-card"]
    assert "没有找到" in counter.client("administrator").get(PAGE, {"q": "无此事"}).content.decode()


def test_each_kind_shows_its_first_items_and_leads_to_all(counter: Counter) -> None:
    groups = {group.section: group for group in look(counter)["view"].groups}
    matters = groups["matter"]
    assert len(matters.rows) == listing.FIRST < matters.count
    whole = look(counter, section="matter")
    assert len(codes(whole)) == matters.count
    assert {group.section for group in whole["view"].groups} == {"matter"}


def test_pages_follow_each_other_without_a_gap(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 7)
    found, asked = list[str](), {"section": "matter"}
    while True:
        context = look(counter, **asked)
        found += codes(context)
        if not context["view"].next:
            break
        asked = asked | {"after": found[-1]}
    assert found == sorted(set(found))
    assert len(found) == listing.count_by_section()["matter"]


def test_what_is_changed_drafted_or_waiting_is_one_click_away(counter: Counter) -> None:
    assert look(counter)["view"].states == []
    save(counter, {"summary": "短"})
    assert codes(look(counter, state="draft")) == ["old-age-allowance"]
    proposal = Proposal.objects.get()
    act(counter, proposal, "submit", reason="写得短一些")
    assert codes(look(counter, "administrator-two", state="waiting")) == ["old-age-allowance"]
    assert [(row.turn, row.own) for row in look(counter, "administrator-two")["pending"]] == [(True, False)]
    assert [(row.turn, row.own) for row in look(counter)["pending"]] == [(False, True)]
    act(counter, proposal, "approve", "administrator-two")
    context = look(counter, state="changed")
    assert codes(context) == ["old-age-allowance"]
    assert [link.title for link in context["view"].states] == ["本地已调整"]
    assert look(counter)["pending"] == []


def test_an_unknown_kind_is_not_there(counter: Counter) -> None:
    assert counter.client("administrator").get(PAGE, {"section": "indicator"}).status_code == 404


def test_many_items_cost_no_more_statements(counter: Counter, django_assert_max_num_queries: Any) -> None:
    one = PackItem.objects.get(section="matter", code="senior-card")
    PackItem.objects.bulk_create(
        PackItem(pack=one.pack, section="matter", code=f"more-{number}", content=one.content)
        for number in range(300)
    )
    browser = counter.client("administrator")
    for asked in ({}, {"section": "matter"}, {"q": "优待证"}):
        with django_assert_max_num_queries(12):
            assert browser.get(PAGE, asked).status_code == 200
