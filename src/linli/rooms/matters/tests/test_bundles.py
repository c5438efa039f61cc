"""Several matters applied for at once: asked once, filed together or not at all, each handled in its own way."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.engines.cases import links
from linli.engines.cases.models import Case, CaseBundle
from linli.engines.forms.models import FormDraft
from linli.engines.forms.queries import get_answers
from linli.engines.packs import sections
from linli.engines.packs.actions import install
from linli.engines.packs.check import check_pack
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import Faults, NotFound
from linli.kernel.guard import acting_as
from linli.rooms.matters import actions, queries
from linli.rooms.matters.models import BundleEntry, CasePaper
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.world import MATTER, jpeg, typed

pytestmark = pytest.mark.django_db
BUNDLE, OTHER = "eighty", "senior-card-replacement"
APPLY, DRAFT = (reverse(f"matters:{name}", args=[BUNDLE]) for name in ("bundle_apply", "bundle_draft"))


@pytest.fixture(autouse=True)
def _at_that_time(time_machine: Any, counter: Counter) -> None:
    time_machine.move_to(NOW)
    install(folder=builtin("worked"), actor=SYSTEM, now=NOW)


def raw(**given: Any) -> dict[str, Any]:
    return typed("wang") | {"reason": "lost"} | given


def file_all(counter: Counter, **given: Any) -> links.BundleView:
    return actions.apply_for_bundle(
        actor=counter.cast.actor("wang"), now=NOW, code=BUNDLE, raw=raw(), **given
    )


def test_one_application_opens_a_case_of_each_matter_under_one_number(counter: Counter) -> None:
    found = file_all(counter)
    assert [case.title for case in found.cases] == ["高龄津贴", "老年优待证补发（样例）"]
    assert [case.state for case in found.cases] == ["received", "received"]
    assert len({found.number, *(case.number for case in found.cases)}) == 3
    assert {case.bundle_id for case in found.cases} == {CaseBundle.objects.get().pk}


def test_each_case_keeps_the_answers_to_its_own_form(counter: Counter) -> None:
    first, second = file_all(counter).cases
    with acting_as(SYSTEM):
        allowance, card = (get_answers(f"case:{case.pk}") for case in (first, second))
    assert set(card.values) == {"name", "id_number", "reason"}
    assert "reason" not in allowance.values
    assert allowance.values["name"] == card.values["name"] == "王桂兰"
    assert (allowance.definition.code, card.definition.code) == (MATTER, OTHER)


def test_a_fault_in_one_form_files_nothing_and_all_faults_are_told(counter: Counter) -> None:
    with pytest.raises(Faults) as refused:
        actions.apply_for_bundle(
            actor=counter.cast.actor("wang"), now=NOW, code=BUNDLE, raw=raw(reason="", bank_name="")
        )
    assert set(refused.value.faults) == {"reason", "bank_name"}
    assert not CaseBundle.objects.exists()


def test_the_same_key_again_files_nothing_more(counter: Counter) -> None:
    assert file_all(counter, key="once").number == file_all(counter, key="once").number
    with acting_as(SYSTEM):
        assert Case.objects.count() == 2


def test_who_has_one_of_them_running_is_asked_first(counter: Counter) -> None:
    file_all(counter)
    with pytest.raises(actions.AlreadyOpen):
        file_all(counter)
    assert len(file_all(counter, again=True).cases) == 2


def test_the_page_asks_shared_questions_once_and_files_with_photos(counter: Counter) -> None:
    browser = counter.client("wang")
    page = browser.get(APPLY).content.decode()
    assert page.count('name="reason"') == 2  # two choices
    assert page.count("身份证号</") <= 1
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    answer = browser.post(APPLY, raw() | {"paper-id-card": photo})
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(SYSTEM):
        number = CaseBundle.objects.get().number
        assert CasePaper.objects.filter(code="id-card").count() == 1
    assert answer.headers["Location"] == reverse("matters:bundle_receipt", args=[number])


def test_what_is_refused_stays_typed_and_the_draft_goes_when_it_is_sent(counter: Counter) -> None:
    browser = counter.client("wang")
    assert browser.post(APPLY, raw(reason="")).status_code == 422
    assert Html(browser.get(APPLY).content.decode()).typed()["bank_name"] == raw()["bank_name"]
    assert browser.post(DRAFT, {"bank_name": "信用社"}).status_code == 204
    assert browser.post(APPLY, raw()).status_code == 302
    with acting_as(SYSTEM):
        assert not FormDraft.objects.exists()


def test_one_receipt_bears_every_number_and_one_code_that_opens_all(counter: Counter) -> None:
    found = file_all(counter)
    browser = counter.client("wang")
    receipt = browser.get(reverse("matters:bundle_receipt", args=[found.number])).content.decode()
    code = queries.cases.get_query_code(found.cases[0])
    assert code in receipt
    for number in (found.number, *(case.number for case in found.cases)):
        assert number in receipt
    public = counter.client(None)
    both = public.post(reverse("matters:lookup"), {"number": found.number, "code": code}).content.decode()
    assert all(case.number in both for case in found.cases)
    one = public.post(reverse("matters:lookup"), {"number": found.cases[1].number, "code": code})
    assert found.cases[0].number not in one.content.decode()
    wrong = public.post(reverse("matters:lookup"), {"number": found.number, "code": "AAAAAAAA"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("who", ["chen", "clerk", "stranger"])
def test_nobody_else_reads_the_receipt(counter: Counter, who: str) -> None:
    found = file_all(counter)
    answer = counter.client(who).get(reverse("matters:bundle_receipt", args=[found.number]))
    assert answer.status_code in (403, 404)
    with pytest.raises(NotFound):
        links.get_bundle_by_number(counter.cast.actor(who).as_resident(), found.number)


def test_staff_see_at_each_case_which_it_was_opened_with(counter: Counter) -> None:
    first, second = file_all(counter).cases
    page = counter.client("clerk").get(reverse("matters:case", args=[first.number])).content.decode()
    assert second.number in page


def test_the_applicant_sees_them_together(counter: Counter, django_assert_max_num_queries: Any) -> None:
    found, alone = file_all(counter), counter.open_case("wang")
    browser = counter.client("wang")
    with django_assert_max_num_queries(16):
        page = browser.get(reverse("resident:mine")).content.decode()
    assert page.index("高龄津贴") < page.index(found.title)
    assert page.count(found.title) == 1
    assert reverse("matters:bundle_receipt", args=[found.number]) in page
    first, second = found.cases
    hers = browser.get(reverse("matters:my_case", args=[first.number])).content.decode()
    assert reverse("matters:my_case", args=[second.number]) in hers
    other = browser.get(reverse("matters:my_case", args=[alone])).content.decode()
    assert found.title not in other


def test_each_guide_and_the_catalogue_offer_the_bundle(counter: Counter) -> None:
    address = reverse("matters:bundle", args=[BUNDLE])
    public = counter.client(None)
    assert public.get(address).status_code == 200
    for code in (MATTER, OTHER):
        assert address in public.get(reverse("matters:guide", args=[code])).content.decode()
    assert address in public.get(reverse("matters:catalogue"), {"q": "八十岁"}).content.decode()
    assert address not in public.get(reverse("matters:catalogue"), {"q": "托管"}).content.decode()


def test_the_guide_says_of_each_matter_whether_by_her_file_she_meets_its_condition(counter: Counter) -> None:
    address = reverse("matters:bundle", args=[BUNDLE])
    hers = Html(counter.client("wang").get(address).content.decode()).text
    assert "按档案看，您符合条件" in hers
    assert "按档案看" not in Html(counter.client(None).get(address).content.decode()).text, "nobody's file"


def test_papers_stand_in_the_order_of_the_matters() -> None:
    codes = [paper.code for paper in queries.get_bundle(BUNDLE).papers]
    assert codes == ["id-card", "bank-card", "agent-id-card", "household-register", "identity"]


def test_a_bundle_goes_when_one_of_its_matters_does(counter: Counter) -> None:
    queries.get_bundle(BUNDLE)
    queries.CatalogueEntry.objects.filter(code=OTHER).delete()
    with pytest.raises(NotFound):
        queries.get_bundle(BUNDLE)
    assert counter.client(None).get(reverse("matters:bundle", args=[BUNDLE])).status_code == 404
    guide = counter.client(None).get(reverse("matters:guide", args=[MATTER])).content.decode()
    assert reverse("matters:bundle", args=[BUNDLE]) not in guide


PACK = """\
id: town
version: 1.0.0
title: 示例
licence: Apache-2.0
source: 测试
depends:
  - {id: worked, at_least: 0.1.0}
"""
TEXT = "code: both\ntitle: 两件事\nsummary: 一次办好\nmatters: [%s]\n"


@pytest.mark.parametrize(
    ("matters", "said"),
    [
        (f"{MATTER}, {OTHER}", ""),
        (f"{MATTER}, nothing", "nothing"),
        (f"{MATTER}, {MATTER}", MATTER),
        (f"{MATTER}, family-doctor", "family-doctor"),
        (f"{MATTER}, environment-complaint", "environment-complaint"),
    ],
)
def test_the_checker_names_what_cannot_be_asked_together(tmp_path: Path, matters: str, said: str) -> None:
    (tmp_path / "bundles").mkdir()
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "bundles/both.yaml").write_text(TEXT % matters, encoding="utf-8")
    assert {fault.value for fault in check_pack(tmp_path)} == ({said} if said else set())


def test_a_retired_bundle_is_found_no_more(counter: Counter) -> None:
    retire = sections.get("bundle").retire
    assert retire is not None
    retire(BUNDLE)
    assert not BundleEntry.objects.exists()
