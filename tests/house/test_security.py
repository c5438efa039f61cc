"""Who gets in, and what an installation refuses to be: log-in, demo accounts, settings, cookies, foreign forms."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel.accounts.models import User
from linli.kernel.accounts.waiting import FREE
from linli.kernel.errors import ConfigurationError
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import forget
from linli.site.config import Config, load_config
from linli.site.health import check_may_serve
from tests.support.html import Html
from tests.support.world import World

LOGIN = "/accounts/login/"
COMMAND = [sys.executable, "-c", "from linli.site.start import main; main()"]


def log_in(browser: Client, username: str, password: str = "", **extra: Any) -> Any:
    password = password or f"{username}-long-password"
    return browser.post(LOGIN, {"login": username, "password": password}, **extra)


# Logging in


@pytest.mark.django_db
@pytest.mark.usefixtures("one_moment")
def test_wrong_passwords_close_the_door_for_that_account_from_that_address_only(world: World) -> None:
    for _ in range(FREE):
        log_in(Client(), "clerk", "wrong")
    locked = log_in(Client(), "clerk")
    assert locked.status_code == 429
    assert gettext("Locked for a while") in Html(locked.content.decode()).text
    assert "sessionid" not in locked.cookies
    assert log_in(Client(), "colleague").status_code == 302
    assert log_in(Client(), "clerk", REMOTE_ADDR="10.1.2.3").status_code == 302


@pytest.mark.django_db
def test_a_few_wrong_passwords_are_forgiven_by_the_right_one(world: World) -> None:
    for _ in range(2):
        for _ in range(FREE - 1):
            assert log_in(Client(), "clerk", "wrong").status_code == 200
        assert log_in(Client(), "clerk").status_code == 302


@pytest.mark.django_db
def test_a_wrong_password_does_not_tell_whether_the_account_exists(world: World) -> None:
    pages = [log_in(Client(), name, "wrong").content.decode() for name in ("clerk", "no-such")]
    assert Html(pages[0]).text == Html(pages[1]).text


@pytest.mark.django_db
def test_a_session_gets_a_new_key_at_log_in_and_ends_at_log_out(world: World) -> None:
    browser = Client()
    log_in(browser, "clerk")
    key = browser.cookies["sessionid"].value
    assert browser.get(reverse("workbench:today")).status_code == 200
    browser.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(reverse("workbench:today")).headers["Location"].startswith(LOGIN)
    log_in(browser, "clerk")
    assert browser.cookies["sessionid"].value != key


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_foreign_site_after_logging_in(world: World, target: str) -> None:
    body = {"login": "clerk", "password": "clerk-long-password", "next": target}
    assert Client().post(LOGIN, body).headers["Location"] == "/"


# The demo


@pytest.mark.django_db
@pytest.mark.parametrize("row", [None, False])
def test_demo_accounts_are_closed_where_the_database_is_not_a_demo(world: World, row: bool | None) -> None:
    Installation.objects.all().delete()
    if row is not None:
        Installation.objects.create(demo=row)
    forget()
    browser = Client()
    assert browser.post(reverse("accounts:enter_demo"), {"username": "clerk"}).status_code == 404
    assert browser.post(reverse("accounts:shift_clock"), {"by": "week"}).status_code == 404
    assert "sessionid" not in browser.cookies
    assert "演示" not in browser.get(LOGIN).content.decode()


@pytest.mark.django_db
def test_in_a_demo_only_its_own_accounts_are_open(world: World) -> None:
    User.objects.filter(username="decider").update(demo=False)
    browser = Client()
    assert browser.post(reverse("accounts:enter_demo"), {"username": "decider"}).status_code == 404
    assert browser.post(reverse("accounts:enter_demo"), {"username": "clerk"}).status_code == 302
    assert browser.get(reverse("workbench:today")).status_code == 200


@pytest.mark.django_db
def test_a_demo_says_on_every_page_that_it_is_one(world: World) -> None:
    assert 'class="demo"' in world.client("clerk").get(reverse("workbench:today")).content.decode()
    Installation.objects.update(demo=False)
    forget()
    assert 'class="demo"' not in world.client("clerk").get(reverse("workbench:today")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.168.1.5:8000", "[::]:8000", "linli.example:443"])
def test_a_demo_is_not_served_to_others(world: World, settings: Any, bind: str) -> None:
    settings.CONFIG = Config(bind=bind)
    with pytest.raises(ConfigurationError, match="LINLI_BIND=") as refusal:
        check_may_serve()
    assert bind in str(refusal.value)
    assert "127.0.0.1" in str(refusal.value)


@pytest.mark.django_db
def test_a_real_installation_is_served_to_others_but_not_with_inner_details(
    world: World, settings: Any
) -> None:
    Installation.objects.update(demo=False)
    forget()
    settings.CONFIG = Config(bind="0.0.0.0:8000")
    check_may_serve()
    settings.CONFIG = Config(bind="0.0.0.0:8000", debug=True)
    with pytest.raises(ConfigurationError, match="LINLI_DEBUG"):
        check_may_serve()
    settings.CONFIG = Config(bind="127.0.0.1:8000", debug=True)
    check_may_serve()


# Settings


def test_an_unknown_setting_is_named_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_BINDS", "127.0.0.1:8000")
    with pytest.raises(ConfigurationError) as refusal:
        load_config()
    assert "LINLI_BINDS" in str(refusal.value)
    assert "LINLI_BIND," in str(refusal.value)


def test_every_broken_setting_is_named_with_its_value_and_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_BIND", "8000")
    monkeypatch.setenv("LINLI_CIPHER", "rot13")
    monkeypatch.setenv("LINLI_UPLOAD_LIMIT_MB", "a lot")
    with pytest.raises(ConfigurationError) as refusal:
        load_config()
    lines = str(refusal.value).splitlines()
    assert len(lines) == 3
    for line, name, value, mend in zip(
        sorted(lines),
        ("LINLI_BIND", "LINLI_CIPHER", "LINLI_UPLOAD_LIMIT_MB"),
        ("8000", "rot13", "a lot"),
        ("HOST:PORT", "sm4-gcm", "integer"),
        strict=True,
    ):
        assert line.startswith(f"{name}='{value}'")
        assert mend in line


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own, with its own settings."""
    base = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [*COMMAND[:2], *arguments], env=base | environment, capture_output=True, text=True, timeout=60
    )


