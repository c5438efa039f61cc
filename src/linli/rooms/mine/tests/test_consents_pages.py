"""Agreeing and withdrawing on the phone, and at the counter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.guard import acting_as
from linli.registers.consents.actions import bring_notice
from linli.registers.consents.models import Consent, NoticeVersion
from linli.registers.consents.queries import has_consent, list_notices
from tests.support.html import Html
from tests.support.world import World, jpeg

from .conftest import Visit

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("mine:consents"), reverse("mine:file")
CARE = "care-visits"


def notice() -> str:
    return str(NoticeVersion.objects.latest("id").pk)


def consents(world: World, purpose: str = CARE, who: str = "wang") -> bool:
    return has_consent(world.cast.people[who].pk, purpose, day=clock.local_day(world.now))


def test_nothing_is_ticked_beforehand_and_duties_are_told(world: World, visit: Visit) -> None:
    page = visit(PAGE)[0].content.decode()
    boxes = [e for e in Html(page).all("input") if e.attributes.get("type") == "checkbox"]
    assert {e.attributes["name"] for e in boxes} >= {"give-care-visits", "give-health-support"}
    assert not any("checked" in e.attributes for e in boxes)
    assert "登记和更新居民档案" in page
    assert "当地法务还没有审定" in page


def test_what_is_ticked_is_given_and_the_rest_declined(world: World, visit: Visit) -> None:
    response, entries = visit(PAGE, sent={"notice": notice(), "give-care-visits": "yes"})
    assert response.status_code == 302
    assert (consents(world), consents(world, "health-support")) == (True, False)
    assert [entry.act for entry in entries] == ["consents.read", "consents.gave", "consents.declined"]
    assert "还没有回答" not in visit(PAGE)[0].content.decode()


def test_one_button_withdraws_and_one_gives_again(world: World, visit: Visit) -> None:
    visit(PAGE, sent={"notice": notice(), "give-care-visits": "yes"})
    page = visit(PAGE)[0].content.decode()
    assert "社区不再上门走访" in page, "what withdrawing means is told beside the button"
    visit(PAGE, sent={"withdraw": CARE})
    assert not consents(world)
    visit(PAGE, sent={"give": CARE})
    assert consents(world)


def test_the_file_asks_to_read_until_it_was_read_and_again_after_a_new_version(
    world: World, visit: Visit
) -> None:
    words = "有一份隐私告知书请您看一看"
    assert words in visit(FILE)[0].content.decode()
    visit(PAGE, sent={"notice": notice()})
    assert words not in visit(FILE)[0].content.decode()
    said = list_notices()[0].said.model_copy(update={"version": "1.1.0", "text": "新的说法"})
    bring_notice(notice=said, source="test", actor=world.cast.actor("administrator"), now=world.now)
    page = visit(FILE)[0]
    assert page.status_code == 200, "nothing is held back for it"
    assert words in page.content.decode()
    assert "告知书有了新版本" in visit(PAGE)[0].content.decode()


def test_an_old_text_is_refused_and_the_new_one_shown(world: World, visit: Visit) -> None:
    old = notice()
    said = list_notices()[0].said.model_copy(update={"version": "1.1.0", "text": "新的说法"})
    bring_notice(notice=said, source="test", actor=world.cast.actor("administrator"), now=world.now)
    response, _entries = visit(PAGE, sent={"notice": old, "give-care-visits": "yes"})
    assert response.status_code == 409
    assert "新的说法" in response.content.decode()
    assert not consents(world)


@pytest.mark.parametrize("sent", [{}, {"notice": "x"}, {"give": "nobody-asks-this"}, {"withdraw": ""}])
def test_what_nobody_asks_is_not_there(visit: Visit, sent: dict[str, str]) -> None:
    assert visit(PAGE, sent=sent)[0].status_code == 404


def test_the_clerk_sees_consents_on_the_persons_page(world: World, visit: Visit) -> None:
    visit(PAGE, sent={"notice": notice(), "give-care-visits": "yes"})
    page = visit(reverse("files:person", args=[world.cast.people["wang"].pk]), "clerk")[0].content.decode()
    assert "同意的事项" in page
    assert "版本1.0.0" in page


def counter(world: World) -> str:
    return reverse("mine:counter", args=[world.cast.people["wang"].pk])


def test_at_the_counter_consent_takes_the_signed_paper_and_what_was_chosen_stays(
    world: World, visit: Visit
) -> None:
    sent = {"notice": notice(), "say-care-visits": "given", "say-service-news": "declined"}
    response, _entries = visit(counter(world), "clerk", sent)
    assert response.status_code == 422
    typed = Html(response.content.decode()).typed()
    assert (typed["say-care-visits"], typed["say-service-news"]) == ("given", "declined")
    assert "请附上签字纸的照片" in response.content.decode()
    paper = SimpleUploadedFile("paper.jpg", jpeg(), "image/jpeg")
    assert visit(counter(world), "clerk", sent | {"paper": paper})[0].status_code == 302
    assert consents(world)
    row = Consent.objects.get(purpose=CARE)
    assert row.evidence is not None
    assert row.evidence.claimed, "what proves a consent is not cleared away"


def test_a_photo_is_kept_while_the_rest_is_mended(world: World, visit: Visit) -> None:
    paper = SimpleUploadedFile("paper.jpg", jpeg(), "image/jpeg")
    response, _entries = visit(counter(world), "clerk", {"notice": notice(), "paper": paper})
    assert response.status_code == 422
    token = Html(response.content.decode()).typed()["token"]
    sent = {"notice": notice(), "say-care-visits": "given", "token": token}
    assert visit(counter(world), "clerk", sent)[0].status_code == 302


def test_each_visit_of_the_counter_page_is_a_look_with_its_purpose(world: World, visit: Visit) -> None:
    _response, (entry,) = visit(counter(world), "clerk")
    assert (entry.act, entry.persons, entry.purpose) == (
        "consents.counter", [world.cast.people["wang"].pk], "登记本人的同意",
    )  # fmt: skip


@pytest.mark.parametrize(
    "who", ["stranger", "reviewer", "auditor", "administrator", "security", "wang", "chen"]
)
def test_nobody_else_opens_it(world: World, visit: Visit, who: str) -> None:
    assert visit(counter(world), who)[0].status_code == 404
    sent = {"notice": notice(), "say-care-visits": "withdrawn"}
    assert visit(counter(world), who, sent)[0].status_code == 404
    with acting_as(world.cast.actor("clerk")):
        assert not Consent.objects.exists()


def test_anybody_may_read_and_print_the_notice(world: World) -> None:
    answer = world.client(None).get(reverse("mine:notice", args=["resident-files"]))
    assert answer.status_code == 200
    assert "签名" in answer.content.decode()
    assert world.client(None).get(reverse("mine:notice", args=["no-such"])).status_code == 404
