"""Whatever is sent to a route, the answer is a page or a refusal, never a failure of ours."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linli.site.access import MATRIX, ROLES
from tests.support.drawing import examples
from tests.support.html import Html
from tests.support.routes import SAMPLES
from tests.support.world import INSIDE, MATTER, World, rolled_back, typed

pytestmark = pytest.mark.django_db

VALUES = {
    "a zero byte": "a\x00b",
    "half a character": "\ud800".encode("utf-8", "surrogatepass"),
    "a number past all bounds": "9" * 40,
    "below zero": "-1",
    "digits of another script": "٣",
    "far too long": "长" * 5000,
    "a list key gone wrong": "2026-13-45T99:99:99~x",
    "a list key with a zone": "2026-01-01T00:00:00+99:00~1",
    "a list key without a zone": "2026-01-01T00:00:00~1",
    "markup": "<script>alert(1)</script>'\"&{{ x }}",
    "a database word": "' OR 1=1; --",
}
BY_TURNS = 3
"""A form is sent with each value in all names at once. In one field alone everyday tries every third value, by turns
from field to field and from route to route; `--hypothesis-profile=thorough` tries each, and in names that the form does
not have, too."""
NAMES = (
    "after", "q", "need", "place", "plan", "by", "rows", "desk", "size", "theme", "language", "next", "username",
    "password", "number", "code", "key", "note", "purpose", "action", "revision", "sighted", "insufficient",
    "level", "comment", "options", "paper-id-card-token", "birth_date", "bank_card", "phone", "agent_id_number",
    "receiver", "has_agent", "answers",
)  # fmt: skip


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_no_value_breaks_a_route(route: str, world: World) -> None:
    role = next(role for role in reversed(ROLES) if MATRIX[route].cells[role] or role == "public")
    suiting = [sample for sample in SAMPLES[route] if sample.suits(role)]
    sample = max(suiting, key=lambda sample: sample.method == "post")
    path = sample.path(route, world)
    api, username = route.startswith("api:"), INSIDE[role]
    headers = {"Authorization": f"Bearer {world.keys[username]}"} if api and username else {}
    browser = world.client(None if api else username, raise_request_exception=False)
    broken = []
    turn = sorted(MATRIX).index(route)
    for place, (what, value) in enumerate(VALUES.items()):
        if api and isinstance(value, bytes):
            continue
        for method in ("get", "post"):
            cache.clear()  # tries are counted
            bodies = {"all names": dict.fromkeys(NAMES, value)}
            if method == "post" and sample.method == "post":
                given = sample.data(world)
                bodies |= {name: given | {name: value} for name in alone(given, place + turn)}
            for name, body in bodies.items():
                with rolled_back():
                    answer = ask(browser, method, path, body, api=api and not sample.form, headers=headers)
                if answer.status_code >= 500:
                    broken.append(f"{method} {name}: {what}: {answer.status_code}")
    assert broken == []


def alone(given: Iterable[str], turn: int) -> list[str]:
    """The names in which a value is tried by itself."""
    if examples(1) > 1:
        return [*{**dict.fromkeys(given), **dict.fromkeys(NAMES)}]
    return [name for place, name in enumerate(given) if (place + turn) % BY_TURNS == 0]


def ask(browser: Client, method: str, path: str, data: dict[str, Any], *, api: bool, headers: Any) -> Any:
    if method == "get":
        return browser.get(path, data, headers=headers)
    if api:
        return browser.post(path, data, content_type="application/json", headers=headers)
    return browser.post(path, data, headers=headers)


def test_a_body_past_all_bounds_is_refused_unread(world: World) -> None:
    answer = world.client("wang").generic(
        "POST", reverse("matters:apply", args=[MATTER]), b"x", CONTENT_LENGTH=str(10**10)
    )
    assert answer.status_code == 413
    assert "80" in Html(answer.content.decode()).text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'"x"', b'{"answers": 1}', b'{"answers": {"a": {}}}', b"\xff"]
)
def test_a_call_that_is_no_json_of_ours_hears_so_as_a_problem(world: World, body: bytes) -> None:
    answer = world.client(None).generic(
        "POST",
        reverse("api:submit", args=[MATTER]),
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {world.keys['wang']}"},
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


def test_a_zero_byte_hidden_in_json_breaks_nothing(world: World) -> None:
    with rolled_back():
        answer = world.client(None).post(
            reverse("api:submit", args=[MATTER]),
            {"answers": typed("wang", note="a\x00b", bank_name="\x00")},
            content_type="application/json",
            headers={"Authorization": f"Bearer {world.keys['wang']}", "Idempotency-Key": "k"},
        )
        assert answer.status_code < 500
        step = {"action": "decline", "note": "a\x00b"}
        answer = world.client(None).post(
            reverse("api:act", args=[world.cases["fresh"]]),
            step,
            content_type="application/json",
            headers={"Authorization": f"Bearer {world.keys['clerk']}"},
        )
        assert answer.status_code < 500