def test_the_command_ends_with_a_sentence_not_with_a_traceback() -> None:
    ended = run(COMMAND[2], LINLI_BINDS="1")
    assert ended.returncode == 2
    assert ended.stderr.startswith("linli: unknown setting LINLI_BINDS")
    assert "Traceback" not in ended.stderr


SHOW_SECURITY = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
import django
django.setup()
from django.conf import settings as s
from django.http import HttpResponse
from linli.kernel import held
answer = HttpResponse()
held.remember_who(answer, 1)
names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER")
print(json.dumps({name: getattr(s, name) for name in names} | {"who": answer.cookies["who"]["secure"]}))
"""


def test_served_over_tls_every_cookie_is_marked_secure(tmp_path: Path) -> None:
    database = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "LINLI_HOME": str(tmp_path)}
    secure = json.loads(run(SHOW_SECURITY, LINLI_SECURE="true", **database).stdout)
    assert secure["SESSION_COOKIE_SECURE"] is secure["CSRF_COOKIE_SECURE"] is secure["who"] is True
    assert secure["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert secure["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    plain = json.loads(run(SHOW_SECURITY, **database).stdout)
    assert plain["SESSION_COOKIE_SECURE"] is plain["CSRF_COOKIE_SECURE"] is False
    assert not plain["who"]
    assert plain["SECURE_PROXY_SSL_HEADER"] is None  # a header that anybody may send says nothing


@pytest.mark.django_db
def test_behind_a_proxy_that_ends_tls_forms_are_accepted_and_cookies_closed_to_scripts(
    world: World, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # as `LINLI_SECURE` sets it
    browser = Client(enforce_csrf_checks=True, headers={"X-Forwarded-Proto": "https", "Host": "testserver"})
    browser.get(LOGIN)

    def send(address: str, **body: str) -> Any:
        body["csrfmiddlewaretoken"] = browser.cookies["csrftoken"].value
        return browser.post(address, body, headers={"Origin": "https://testserver"})

    answer = send(LOGIN, login="wang", password="wang-long-password")
    assert answer.status_code == 302
    browser.cookies.pop("sessionid")
    later = send(reverse("matters:apply", args=["old-age-allowance"]))
    cookies = answer.cookies | later.cookies
    assert {"sessionid", "csrftoken", "who", "held"} <= cookies.keys()
    assert {(one["httponly"], one["samesite"]) for one in cookies.values()} == {(True, "Lax")}
    assert browser.post(LOGIN, headers={"Origin": "https://evil.example"}).status_code == 403


# Forms from elsewhere


@pytest.mark.django_db
def test_a_form_without_its_proof_of_origin_is_refused_in_plain_words(world: World) -> None:
    address = reverse("matters:act", args=[world.cases["fresh"]])
    body = {"action": "decline", "note": "不符合条件"}
    refused = world.client("clerk", enforce_csrf_checks=True).post(address, body)
    page = Html(refused.content.decode())
    assert refused.status_code == 403
    assert page.all("h1")[0].text == gettext("This page had grown old")
    assert gettext("Please go back, reload the page and send it again. Nothing was changed.") in page.text
    assert "csrf" not in page.text.lower()
    found = world.client("clerk").get(reverse("matters:case", args=[world.cases["fresh"]])).content.decode()
    assert 'value="decline"' in found, "the case must not have moved"


@pytest.mark.django_db
def test_pages_are_neither_framed_nor_sniffed_and_tell_no_one_where_one_came_from(world: World) -> None:
    headers = world.client("clerk").get(reverse("workbench:today")).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


# Foreign cases


@pytest.mark.django_db
def test_the_case_of_another_street_and_a_case_that_never_was_look_alike(world: World) -> None:
    number = world.cases["review"]
    never = number[:-3] + "7-" + number[-1]
    answers = [world.client("reviewer-next").get(reverse("matters:case", args=[n])) for n in (number, never)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [Html(answer.content.decode()) for answer in answers]
    assert pages[0].text == pages[1].text
    assert number not in pages[0].text
