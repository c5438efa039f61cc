import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db
DESKS = ("resident", "staff", "paper")


def gallery(client: Client, **query: str) -> str:
    response = client.get("/ui/gallery/", query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("desk", DESKS)
def test_the_gallery_speaks_both_languages(client: Client, desk: str) -> None:
    zh, en = gallery(client, desk=desk), gallery(client, desk=desk, language="en")
    assert 'lang="zh-Hans"' in zh
    assert 'lang="en"' in en
    assert "Demo data" in en


@pytest.mark.parametrize("desk", DESKS)
def test_no_page_needs_what_the_security_policy_refuses(client: Client, desk: str) -> None:
    page = gallery(client, desk=desk)
    assert not re.search(r"\sstyle\s*=", page)
    assert "<style" not in page
    assert not re.search(r"\son\w+\s*=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert re.search(r'<script[^>]* nonce="\S+"', page)


@pytest.mark.parametrize("desk", DESKS)
def test_ids_are_unique(client: Client, desk: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery(client, desk=desk))
    assert sorted(ids) == sorted(set(ids))


def test_every_icon_that_is_used_is_in_the_sprite(client: Client) -> None:
    sprite = (Path(__file__).parents[1] / "static" / "ui" / "icons.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {name for desk in DESKS for name in re.findall(r"icons\.svg#([\w-]+)", gallery(client, desk=desk))}
    assert used - there == set()


def test_large_print_is_for_residents_only(client: Client) -> None:
    assert 'data-size="elder"' in gallery(client, desk="resident", size="elder")
    assert 'data-size="elder"' not in gallery(client, desk="staff", size="elder")


@pytest.mark.parametrize("name", ["400.html", "404.html", "500.html"])
def test_error_pages_can_be_drawn_without_a_request(name: str) -> None:
    assert name[:3] in render_to_string(name)


def test_an_unknown_address_answers_in_plain_words(client: Client) -> None:
    response = client.get("/there/is/nothing/")
    assert response.status_code == 404
    assert 'class="plain"' in response.content.decode()
