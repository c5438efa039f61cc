"""Accepting starts the clock, so every required paper is there: as a photo, or seen at the counter."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django import Settings
from time_machine import travel

from linli.engines.cases.models import Case
from linli.kernel.clock import local_day
from linli.rooms.matters import actions
from linli.rooms.matters.models import CasePaper
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.world import photo_of

pytestmark = pytest.mark.django_db
REQUIRED = ["id-card", "bank-card"]


def accept(counter: Counter, number: str, **given: object) -> Case:
    return actions.handle(
        actor=counter.cast.actor("clerk"), now=NOW, number=number, action="accept",
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def states(number: str) -> dict[str, str]:
    return dict(CasePaper.objects.filter(case__number=number).values_list("code", "state"))


def test_photos_of_all_required_papers_do(counter: Counter) -> None:
    """Neither the optional paper nor the one checked by data is waited for."""
    case = accept(counter, counter.open_case("wang", photos=REQUIRED))
    assert (case.state, case.accepted_at) == ("accepted", NOW)
    assert case.due_at is not None
    assert local_day(case.due_at) == date(2026, 3, 30), "20 working days after 2 March"


def test_originals_seen_at_the_counter_do(counter: Counter) -> None:
    number = counter.open_case("wang", photos=())
    assert accept(counter, number, sighted=REQUIRED).state == "accepted"
    assert states(number) == dict.fromkeys(REQUIRED, "sighted")


def test_a_photo_and_an_original_do(counter: Counter) -> None:
    number = counter.open_case("wang", photos=("id-card",))
    assert accept(counter, number, sighted=["bank-card"]).state == "accepted"
    assert states(number) == {"id-card": "given", "bank-card": "sighted"}


@pytest.mark.parametrize(
    ("photos", "sighted", "missing"),
    [
        ((), [], ["id-card", "bank-card"]),
        ((), ["id-card"], ["bank-card"]),
        (("bank-card",), [], ["id-card"]),
        (("bank-card",), ["agent-id-card", "household-register"], ["id-card"]),
        (("bank-card",), ["no-such-paper"], ["id-card"]),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_changed(
    counter: Counter, photos: tuple[str, ...], sighted: list[str], missing: list[str]
) -> None:
    number = counter.open_case("wang", photos=photos)
    before = states(number)
    with pytest.raises(actions.PapersMissing) as refused:
        accept(counter, number, sighted=sighted)
    assert refused.value.facts["papers"] == missing
    assert Case.objects.get(number=number).accepted_at is None
    assert states(number) == before


def test_a_photo_that_does_not_do_does_not_do(counter: Counter) -> None:
    number = counter.open_case("wang")
    with pytest.raises(actions.PapersMissing) as refused:
        accept(counter, number, insufficient=["id-card"])
    assert refused.value.facts["papers"] == ["id-card"]


def test_a_photo_found_wanting_is_healed_by_the_original(counter: Counter) -> None:
    number = counter.open_case("wang", photos=("id-card",))
    actions.handle(
        actor=counter.cast.actor("clerk"), now=NOW, number=number, action="request_supplement", note="看不清",
        insufficient=["id-card"],
    )  # fmt: skip
    with pytest.raises(actions.PapersMissing):
        actions.supply(
            actor=counter.cast.actor("wang"), now=NOW, number=number,
            photos={"bank-card": photo_of(counter, "wang", "bank-card")},
        )  # fmt: skip
    actions.supply(
        actor=counter.cast.actor("wang"), now=NOW, number=number,
        photos={"id-card": photo_of(counter, "wang", "id-card")},
    )  # fmt: skip
    assert accept(counter, number, sighted=["id-card"]).state == "accepted"
    row = CasePaper.objects.get(case__number=number, code="id-card")
    assert row.state == "sighted"
    assert row.document is not None, "the photo stays beside it"


@pytest.mark.parametrize(
    ("until", "who", "action"),
    [
        ("fresh", "clerk", "decline"),
        ("inspection", "inspector", "finish_inspection"),
        ("review", "reviewer", "approve"),
        ("decision", "decider", "grant"),
    ],
)
def test_papers_are_marked_where_they_are_checked_and_at_no_other_step(
    counter: Counter, until: str, who: str, action: str
) -> None:
    number = counter.open_case("wang", until)
    before = states(number)
    actions.handle(
        actor=counter.cast.actor(who), now=NOW, number=number, action=action, note="理由",
        sighted=["agent-id-card"], insufficient=["id-card"],
    )  # fmt: skip
    assert states(number) == before


def test_a_refused_acceptance_keeps_note_and_ticks_on_the_page(counter: Counter, settings: Settings) -> None:
    number = counter.open_case("wang", photos=())
    with travel(NOW, tick=False):
        answer = counter.client("clerk").post(
            reverse("matters:act", args=[number]),
            {"action": "accept", "note": "带了身份证", "sighted": ["id-card"]},
        )
    page = Html(answer.content.decode())
    assert answer.status_code == 422
    ticked = {
        (e.attributes["name"], e.attributes["value"]) for e in page.all("input") if "checked" in e.attributes
    }
    assert ticked == {("sighted", "id-card")}
    assert "带了身份证" in page.source


def test_a_paper_that_came_before_the_others_is_shown_as_given_and_only_the_rest_is_asked_for(
    counter: Counter,
) -> None:
    number = counter.open_case("wang", photos=())
    counter.act(number, "clerk", "request_supplement", note="请补齐")
    browser, address = counter.client("wang"), reverse("matters:supply", args=[number])
    inputs = {"id-card": photo_of(counter, "wang", "id-card")}
    with travel(NOW, tick=False):
        answer = browser.post(
            address, {f"paper-{code}-token": document.token for code, document in inputs.items()}, follow=True
        )
    page = Html(answer.content.decode())
    files = [e.attributes["name"] for e in page.all("input") if e.attributes.get("type") == "file"]
    assert files == ["paper-bank-card"]
    assert "还缺：银行卡照片" in page.text or "Still missing: 银行卡照片" in page.text
