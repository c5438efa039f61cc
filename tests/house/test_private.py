"""What stays behind: in caches, in held forms, and whose address counts behind a proxy."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now
from django.test import Client, RequestFactory
from django.urls import reverse

from linli.kernel.client import client_address
from linli.kernel.held import WORDS
from linli.kernel.installation.models import HeldForm
from tests.support.world import MATTER, World, typed

LOOKUP = reverse("matters:lookup")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.8", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
        (1, "nonsense", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_say_who_calls(settings: Any, proxies: int, forwarded: str, seen: str) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"trusted_proxies": proxies})
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == seen


@pytest.mark.django_db
@pytest.mark.usefixtures("one_moment")
def test_too_many_tries_of_a_query_code_are_stopped_by_address_and_by_case(world: World) -> None:
    def ask(address: str, number: str = "x") -> int:
        body = {"number": number, "code": "WRONGONE"}
        return int(Client().post(LOOKUP, body, REMOTE_ADDR=address).status_code)

    assert [ask("10.0.0.1", f"n{number}") for number in range(9)] == [422] * 8 + [429]
    assert ask("10.0.0.2", "n1") == 422
    answers = [ask(f"10.0.1.{last}", world.cases["fresh"]) for last in range(21)]
    assert answers == [422] * 20 + [429]


@pytest.mark.django_db
def test_what_somebody_sees_who_is_logged_in_stays_in_no_cache(world: World) -> None:
    page = world.client("clerk").get(reverse("workbench:today"))
    assert page.headers["Cache-Control"] == "private, no-store"
    call = Client().get(reverse("api:queue"), headers={"Authorization": f"Bearer {world.keys['clerk']}"})
    assert call.headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in Client().get(reverse("matters:catalogue")).headers.get("Cache-Control", "")


def _send_after_the_session_ended(size: int) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": "wang", "password": "wang-long-password"})
    del browser.cookies["sessionid"]
    photo = SimpleUploadedFile("a.jpg", b"x" * size, "image/jpeg")
    browser.post(reverse("matters:apply", args=[MATTER]), typed("wang") | {"paper-id-card": photo})
    return browser


@pytest.mark.django_db
def test_a_held_form_with_very_large_files_keeps_its_words_alone(world: World) -> None:
    _send_after_the_session_ended(13 * 1024 * 1024)
    assert len(HeldForm.objects.get().sealed) < 100_000


@pytest.mark.django_db
def test_a_held_form_is_gone_after_a_day_and_at_log_out(world: World) -> None:
    browser = _send_after_the_session_ended(100)
    address = reverse("matters:apply", args=[MATTER])
    browser.post("/accounts/login/", {"login": "wang", "password": "wang-long-password"})
    assert str(WORDS) in browser.get(address).content.decode()
    HeldForm.objects.update(created_at=Now() - timedelta(hours=25))
    assert str(WORDS) not in browser.get(address).content.decode()
    browser.post("/accounts/logout/")
    assert not HeldForm.objects.exists()
