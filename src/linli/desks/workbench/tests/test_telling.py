"""Who was told about a case, and telling in person: seen by whose it is, noted once, every look recorded."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from linli.engines.notices.models import Recipient
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.worker import deliver_all
from linli.registers.people.models import PersonAccount
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
TODAY, TO_TELL = reverse("workbench:today"), reverse("workbench:to_tell")


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(counter: Counter) -> str:
    """王桂兰, who cannot log in, is to be told what is missing; the case's number."""
    number = counter.open_case("wang", photos=())
    PersonAccount.objects.filter(person=counter.cast.people["wang"]).delete()
    counter.act(number, "clerk", "request_supplement", note="缺材料")
    deliver_all()
    return number


def task() -> Recipient:
    return Recipient.objects.get(telling__label="supplement")


def page(counter: Counter, who: str, address: str) -> Html:
    response = counter.client(who).get(address)
    assert response.status_code == 200
    return Html(response.content.decode())


def test_the_desk_of_her_community_names_whom_to_tell_by_when(counter: Counter, asked: str) -> None:
    for who in ("clerk", "colleague", "inspector"):
        found = page(counter, who, TODAY)
        assert "要当面告知的人" in found.text
        assert reverse("workbench:tell", args=[task().pk]) in found.values("href")
    for who in ("stranger", "reviewer", "decider"):
        assert "要当面告知的人" not in page(counter, who, TODAY).text


def test_the_page_tells_the_words_and_hides_the_number_until_it_is_asked_for(
    counter: Counter, asked: str
) -> None:
    address = reverse("workbench:tell", args=[task().pk])
    shown = page(counter, "clerk", address).text
    assert "身份证照片、银行卡照片" in shown
    assert "138****1111" in shown
    assert "13800001111" not in shown
    revealed = counter.client("clerk").post(address, {"do": "reveal"})
    assert "13800001111" in revealed.content.decode()
    looks = AuditEntry.objects.filter(act="notice.tell").order_by("id")
    assert [entry.fields for entry in looks] == [["name", "address"], ["name", "address", "phone"]]


def test_what_was_told_is_noted_once_and_leaves_the_desk(counter: Counter, asked: str) -> None:
    address = reverse("workbench:tell", args=[task().pk])
    refused = counter.client("clerk").post(address, {"note": "忘了选"})
    assert refused.status_code == 422
    assert "忘了选" in refused.content.decode()
    done = counter.client("clerk").post(address, {"how": "visit", "note": "在家"})
    assert done.headers["Location"] == TODAY
    assert counter.client("colleague").get(address).status_code == 404
    assert "没有要当面告知的人" in page(counter, "clerk", TO_TELL).text
    told = page(counter, "clerk", reverse("workbench:told", args=[asked])).text
    assert "已告知" in told
    assert "上门" in told
    assert "在家" in told


def test_the_case_says_who_was_told_and_claims_no_more(counter: Counter, asked: str) -> None:
    shown = page(counter, "clerk", reverse("matters:case", args=[asked])).text
    assert "告知了谁" in shown
    assert "待当面告知" in shown
    assert "没有告知到人" in shown
    assert reverse("workbench:told", args=[asked]) in page(
        counter, "clerk", reverse("matters:case", args=[asked])
    ).values("href")


def test_sending_again_says_when_no_way_leads_out(counter: Counter, asked: str) -> None:
    Dispatch.objects.filter(channel="console").update(state="sent")
    address = reverse("workbench:told", args=[asked])
    refused = counter.client("clerk").post(address, {"do": "again", "recipient": task().pk})
    assert refused.status_code == 422
    assert "当面告知" in refused.content.decode()


@pytest.mark.parametrize("recipient", ["", "x", "0", "9" * 30])
def test_a_recipient_of_nothing_here_is_not_found(counter: Counter, asked: str, recipient: str) -> None:
    address = reverse("workbench:told", args=[asked])
    assert counter.client("clerk").post(address, {"do": "told", "recipient": recipient}).status_code == 404


def test_a_recipient_of_another_case_is_not_found(counter: Counter, asked: str) -> None:
    other = counter.open_case("chen")
    deliver_all()
    sent = {"do": "told", "how": "call", "recipient": task().pk}
    assert counter.client("clerk").post(reverse("workbench:told", args=[other]), sent).status_code == 404
    assert task().told_at is None


def test_who_does_not_see_the_case_does_not_see_who_was_told(counter: Counter, asked: str) -> None:
    address = reverse("workbench:told", args=[asked])
    assert {who: counter.client(who).get(address).status_code for who in ("clerk", "stranger", "decider", "chen")} == {
        "clerk": 200, "stranger": 404, "decider": 404, "chen": 404,
    }  # fmt: skip
