"""How a resident wants to be told: said once, shown again, hers alone."""

from datetime import time

import pytest
from django.urls import reverse

from linli.engines.notices.models import Wish
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
WISH = reverse("resident:wish")


def typed(counter: Counter, who: str = "wang") -> dict[str, object]:
    return dict(Html(counter.client(who).get(WISH).content.decode()).typed())


def test_without_a_word_it_is_text_messages_and_not_at_night(counter: Counter) -> None:
    assert (typed(counter)["sms"], typed(counter)["quiet"]) == ("yes", "usual")
    assert not typed(counter).get("in_person")
    assert not Wish.objects.exists()


def test_what_is_said_is_kept_and_shown_and_is_hers_alone(counter: Counter) -> None:
    sent = counter.client("wang").post(WISH, {"in_person": "yes", "quiet": "long"})
    assert sent.headers["Location"] == WISH
    kept = Wish.objects.get()
    assert kept.person_id == counter.cast.people["wang"].pk
    assert (kept.sms, kept.in_person, kept.quiet_from, kept.quiet_until) == (False, True, time(20), time(9))
    shown = typed(counter)
    assert (shown.get("sms"), shown["in_person"], shown["quiet"]) == (None, "yes", "long")
    assert typed(counter, "chen")["sms"] == "yes"


def test_an_address_that_is_none_comes_back_with_the_mend(counter: Counter) -> None:
    refused = counter.client("wang").post(WISH, {"mail": "桂兰", "quiet": "any"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "桂兰" in page
    assert "这不是邮箱地址" in page
    assert not Wish.objects.exists()


def test_messages_lead_there(counter: Counter) -> None:
    page = Html(counter.client("wang").get(reverse("resident:messages")).content.decode())
    assert WISH in page.values("href")
