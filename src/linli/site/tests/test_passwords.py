"""Passwords: long enough, on no list, no word with digits; all of it without asking anybody."""

import socket
from typing import Any, NoReturn

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.accounts.making import make_account
from linli.kernel.accounts.models import User
from linli.kernel.clock import now
from linli.site.accounts.passwords import WordWithDigitsValidator

WEAK = {
    "short-one": "password_too_short",
    "woaini1314": "password_too_common",
    "1qaz2wsx3edc": "password_too_common",
    "wang123456": "password_word_with_digits",
    "2008beijing": "password_word_with_digits",
    "Admin@2024!": "password_word_with_digits",
    "5201314woaini": "password_word_with_digits",
    "138-0000-1111-ab": "password_word_with_digits",
    "1234509876123": "password_entirely_numeric",
    "lifang-1975": "password_too_similar",
}


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_options: Any) -> NoReturn:
        raise AssertionError("somebody was asked over the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(("password", "code"), WEAK.items())
def test_a_password_that_is_guessed_early_is_refused_for_its_reason(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, user=User(username="lifang", name="李芳"))
    assert code in {fault.code for fault in refusal.value.error_list}


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    "password",
    [
        "three-quiet-mountains",
        "drei-blaue-enten-9",
        "南山的雨下了三天三夜",
        "kuai yu ma pao 17",
        "u7te-ah4r-x62d-pbqf",
    ],
)
def test_several_words_together_are_taken(password: str) -> None:
    validate_password(password, user=User(username="lifang", name="李芳"))


@given(st.sampled_from(["wang", "beijing", "password", "dragon"]), st.text("0123456789!@#-_ ", max_size=12))
def test_whatever_stands_around_a_known_word_does_not_hide_it(word: str, around: str) -> None:
    for password in (word + around, around + word, around + word + around, around + word.upper()):
        with pytest.raises(ValidationError):
            WordWithDigitsValidator().validate(password)


@pytest.mark.django_db
def test_account_without_post_or_file_looks_after_its_own_security() -> None:
    """Password, second factor, devices and signing out elsewhere are everybody's who is logged in."""
    user = User.objects.create_user("newcomer", name="于小满", password="three-quiet-mountains")
    browser, other = Client(), Client()
    for one in (browser, other):
        one.post(reverse("account_login"), {"login": "newcomer", "password": "three-quiet-mountains"})
    for route in ("mfa_index", "account_change_password", "usersessions_list", "mfa_list_webauthn"):
        assert browser.get(reverse(route)).status_code == 200, route
    browser.post(reverse("account_reauthenticate"), {"password": "three-quiet-mountains"})
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    assert browser.post(reverse("usersessions_list")).status_code == 302
    assert other.get(reverse("mfa_index")).status_code == 302
    assert browser.get(reverse("mfa_index")).status_code == 200
    assert user.appointments.count() == 0


@pytest.mark.django_db
def test_first_passwords_are_strong_by_the_same_measure() -> None:
    for number in range(20):
        _user, password = make_account(login=f"person-{number}", name="某人", now=now())
        validate_password(password)
