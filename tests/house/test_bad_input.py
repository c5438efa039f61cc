"""What people get wrong, and what goes wrong with them: a clear message each time, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from linli.engines.cases.models import Case
from linli.engines.forms.queries import get_answers
from linli.kernel import clock
from linli.registers.documents.models import Document
from linli.registers.people.models import Person
from linli.rooms.matters.models import CasePaper
from tests.support.html import Html
from tests.support.world import MATTER, World, jpeg, typed

pytestmark = pytest.mark.django_db

APPLY = reverse("matters:apply", args=[MATTER])
LOGIN = reverse("account_login")
WRONG_AGENT = {  # the check character of this number is 6
    "has_agent": "on", "agent_name": "李建国", "agent_id_number": "999999197003124537",
    "agent_phone": "13900003333", "agent_relation": "child",
}  # fmt: skip


def photo(name: str = "card.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


def send(browser: Client, where: str = APPLY, /, **fields: Any) -> tuple[int, Html, str]:
    """Post a form; gives status, page and where it leads."""
    answer = browser.post(where, fields)
    return answer.status_code, Html(answer.content.decode()), answer.headers.get("Location", "")


def count_cases() -> int:
    return Case.objects.count()


# A form with faults


def test_a_wrong_identity_number_is_named_with_its_mend_and_everything_typed_stays(world: World) -> None:
    before = count_cases()
    raw = typed("wang", **WRONG_AGENT, note="请敲门大声些")
    status, page, _ = send(world.client("wang"), **raw)
    assert status == 422
    mend = gettext("The last character does not fit the others; compare every digit with the card.")
    assert page.messages() == [mend]
    stands, boxes = page.typed(), {"truthful", "has_agent"}
    assert boxes <= stands.keys()
    assert {name: stands.get(name) for name in raw if name not in boxes} == {
        name: value for name, value in raw.items() if name not in boxes
    }
    assert count_cases() == before


def test_the_summary_of_faults_leads_to_each_field(world: World) -> None:
    _, page, _ = send(world.client("wang"), **typed("wang", phone="138", bank_card="12", bank_name=""))
    assert len(page.messages()) == 3
    targets = {
        e.attributes["href"][1:] for e in page.all("a") if e.attributes.get("href", "").startswith("#")
    }
    wrong = {e.attributes["id"] for e in page.elements if e.attributes.get("aria-invalid") == "true"}
    assert len(wrong) == 3
    assert wrong <= targets


def test_a_date_in_the_future_is_refused_where_the_file_does_not_know_better(world: World) -> None:
    Person.objects.filter(pk=world.cast.people["wang"].pk).update(birth_date=None)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    status, page, _ = send(world.client("wang"), **typed("wang", birth_date=tomorrow))
    assert status == 422
    assert page.typed()["birth_date"] == tomorrow
    assert page.typed()["bank_name"] == "农村信用社"
    assert gettext("This date lies in the future; check the year.") in page.messages()


def test_what_the_file_knows_cannot_be_typed_over(world: World) -> None:
    raw = typed("wang", again="1", birth_date="2999-01-01", id_number="1", name="别人")
    status, _, receipt = send(world.client("wang"), **raw)
    assert status == 302
    case = Case.objects.get(number=receipt.split("/")[-3])
    answers = get_answers(f"case:{case.pk}").values
    assert (answers["name"], answers["birth_date"]) == ("王桂兰", "1942-01-05")


def test_the_api_names_each_fault_without_repeating_what_was_sent(world: World) -> None:
    answer = world.client(None).post(
        f"/api/v1/matters/{MATTER}/applications",
        {"answers": typed("wang", **WRONG_AGENT | {"phone": "138"})},
        content_type="application/json",
        headers={"Authorization": f"Bearer {world.keys['wang']}"},
    )
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["code"], body["status"]) == ("invalid", 422)
    assert sorted(fault["field"] for fault in body["errors"]) == ["agent_id_number", "phone"]
    assert WRONG_AGENT["agent_id_number"] not in answer.content.decode()


# Photos


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("big.jpg", jpeg() + bytes(20 * 1024 * 1024), "20.0"),
        ("letter.jpg", "这不是照片，是一封信".encode(), "JPG"),
        ("half.jpg", jpeg(400)[:600], ""),
    ],
    ids=["20 MB", "text named .jpg", "cut off"],
)
def test_a_bad_photo_is_refused_and_the_good_one_is_kept(
    world: World, name: str, data: bytes, says: str
) -> None:
    browser, before = world.client("wang"), count_cases()
    raw = typed("wang", note="听力不好")
    status, page, _ = send(browser, **raw, **{"paper-id-card": photo(), "paper-bank-card": photo(name, data)})
    assert status == 422
    assert count_cases() == before
    assert len(page.messages()) == 1
    assert says in page.messages()[0]
    stands = page.typed()
    assert (stands["note"], stands["bank_name"], stands["phone"]) == ("听力不好", "农村信用社", raw["phone"])
    assert stands["paper-id-card-token"]
    assert not stands["paper-bank-card-token"]

    status, _, receipt = send(browser, again="1", **{**stands, "paper-bank-card": photo("again.jpg")})
    assert status == 302
    papers = CasePaper.objects.filter(case__number=receipt.split("/")[-3], document__isnull=False)
    assert sorted(papers.values_list("code", flat=True)) == ["bank-card", "id-card"]


def test_a_kept_photo_is_nobody_elses(world: World) -> None:
    """Who learns the token of somebody's photo cannot hand it in as her own."""
    _, page, _ = send(world.client("wang"), **typed("wang", phone="138"), **{"paper-id-card": photo()})
    token = page.typed()["paper-id-card-token"]
    raw = typed("chen") | {"paper-id-card-token": token}
    status, _, receipt = send(world.client("chen"), **raw)
    assert status == 302
    assert not CasePaper.objects.filter(case__number=receipt.split("/")[-3]).exists()


