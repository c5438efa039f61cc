"""The receipt: days in full, since paper is read on other days; bigger on the screen for who wants large print."""

import re

import pytest
from django.urls import reverse

from tests.support.html import Html
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_the_receipt_names_the_day_and_time_in_full(world: World) -> None:
    page = world.client("wang").get(reverse("matters:receipt", args=[world.cases["fresh"]])).content.decode()
    text = Html(page).text
    slip = text[text.index("收件回执") :]
    assert "今天" not in slip
    assert re.search(r"20\d\d年\d+月\d+日\s*\d\d:\d\d", slip), slip


def test_the_receipt_follows_large_print_on_the_screen(world: World) -> None:
    address = reverse("matters:receipt", args=[world.cases["fresh"]])
    browser = world.client("wang")
    assert 'data-screen="elder"' not in browser.get(address).content.decode()
    browser.post(reverse("ui:preferences"), {"size": "elder", "next": address})
    page = browser.get(address).content.decode()
    assert 'data-screen="elder"' in page
    assert 'name="size" value="standard"' in page
