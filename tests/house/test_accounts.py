"""Logging in with a second factor, with a code to the phone, and looking after one's own account."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.accounts import phones
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.dispatch.actions import read_text
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.guard import acting_as
from tests.support.html import Html
from tests.support.world import World

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
HOME = reverse("workbench:today")
PHONE = "+8613812345678"


def log_in(browser: Client, username: str, password: str = "", **extra: Any) -> Any:
    return browser.post(
        LOGIN, {"login": username, "password": password or f"{username}-long-password"}, **extra
    )


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def secret(world: World) -> str:
    """The clerk has set up the app."""
    browser = Client()
    log_in(browser, "clerk")
    browser.post(reverse("account_reauthenticate"), {"password": "clerk-long-password"})
    page = browser.get(reverse("mfa_activate_totp"))
    found = page.context["form"].secret
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_of(found)})
    assert answer.status_code == 302
    return str(found)


def is_in(browser: Client) -> bool:
    return browser.get(HOME).status_code == 200


def test_a_password_alone_opens_an_account_without_a_second_factor(world: World) -> None:
    browser = Client()
    assert log_in(browser, "clerk").status_code == 302
    assert is_in(browser)


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(secret: str) -> None:
    browser = Client()
    assert log_in(browser, "clerk").url == reverse("mfa_authenticate")
    assert not is_in(browser)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(browser)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(browser)


def test_the_secret_of_the_app_is_sealed(secret: str) -> None:
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert len(kept) > 40


def test_after_five_wrong_codes_the_right_one_waits_too_and_others_do_not(secret: str) -> None:
    browser = Client()
    log_in(browser, "clerk")
    for _ in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(browser)
    other = Client()
    log_in(other, "colleague")
    assert is_in(other)


def test_a_recovery_code_opens_once(secret: str) -> None:
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (True, False):
        browser = Client()
        log_in(browser, "clerk")
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(browser) is expected


def test_sign_out_everywhere_else_ends_the_other_sessions_and_keeps_this_one(world: World) -> None:
    here, there = Client(), Client()
    log_in(here, "clerk")
    log_in(there, "clerk")
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890123", "clerk12345"])
def test_a_password_that_is_short_known_numeric_or_ones_own_name_is_refused(
    world: World, password: str
) -> None:
    browser = Client()
    log_in(browser, "clerk")
    old = "clerk-long-password"
    answer = browser.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    assert Html(answer.content.decode()).text
    assert log_in(Client(), "clerk").status_code == 302


def test_a_new_password_ends_the_other_sessions(world: World) -> None:
    here, there = Client(), Client()
    log_in(here, "clerk")
    log_in(there, "clerk")
    new = "drei-blaue-enten-9"
    old = "clerk-long-password"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert not is_in(there)
    assert log_in(Client(), "clerk").status_code == 200


def test_a_code_to_a_verified_phone_opens_the_account_once(world: World) -> None:
    user = User.objects.get(username="clerk")
    phones.set_phone(user_id=user.pk, phone=PHONE, now=clock.now())
    browser = Client()
    answer = browser.post(reverse("account_request_login_code"), {"phone": PHONE})
    assert answer.status_code == 302
    with acting_as(SYSTEM):
        sent = Dispatch.objects.get(template="account.code")
        code = re.search(r"\d{6}", read_text(sent))
    assert code is not None, read_text(sent)
    answer = browser.post(reverse("account_confirm_login_code"), {"code": code.group(), "action": "verify"})
    assert answer.status_code == 302, (code.group(), read_text(sent), answer.content.decode()[:3000])
    assert is_in(browser)


def test_an_unknown_phone_gets_the_same_answer_and_no_code(world: World) -> None:
    known, unknown = Client(), Client()
    phones.set_phone(user_id=User.objects.get(username="clerk").pk, phone=PHONE, now=clock.now())
    answers = [
        browser.post(reverse("account_request_login_code"), {"phone": phone})
        for browser, phone in ((known, PHONE), (unknown, "+8613900000000"))
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("account_confirm_login_code"))
    }
    with acting_as(SYSTEM):
        assert Dispatch.objects.filter(template="account.code").count() == 1


def test_an_unverified_phone_opens_nothing(world: World) -> None:
    phones.set_phone(user_id=User.objects.get(username="clerk").pk, phone=PHONE, now=None)
    assert phones.find_user(PHONE) is None


def test_a_phone_is_kept_sealed_and_serves_one_account(world: World) -> None:
    clerk, other = (User.objects.get(username=name) for name in ("clerk", "colleague"))
    phones.set_phone(user_id=clerk.pk, phone=PHONE, now=clock.now())
    phones.set_phone(user_id=other.pk, phone=PHONE, now=clock.now())
    assert phones.find_user(PHONE) == other
    assert phones.get_phone(user_id=clerk.pk) is None


def test_before_security_changes_the_password_is_asked_again(world: World) -> None:
    browser = Client()
    log_in(browser, "clerk")
    answer = browser.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