def test_a_bad_photo_for_a_missing_paper_comes_back_on_the_page_of_the_case(world: World) -> None:
    number = world.cases["asked"]
    address = reverse("matters:supply", args=[number])
    status, page, _ = send(world.client("wang"), address, **{"paper-bank-card": photo("a.jpg", b"text")})
    assert status == 422
    assert len(page.messages()) == 1
    assert Case.objects.get(number=number).state == "supplement_requested"


# Twice


def test_the_back_button_and_a_second_send_lead_to_the_same_receipt(world: World) -> None:
    browser, before = world.client("wang"), count_cases()
    raw = typed("wang", again="1", key=Html(browser.get(APPLY).content.decode()).typed()["key"])
    first, second = send(browser, **raw), send(browser, **raw)
    assert first[0] == second[0] == 302
    assert first[2] == second[2]
    assert count_cases() == before + 1


def test_the_same_key_of_somebody_else_is_another_application(world: World) -> None:
    before = count_cases()
    for who in ("wang", "chen"):
        assert send(world.client(who), **typed(who, again="1", key="one-and-the-same-key"))[0] == 302
    assert count_cases() == before + 2


def test_a_step_sent_twice_is_taken_once(world: World) -> None:
    number, browser = world.cases["fresh"], world.client("clerk")
    revision = Case.objects.get(number=number).revision
    step = {"action": "accept", "revision": str(revision)}
    address = reverse("matters:act", args=[number])
    assert send(browser, address, **step)[0] == 302
    status, page, _ = send(browser, address, **step)
    assert status == 409
    assert gettext("The case has moved on in the meantime. Reload the page to see where it is.") in page.text
    assert Case.objects.get(number=number).revision == revision + 1


def test_a_refused_step_comes_back_with_the_note_that_was_typed(world: World) -> None:
    number, browser = world.cases["review"], world.client("reviewer")
    address = reverse("matters:act", args=[number])
    status, page, _ = send(browser, address, action="return_to_community", note="", revision="1")
    assert status == 409
    revision = str(Case.objects.get(number=number).revision)
    status, page, _ = send(browser, address, action="return_to_community", note=" ", revision=revision)
    assert status == 422
    status, page, _ = send(browser, address, action="approve", note="已核对户籍", revision="1")
    assert status == 409
    assert "已核对户籍" in page.source


