"""Guessing passwords: it gets slower and slower, and never in the way of somebody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import clock
from linli.kernel.accounts import waits
from linli.kernel.accounts.devices import COOKIE
from linli.kernel.accounts.models import LoginWait, User
from linli.kernel.accounts.waiting import FREE, LONGEST, neighbourhood, wait_of
from linli.kernel.accounts.waits import Try
from tests.support.html import Html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]
LOGIN = reverse("account_login")
OWN = reverse("usersessions_list")
PASSWORD = "three-quiet-mountains"
SECRET = "ABCDEFGHIJKLMNOP"
ATTACKERS = [f"198.51.100.{number}" for number in range(20)]


@pytest.fixture
def person() -> User:
    return User.objects.create_user("lifang", name="李芳", password=PASSWORD)


def enter(browser: Client, password: str, address: str = "10.0.0.7", **more: str) -> Any:
    return browser.post(LOGIN, {"login": "lifang", "password": password, **more}, REMOTE_ADDR=address)


def is_in(browser: Client) -> bool:
    return browser.get(OWN).status_code == 200


def attack(address: str, times: int) -> None:
    for number in range(times):
        enter(Client(), f"guess-{number}", address)


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def test_two_hundred_guesses_from_twenty_addresses_lock_out_nobody_but_the_guessers(person: User) -> None:
    own = Client()
    enter(own, PASSWORD)
    own.post(reverse("account_logout"))
    TOTP.activate(person, SECRET)
    for address in ATTACKERS:
        attack(address, 10)
    assert LoginWait.objects.filter(user=person, known=False).count() == len(ATTACKERS)
    assert enter(Client(), PASSWORD, ATTACKERS[0]).status_code == 429
    for browser, address in ((own, ATTACKERS[0]), (own, "10.0.0.7"), (Client(), "10.0.0.8")):
        assert enter(browser, PASSWORD, address).headers["Location"] == reverse("mfa_authenticate")
        browser.post(reverse("mfa_authenticate"), {"code": _unused_code(person)})
        assert is_in(browser)
        browser.post(reverse("account_logout"))


def _unused_code(person: User) -> str:
    if not Authenticator.objects.filter(user=person, type="recovery_codes").exists():
        RecoveryCodes.activate(person)
    return str(Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0])


def test_on_a_new_device_behind_the_address_of_the_guesser_password_and_code_together_come_in(
    person: User,
) -> None:
    TOTP.activate(person, SECRET)
    attack("10.0.0.7", 10)
    assert enter(Client(), PASSWORD).status_code == 429
    browser = Client()
    assert enter(browser, PASSWORD, code=code_now()).headers["Location"] == reverse("mfa_authenticate")
    browser.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert is_in(browser)


def test_who_waits_hears_the_same_for_a_wrong_password_and_for_a_wrong_code(person: User) -> None:
    TOTP.activate(person, SECRET)
    attack("10.0.0.7", 10)
    answers = [
        enter(Client(), PASSWORD, code="000000"), enter(Client(), "wrong", code=code_now()), enter(Client(), "wrong"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [429] * 3
    pages = {Html(answer.content.decode()).text for answer in answers}
    assert len(pages) == 1


def test_codes_are_guessed_five_times_in_five_minutes_at_most(person: User) -> None:
    TOTP.activate(person, SECRET)
    attack("10.0.0.7", 10)
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, 10, tzinfo=UTC), tick=False):
        attack("10.0.0.7", 10)
        for _ in range(5):
            assert enter(Client(), PASSWORD, code="000000").status_code == 429
        assert enter(Client(), PASSWORD, code=code_now()).status_code == 429
    with time_machine.travel(datetime(2026, 3, 2, 2, 5, 10, tzinfo=UTC), tick=False):
        assert enter(Client(), PASSWORD, code=code_now()).status_code == 302


def test_who_does_not_know_the_password_cannot_use_up_the_codes_of_who_does(person: User) -> None:
    TOTP.activate(person, SECRET)
    attack("10.0.0.7", 10)
    for _ in range(20):
        enter(Client(), "wrong", code="000000")
    assert enter(Client(), PASSWORD, code=code_now()).status_code == 302


def test_a_passkey_and_a_code_to_the_phone_ask_no_password_and_wait_for_nothing(person: User) -> None:
    attack("10.0.0.7", 10)
    assert Client().get(reverse("mfa_login_webauthn"), REMOTE_ADDR="10.0.0.7").status_code != 429
    assert Client().get(reverse("account_request_login_code"), REMOTE_ADDR="10.0.0.7").status_code == 200


def test_each_further_guess_waits_longer_and_waiting_does_not_count(person: User) -> None:
    start = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as traveller:
        attack("10.0.0.7", FREE)
        for seconds in (30, 60, 120, 240):
            assert enter(Client(), PASSWORD).status_code == 429
            traveller.shift(seconds - 1)
            assert enter(Client(), "wrong").status_code == 429
            traveller.shift(1)
            assert enter(Client(), "wrong").status_code == 200
        traveller.shift(timedelta(days=1))
        assert waits.forget_waits(now=clock.now()) == 1
        assert enter(Client(), PASSWORD).status_code == 302


def test_a_guesser_at_the_known_device_waits_there_and_its_owner_goes_elsewhere(person: User) -> None:
    shared = Client()
    enter(shared, PASSWORD)
    shared.post(reverse("account_logout"))
    for number in range(FREE):
        enter(shared, f"guess-{number}")
    assert enter(shared, PASSWORD).status_code == 429
    assert enter(Client(), PASSWORD).status_code == 302


@pytest.mark.parametrize("cookie", ["", "forged", "eyJpZCI6IngiLCJ1c2VycyI6WzFdfQ:1abcde:x"])
def test_a_device_cookie_that_is_not_ours_helps_nobody(person: User, cookie: str) -> None:
    attack("10.0.0.7", FREE)
    browser = Client()
    browser.cookies[COOKIE] = cookie
    assert enter(browser, PASSWORD).status_code == 429


def test_a_device_of_one_person_is_a_stranger_to_another(person: User) -> None:
    User.objects.create_user("zhouqiang", name="周强", password=PASSWORD)
    browser = Client()
    browser.post(LOGIN, {"login": "zhouqiang", "password": PASSWORD})
    browser.post(reverse("account_logout"))
    attack("10.0.0.7", FREE)
    assert enter(browser, PASSWORD).status_code == 429


def test_a_name_that_nobody_has_waits_like_one_that_somebody_has(person: User) -> None:
    attack("10.0.0.7", FREE)
    for number in range(FREE):
        Client().post(LOGIN, {"login": "no-such", "password": f"guess-{number}"}, REMOTE_ADDR="10.0.0.7")
    pages = [
        Client().post(LOGIN, {"login": name, "password": "x"}, REMOTE_ADDR="10.0.0.7") for name in ("lifang", "no-such")
    ]  # fmt: skip
    assert [page.status_code for page in pages] == [429, 429]


def test_large_and_small_letters_of_a_name_are_one_count(person: User) -> None:
    for name in ("lifang", "LIFANG", "LiFang", "lifanG", " lifang"):
        Client().post(LOGIN, {"login": name, "password": "x"}, REMOTE_ADDR="10.0.0.7")
    assert enter(Client(), PASSWORD).status_code == 429


def test_unlocking_forgets_every_place(person: User) -> None:
    attack("10.0.0.7", FREE)
    attack("10.0.0.8", FREE)
    assert len(waits.list_waits(person.pk, now=clock.now())) == 2
    assert waits.unlock(person.pk) == 2
    assert enter(Client(), PASSWORD).status_code == 302


def test_neither_name_nor_address_is_kept(person: User) -> None:
    attack("10.0.0.7", 1)
    columns = {field.name for field in LoginWait._meta.concrete_fields}
    assert columns == {"id", "user", "key", "known", "failures", "last_at"}
    attempt = Try(user=person, name="lifang", address="10.0.0.7")
    assert bytes(LoginWait.objects.get().key) == attempt.key


@given(st.integers(0, 10_000))
def test_waits_only_grow_and_end_after_an_hour(failures: int) -> None:
    assert timedelta(0) <= wait_of(failures) <= wait_of(failures + 1) <= LONGEST


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.7", "10.0.0.7", True),
        ("10.0.0.7", "10.0.0.8", False),
        ("unknown", "unknown", True),
    ],
)
def test_a_customers_addresses_count_as_one(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same
