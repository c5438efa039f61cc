"""Rating a service: once, one's own, when it has ended; what is told of it, and what is not."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.engines.packs.queries import list_items
from linli.kernel.audit.models import AuditEntry
from linli.kernel.clock import local_day
from linli.kernel.crypto import unseal_text
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.events.models import EventLog
from linli.rooms.feedback import actions
from linli.rooms.feedback.models import Rating
from linli.rooms.matters import actions as matters
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html
from tests.support.programs import key_of

pytestmark = pytest.mark.django_db
WORDS = "李芳办得很快，还上门来看我"


@pytest.fixture
def ended(counter: Counter) -> str:
    return counter.open_case("wang", "decided")


def rate(counter: Counter, number: str, who: str = "wang", **given: Any) -> Rating:
    call = {"level": 5, "now": NOW} | given
    return actions.rate(actor=counter.cast.actor(who), number=number, **call)


def test_a_rating_stands_in_the_community_of_its_case(counter: Counter, ended: str) -> None:
    install_options()
    rating = rate(counter, ended, level=4, options=["1", "2", "1"])
    case = Case.objects.get(number=ended)
    assert (rating.case, rating.level, rating.source) == (case, 4, "active")
    assert (rating.county, rating.town, rating.community) == (case.county, case.town, case.community)
    assert (rating.given_at, rating.day) == (NOW, local_day(NOW))
    assert rating.options == ["1", "2"]
    assert rating.synthetic, "of a synthetic case"


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_there_are_five_levels(counter: Counter, ended: str, level: int) -> None:
    assert rate(counter, ended, level=level).level == level


@pytest.mark.parametrize("level", [0, 6, -1, 50])
def test_and_no_others(counter: Counter, ended: str, level: int) -> None:
    with pytest.raises(Faults) as refused:
        rate(counter, ended, level=level)
    assert set(refused.value.faults) == {"level"}
    assert not Rating.objects.exists()


def test_a_case_is_rated_once(counter: Counter, ended: str) -> None:
    rate(counter, ended, level=5, comment="好")
    events = EventLog.objects.count()
    with pytest.raises(Conflict):
        rate(counter, ended, level=1, comment="改主意了")
    rating = Rating.objects.get()
    assert rating.level == 5
    assert unseal_text(rating.comment_sealed, context=actions.COMMENT_CONTEXT) == "好"
    assert EventLog.objects.count() == events


@pytest.mark.parametrize("until", ["fresh", "inspection", "decision"])
def test_what_is_still_being_handled_is_not_rated(counter: Counter, until: str) -> None:
    with pytest.raises(actions.NotEnded):
        rate(counter, counter.open_case("wang", until))
    assert not Rating.objects.exists()


def test_what_was_declined_or_withdrawn_has_ended_too(counter: Counter) -> None:
    declined, withdrawn = counter.open_case("wang"), counter.open_case("wang")
    counter.act(declined, "clerk", "decline", note="户籍不在本县")
    matters.withdraw(actor=counter.cast.actor("wang"), now=NOW, number=withdrawn)
    assert rate(counter, declined, level=2).level == 2
    assert rate(counter, withdrawn, level=3).level == 3


@pytest.mark.parametrize(
    "who",
    ["chen", "clerk", "colleague", "inspector", "stranger", "reviewer", "decider", "auditor", "planner"],
)
def test_nobody_rates_for_somebody_else(counter: Counter, ended: str, who: str) -> None:
    with pytest.raises(NotFound):
        rate(counter, ended, who)
    assert not Rating.objects.exists()


def test_a_clerk_rates_her_own_matter_but_not_what_she_handled(counter: Counter, ended: str) -> None:
    clerk = replace(counter.cast.actor("clerk"), person_id=counter.cast.people["chen"].pk)
    with pytest.raises(NotFound):
        actions.rate(actor=clerk, now=NOW, number=ended, level=5)
    own = counter.open_case("chen", "decided")
    assert actions.rate(actor=clerk, now=NOW, number=own, level=5).case.number == own


# Words


def test_words_are_sealed_and_stand_nowhere_else(counter: Counter, ended: str) -> None:
    rating = rate(counter, ended, comment=f"  {WORDS} \n")
    assert WORDS.encode() not in bytes(rating.comment_sealed or b"")
    assert unseal_text(rating.comment_sealed, context=actions.COMMENT_CONTEXT) == WORDS
    logs = [str(row) for row in EventLog.objects.values()] + [str(row) for row in AuditEntry.objects.values()]
    assert logs
    assert [row for row in logs if "李芳" in row or WORDS in row] == []


@pytest.mark.parametrize("comment", ["", "   \n"])
def test_without_words_nothing_is_sealed(counter: Counter, ended: str, comment: str) -> None:
    assert rate(counter, ended, comment=comment).comment_sealed is None


def test_five_hundred_characters_are_enough(counter: Counter, ended: str) -> None:
    with pytest.raises(Faults) as refused:
        rate(counter, ended, comment="好" * 501)
    assert "500" in str(refused.value.faults["comment"])
    assert rate(counter, ended, comment="好" * 500 + " ").comment_sealed


def install_options() -> None:
    """A list of options as a pack may bring one; its entries are 1 and 2."""
    item = list_items("code-list").get(code="sex")
    item.pk, item.code = None, "rating-options"
    item.save(force_insert=True)


def test_without_a_list_of_options_there_is_nothing_to_choose(counter: Counter, ended: str) -> None:
    with pytest.raises(Faults) as refused:
        rate(counter, ended, options=["1"])
    assert "1" in str(refused.value.faults["options"])
    install_options()
    with pytest.raises(Faults) as refused:
        rate(counter, ended, options=["1", "fast"])
    assert "fast" in str(refused.value.faults["options"])


@pytest.mark.parametrize("options", [["办得很快"], ["fast", "李芳态度好"], ["a" * 49], [""], ["fast; drop"]])
def test_words_do_not_pass_as_options(counter: Counter, ended: str, options: list[str]) -> None:
    """Options are kept in clear: only codes may stand there."""
    with pytest.raises(Faults) as refused:
        rate(counter, ended, options=options)
    assert set(refused.value.faults) == {"options"}
    assert not Rating.objects.exists()


# What is told


def test_the_event_names_case_community_and_level_and_nothing_else(counter: Counter, ended: str) -> None:
    rating = rate(counter, ended, level=2, comment=WORDS)
    event = EventLog.objects.get(name="feedback.rating_given")
    assert event.payload == {
        "subject": f"case:{rating.case_id}", "community": rating.community, "level": 2, "source": "active",
    }  # fmt: skip
    assert (event.place_id, event.occurred_at) == (rating.community, NOW)
    assert json.dumps(event.payload).isascii()


def test_the_audit_log_tells_that_she_rated_not_how(counter: Counter, ended: str) -> None:
    rate(counter, ended, level=1, comment=WORDS)
    entry = AuditEntry.objects.get(act="feedback.rate")
    assert (entry.kind, entry.actor_user_id) == ("change", counter.cast.users["wang"].pk)
    assert entry.persons == [counter.cast.people["wang"].pk]
    assert (entry.fields, entry.purpose) == ([], "")


# The doors


def test_the_page_offers_five_levels_and_afterwards_shows_the_one_given(counter: Counter, ended: str) -> None:
    browser = counter.client("wang")
    case_page, address = reverse("matters:my_case", args=[ended]), reverse("feedback:rate", args=[ended])
    assert address in Html(browser.get(case_page).content.decode()).values("href")
    form = Html(browser.get(address).content.decode())
    radios = [e.attributes["value"] for e in form.all("input") if e.attributes.get("type") == "radio"]
    assert sorted(radios) == ["1", "2", "3", "4", "5"]
    assert not [e for e in form.all("input") if "checked" in e.attributes], "no level is suggested"
    rate(counter, ended, level=4, comment=WORDS)
    shown = Html(browser.get(case_page).content.decode())
    assert "您的评价：满意。" in shown.text
    assert WORDS not in shown.source
    assert address not in shown.values("href")
    assert browser.get(address).status_code == 302


def test_a_case_that_is_still_open_leads_back_to_its_page(counter: Counter) -> None:
    number = counter.open_case("wang")
    answer = counter.client("wang").get(reverse("feedback:rate", args=[number]))
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("matters:my_case", args=[number]),
    )


def test_staff_see_neither_level_nor_words_on_the_case(counter: Counter, ended: str) -> None:
    rate(counter, ended, level=1, comment=WORDS)
    page = counter.client("clerk").get(reverse("matters:case", args=[ended])).content.decode()
    assert WORDS not in page
    assert "非常不满意" not in page


def test_the_api_tells_each_refusal_by_its_code(counter: Counter, ended: str) -> None:
    key = key_of(counter.cast.users["wang"])
    open_case = counter.open_case("wang")

    def call(number: str, **body: Any) -> tuple[int, str]:
        answer = counter.client(None).post(
            reverse("api:rate", args=[number]), {"level": 5} | body, content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip
        return answer.status_code, answer.json().get("code", "")

    assert call(open_case) == (409, "not_ended")
    assert call("532301100001-20260302-9999-1") == (404, "not_found")
    assert call(ended, level=6)[0] == 422
    assert call(ended, options=["态度好"]) == (422, "invalid")
    assert call(ended, comment=WORDS)[0] == 201
    assert call(ended) == (409, "conflict")
