"""Matters speak their own words, and say so where they bind nobody."""

import pytest
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.display import outcome_word
from linli.rooms.matters.models import CatalogueEntry
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.world import MATTER

pytestmark = pytest.mark.django_db
COMPLAINT = "environment-complaint"


def guide(counter: Counter, code: str) -> Html:
    return Html(counter.client("wang").get(reverse("matters:guide", args=[code])).content.decode())


@pytest.fixture
def worked(counter: Counter) -> Counter:
    with acting_as(SYSTEM):
        if not CatalogueEntry.objects.filter(code=COMPLAINT).exists():
            install(folder=builtin("worked"), actor=SYSTEM, now=NOW)
    return counter


def test_a_matter_is_called_what_its_pack_calls_it(worked: Counter) -> None:
    page = guide(worked, COMPLAINT)
    assert "反映" in page.text
    assert "申请" not in page.text
    assert "申请" in guide(worked, MATTER).text


def test_who_does_it_is_called_by_the_verb_unless_the_pack_says_otherwise() -> None:
    said = {"code": "a", "title": "一", "summary": "一", "audience": "一", "result": "一", "where": "一"}
    assert Matter.model_validate(said).who == "申请人"
    assert Matter.model_validate(said | {"verb": "反映"}).who == "反映人"
    assert Matter.model_validate(said | {"verb": "反映", "person": "来访人"}).who == "来访人"
    with pytest.raises(ValueError, match="verb"):
        Matter.model_validate(said | {"verb": "apply"})


def test_the_guide_of_a_sample_says_that_it_is_one(worked: Counter) -> None:
    assert "样例：不是任何地方的规定。" in guide(worked, COMPLAINT).text
    assert "样例：不是任何地方的规定。" not in guide(worked, MATTER).text


def test_a_guide_speaks_of_acceptance_only_where_there_is_one(worked: Counter) -> None:
    assert "受理后" in guide(worked, MATTER).text
    assert "受理" not in guide(worked, COMPLAINT).text


def test_the_sheet_of_paper_promises_nobody_who_types_it_in(worked: Counter) -> None:
    page = worked.client("wang").get(reverse("matters:form_paper", args=[MATTER])).content.decode()
    assert "请手写" in page
    assert "录入" not in page


@pytest.mark.parametrize(("outcome", "word"), [("granted", "已解决"), ("refused", "未能解决")])
def test_a_complaint_ends_in_its_own_words(worked: Counter, outcome: str, word: str) -> None:
    case = Case(outcome=outcome)
    case.matter_item = CatalogueEntry.objects.get(code=COMPLAINT).item
    assert outcome_word(case) == word