def test_rating_twice_counts_once(world: World) -> None:
    number, browser = world.cases["decided"], world.client("wang")
    address = reverse("feedback:rate", args=[number])
    assert send(browser, address, level="5")[0] == 302
    assert send(browser, address, level="1")[0] == 302
    rating = Case.objects.get(number=number).rating
    assert rating.level == 5


@pytest.mark.parametrize("body", [{}, {"level": "6"}, {"level": "五"}, {"level": "-1"}])
def test_a_rating_without_one_of_the_five_levels_keeps_the_words(world: World, body: dict[str, str]) -> None:
    address = reverse("feedback:rate", args=[world.cases["decided"]])
    status, page, _ = send(world.client("wang"), address, **body, comment="办得很快")
    assert status == 422
    assert page.typed()["comment"] == "办得很快"


# A session that ends in the middle of the form


@pytest.fixture
def interrupted(world: World) -> Client:
    """She logged in with her password, filled in the form with a photo, and the session ended before she sent it."""
    browser = Client()
    browser.post(LOGIN, {"login": "wang", "password": "wang-long-password"})
    key = Html(browser.get(APPLY).content.decode()).typed()["key"]
    Session.objects.filter(pk=browser.cookies["sessionid"].value).delete()
    raw = typed("wang", note="写了很久的话", key=key)
    status, _, target = send(browser, **raw, **{"paper-id-card": photo()})
    assert (status, target) == (302, f"{LOGIN}?next={APPLY}")
    return browser


def log_in(browser: Client, who: str) -> str:
    answer = browser.post(LOGIN, {"login": who, "password": f"{who}-long-password", "next": APPLY})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_form_sent_after_the_session_ended_waits_for_the_same_person(
    world: World, interrupted: Client
) -> None:
    before = count_cases()
    held = gettext("Your session had ended. What you wrote is kept: sign in and send it once more.")
    assert held in Html(interrupted.get(LOGIN).content.decode()).text
    assert log_in(interrupted, "wang") == APPLY
    assert count_cases() == before, "it is never sent by itself"
    page = Html(interrupted.get(APPLY).content.decode())
    stands = page.typed()
    assert (stands["note"], stands["bank_name"]) == ("写了很久的话", "农村信用社")
    assert stands["receiver"] == "self"
    assert stands["paper-id-card-token"]
    status, _, receipt = send(interrupted, **stands, again="1")
    assert status == 302
    paper = CasePaper.objects.get(case__number=receipt.split("/")[-3])
    assert (paper.code, paper.state) == ("id-card", "given")


def test_another_account_does_not_see_what_was_typed(world: World, interrupted: Client) -> None:
    log_in(interrupted, "chen")
    page = interrupted.get(APPLY).content.decode()
    assert "写了很久的话" not in page
    assert not Html(page).typed()["paper-id-card-token"]
    log_in(interrupted, "wang")
    assert "写了很久的话" in interrupted.get(APPLY).content.decode()


def test_what_is_held_is_sealed_and_forgotten_at_log_out(world: World, interrupted: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM held_form")
        (sealed,) = cursor.fetchone()
    assert "写了很久的话".encode() not in bytes(sealed)
    log_in(interrupted, "wang")
    interrupted.post("/accounts/logout/")
    log_in(interrupted, "wang")
    assert "写了很久的话" not in interrupted.get(APPLY).content.decode()


def test_a_browser_that_nobody_logged_in_with_leaves_nothing_behind(world: World) -> None:
    documents = Document.objects.count()
    stranger = Client()
    assert send(stranger, **typed("wang"), **{"paper-id-card": photo()})[0] == 302
    assert "held" not in stranger.cookies
    assert Document.objects.count() == documents
