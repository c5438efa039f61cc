"""What is typed into an application is kept until it is sent; parts grow and shrink without a script."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.engines.forms.models import FormDraft
from linli.engines.packs.models import PackItem
from linli.engines.packs.queries import get_item
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.documents.actions import drop_unclaimed
from linli.registers.documents.models import Document
from linli.rooms.matters.models import CatalogueEntry
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.programs import key_of
from tests.support.world import MATTER, jpeg, typed

APPLY, DRAFT = (reverse(name, args=[MATTER]) for name in ("matters:apply", "matters:draft"))
pytestmark = pytest.mark.django_db
HOME_FORM = "minimum-living-allowance"


@pytest.fixture(autouse=True)
def _at_that_time(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def drafts() -> int:
    with acting_as(SYSTEM):
        return FormDraft.objects.count()


def look(browser: Client, path: str = APPLY) -> Html:
    return Html(browser.get(path).content.decode())


def test_what_was_refused_is_there_again_another_day(counter: Counter) -> None:
    browser = counter.client("wang")
    assert browser.post(APPLY, typed("wang", bank_name="", note="写了一半")).status_code == 422
    page = look(browser)
    assert page.typed()["note"] == "写了一半"
    assert "discard" in page.values("value")
    assert "discard" not in look(counter.client("chen")).values("value")


def test_the_script_keeps_what_is_typed_and_the_page_gives_it_back(counter: Counter) -> None:
    browser = counter.client("wang")
    answer = browser.post(DRAFT, {"bank_name": "农村信用社", "phone": "1380"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert look(browser).typed()["phone"] == "1380"


def test_a_draft_is_dropped_when_it_is_sent_or_discarded(counter: Counter) -> None:
    browser = counter.client("wang")
    browser.post(DRAFT, {"note": "一"})
    assert drafts() == 1
    assert browser.post(APPLY, {"do": "discard", "note": "一"}).headers["Location"] == APPLY
    assert drafts() == 0
    browser.post(DRAFT, {"note": "二"})
    assert browser.post(APPLY, typed("wang")).status_code == 302
    assert drafts() == 0


def test_a_photo_stays_with_the_draft(counter: Counter) -> None:
    browser = counter.client("wang")
    photo = SimpleUploadedFile("card.jpg", jpeg(), "image/jpeg")
    browser.post(APPLY, typed("wang", bank_name="") | {"paper-bank-card": photo})
    assert look(browser).typed()["paper-bank-card-token"]


def test_keeping_on_purpose_leads_back_to_the_form(counter: Counter) -> None:
    browser = counter.client("wang")
    answer = browser.post(APPLY, {"do": "keep", "note": "明天再填"})
    assert answer.headers["Location"] == APPLY
    assert look(browser).typed()["note"] == "明天再填"


def test_a_book_is_not_kept_and_nobody_else_can_keep_anything(counter: Counter) -> None:
    assert counter.client("wang").post(DRAFT, {"note": "长" * 30_000}).status_code == 413
    assert counter.client(None).post(DRAFT, {"note": "一"}).status_code == 302
    assert drafts() == 0


@pytest.mark.usefixtures("one_moment")
def test_a_page_that_keeps_too_often_is_told_to_wait(counter: Counter) -> None:
    browser = counter.client("wang")
    codes = [browser.post(DRAFT, {"note": str(number)}).status_code for number in range(32)]
    assert codes == [204] * 30 + [429] * 2


def online(counter: Counter) -> str:
    """A matter with repeated parts that is applied for online: the one whose form has them, as it were."""
    entry = CatalogueEntry.objects.get(code=HOME_FORM)
    content = {**entry.item.content, "online": True, "procedure": MATTER}
    item = PackItem.objects.create(
        pack=entry.item.pack, section="matter", code=f"{HOME_FORM}-online",
        content={**content, "code": f"{HOME_FORM}-online"},
    )  # fmt: skip
    CatalogueEntry.objects.create(
        code=item.code, item=item, title=entry.title, online=True, words=entry.words
    )
    assert get_item("form", HOME_FORM)
    return reverse("matters:apply", args=[item.code])


def test_people_of_the_household_are_added_and_removed_and_everything_typed_stays(counter: Counter) -> None:
    browser, path = counter.client("wang"), online(counter)
    sent: dict[str, Any] = {"own_income": "3", "do": "add:members"}
    page = Html(browser.post(path, sent).content.decode())
    assert page.typed()["own_income"] == "3"
    assert "members.0.member_name" in page.typed()
    sent = {
        "own_income": "3", "members.0.member_name": "甲", "members.0._": "1", "members.1.member_name": "乙",
        "members.1._": "1", "do": "remove:members:0",
    }  # fmt: skip
    page = Html(browser.post(path, sent).content.decode())
    assert page.typed()["members.0.member_name"] == "乙"
    assert "members.1.member_name" not in page.typed()
    assert page.messages() == [], "a button that changes the form tells no faults"
    assert look(browser, path).typed()["members.0.member_name"] == "乙", "kept on the way"


def test_a_place_is_found_by_a_search_without_a_script(counter: Counter) -> None:
    browser, path = counter.client("wang"), online(counter)
    answer = browser.post(path, {"live_in.find": "南山", "do": "find"})
    assert "532301100001" in Html(answer.content.decode()).values("value")


def test_what_may_stay_empty_is_asked_once_and_then_accepted(counter: Counter) -> None:
    browser, path = counter.client("wang"), online(counter)
    sent: dict[str, Any] = {
        "phone": "13800001111", "housing": "own", "hardship": ["illness", "other"], "own_income": "0",
        "agree_check": "true", "signed.name": "王桂兰", "signed.agreed": "true",
    }  # fmt: skip
    page = Html(browser.post(path, sent).content.decode())
    asked = [e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "without"]
    assert asked == ["household", "live_in", "hardship_words", "bank_card"]
    answer = browser.post(path, sent | {"without": asked})
    assert answer.status_code == 302
    sheet = browser.get(answer.headers["Location"].replace("/receipt/", "/form/")).content.decode()
    assert "☑ 生病" in sheet
    assert "☑ 其他" in sheet
    assert "□ 残疾" in sheet


def test_a_form_that_nobody_filled_in_is_no_draft_and_not_announced(counter: Counter) -> None:
    browser = counter.client("wang")
    untouched = {
        name: value for name, value in look(browser).typed().items() if name != "csrfmiddlewaretoken"
    }
    browser.post(APPLY, untouched | {"do": "keep"})
    assert drafts() == 0
    assert "discard" not in look(browser).values("value")


def test_what_is_emptied_again_is_no_draft_any_more(counter: Counter) -> None:
    browser = counter.client("wang")
    browser.post(DRAFT, {"note": "一"})
    browser.post(DRAFT, {"note": " "})
    assert drafts() == 0


def test_photos_that_a_draft_names_stay_as_long_as_it_does(counter: Counter, time_machine: Any) -> None:
    browser = counter.client("wang")
    photo = SimpleUploadedFile("card.jpg", jpeg(), "image/jpeg")
    browser.post(APPLY, {"do": "keep", "note": "一", "paper-bank-card": photo})
    token = look(browser).typed()["paper-bank-card-token"]
    with acting_as(SYSTEM):
        Document.objects.filter(token=token).update(created_at=NOW - timedelta(days=25))
    browser.post(DRAFT, {"note": "二", "paper-bank-card-token": token})
    with acting_as(SYSTEM):
        assert drop_unclaimed(now=NOW + timedelta(days=29)) == 0
        assert drop_unclaimed(now=NOW + timedelta(days=32)) == 1


def test_a_second_one_is_asked_about_and_nothing_typed_is_lost(counter: Counter) -> None:
    first = counter.open_case("wang", photos=())
    browser = counter.client("wang")
    answer = browser.post(APPLY, typed("wang", note="再交一件"))
    page = Html(answer.content.decode())
    assert answer.status_code == 409
    assert page.typed()["note"] == "再交一件"
    assert reverse("matters:my_case", args=[first]) in page.values("href")
    assert "again" in page.values("name")
    sent = browser.post(APPLY, typed("wang", note="再交一件", again="1"))
    assert (sent.status_code, sent.headers["Location"]) != (302, reverse("matters:receipt", args=[first]))
    assert sent.status_code == 302
    assert drafts() == 0


def test_what_a_program_sends_drops_the_draft_and_a_second_one_is_refused_by_a_code(counter: Counter) -> None:
    browser = counter.client("wang")
    browser.post(DRAFT, {"note": "一"})
    key = key_of(counter.cast.users["wang"])
    send = partial(
        Client().post,
        reverse("api:submit", args=[MATTER]),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert send({"answers": typed("wang")}).status_code == 201
    assert drafts() == 0
    refused = send({"answers": typed("wang")})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_open")
    assert send({"answers": typed("wang"), "again": True}).status_code == 201
