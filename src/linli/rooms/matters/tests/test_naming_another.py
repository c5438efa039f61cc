"""Naming another case on a page, to merge or to link: it is shown first, and confirmed."""

from typing import Any

import pytest

from linli.engines.cases.models import Case, CaseLink
from linli.engines.packs.models import InstalledPack, PackItem
from tests.support.counter import Counter
from tests.support.html import Html

from .test_verbs_pages import page, send

pytestmark = pytest.mark.django_db

MERGE = {
    "code": "merge", "title": "并到另一件里办", "from": ["received", "accepted"], "to": "closed",
    "by": [{"role": "clerk", "at": "community"}], "requires": {"note": True}, "outcome": "merged",
}  # fmt: skip


@pytest.fixture
def two(counter: Counter) -> tuple[str, str]:
    """Two cases of the allowance; the first can be merged."""
    number, other = (counter.open_case("wang", photos=()) for _ in range(2))
    first = Case.objects.get(number=number)
    content = first.procedure_item.content
    pack = InstalledPack.objects.create(pack_id="verbs", version="1.0.0", title="试", digest=bytes(32))
    item = PackItem.objects.create(
        pack=pack, section="procedure", code="old-age-allowance",
        content=content | {"actions": [*content["actions"], MERGE]},
    )  # fmt: skip
    Case.objects.filter(pk=first.pk).update(procedure_item=item)
    return number, other


def shown(answer: Any, status: int = 200) -> Html:
    assert answer.status_code == status
    return Html(answer.content.decode())


def test_the_other_case_is_shown_and_confirmed_before_a_merge(counter: Counter, two: tuple[str, str]) -> None:
    number, other = two
    typed = {"action": "merge", "main": f" {other} ", "note": "同一件事"}
    seen = shown(send(counter, "clerk", number, **typed))
    for words in ("王桂兰", other, "已收件", "还没有办", "确定并入这一件", "同一件事"):
        assert words in seen.text, words
    assert Case.objects.get(number=number).closed_at is None
    assert send(counter, "clerk", number, **typed, sure=other).status_code == 302
    assert Case.objects.get(number=number).outcome == "merged"
    linked = page(counter, "clerk", other)
    for words in ("并入本件", number, "办结"):
        assert words in linked.text, words


def test_who_names_another_one_than_was_shown_sees_that_first(counter: Counter, two: tuple[str, str]) -> None:
    number, other = two
    shown(send(counter, "clerk", number, action="merge", main=other, sure="别的", note="同一件事"))
    assert Case.objects.get(number=number).closed_at is None


@pytest.mark.parametrize(
    ("main", "status", "words"),
    [("", 422, "请写明另一件的编号"), ("0", 422, "没有这个编号"), ("self", 422, "这就是本件")],
)
def test_a_wrong_number_is_said_at_once_and_nothing_typed_is_lost(
    counter: Counter, two: tuple[str, str], main: str, status: int, words: str
) -> None:
    main = two[0] if main == "self" else main
    seen = shown(send(counter, "clerk", two[0], action="merge", main=main, note="同一件事"), status)
    assert words in seen.text
    assert "同一件事" in seen.text
    assert "确定并入" not in seen.text


def test_linking_shows_what_it_is_too(counter: Counter, two: tuple[str, str]) -> None:
    number, other = two
    typed = {"action": "link", "main": other, "kind": "follow_up"}
    seen = shown(send(counter, "clerk", number, **typed))
    assert "确定和这一件关联" in seen.text
    assert not CaseLink.objects.exists()
    assert send(counter, "clerk", number, **typed, sure=other).status_code == 302
    assert CaseLink.objects.get().kind == "follow_up"
