"""Signing up: with a name and a password alone, or with a phone whose code is asked; an account alone opens nothing."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.accounts import phones
from linli.kernel.accounts.models import User
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT, CONTEXT_TO
from linli.kernel.dispatch.models import Dispatch
from linli.registers.organisations.queries import get_actor

pytestmark = pytest.mark.django_db
SIGN_UP, PHONE, VERIFY = reverse("account_signup"), "13812345678", reverse("account_verify_phone")
GIVEN = {"username": "wang-1942", "password1": "three-quiet-mountains"}


def sign_up(browser: Client, **more: str) -> HttpResponse:
    return browser.post(SIGN_UP, {**GIVEN, **more})  # type: ignore[return-value]


def sent() -> tuple[str, str]:
    row = Dispatch.objects.latest("id")
    return unseal_text(row.to_sealed, context=CONTEXT_TO), unseal_text(row.text_sealed, context=CONTEXT)


def test_a_name_and_a_password_lead_to_the_slip(client: Client) -> None:
    assert sign_up(client).headers["Location"] == reverse("bindings:bind")
    user = User.objects.get(username="wang-1942")
    actor = get_actor(user.pk, day=clock.today())
    assert (user.name, actor.person_id, actor.grants) == ("wang-1942", None, ())


@pytest.mark.parametrize("typed", [PHONE, f"+86 {PHONE}", "138-1234-5678"])
def test_a_phone_is_asked_for_its_code_before_the_account_knows_it(client: Client, typed: str) -> None:
    assert sign_up(client, phone=typed).headers["Location"] == VERIFY
    user = User.objects.get(username="wang-1942")
    assert phones.get_phone(user_id=user.pk) == (PHONE, False)
    to, text = sent()
    assert to == PHONE
    wrong = client.post(VERIFY, {"action": "verify", "code": "nothing"})
    assert wrong.status_code == 200
    client.post(VERIFY, {"action": "verify", "code": re.search(r"\d{6}", text).group()})  # type: ignore[union-attr]
    assert phones.get_phone(user_id=user.pk) == (PHONE, True)
    assert client.get(reverse("bindings:bind")).status_code == 200


def test_a_phone_that_has_an_account_is_answered_like_any_other_and_told(client: Client) -> None:
    first = User.objects.create_user("first", name="first", password="three-quiet-mountains")
    phones.set_phone(user_id=first.pk, phone=PHONE, now=clock.now())
    answer = sign_up(client, phone=PHONE)
    assert answer.headers["Location"] == VERIFY
    assert not User.objects.filter(username="wang-1942").exists()
    assert "已有账号" in sent()[1]
    other = Client()
    same = sign_up(other, phone="13812345679")
    pages = [browser.get(VERIFY).content.decode().split("<main")[1] for browser in (client, other)]
    assert answer.status_code == same.status_code
    assert re.sub(r'138123456\d\d|value="[^"]*"', "", pages[0]) == re.sub(
        r'138123456\d\d|value="[^"]*"', "", pages[1]
    )


@pytest.mark.parametrize(
    "given",
    [{"username": "110105194912310021"}, {"username": "13812345678"}, {"username": "Wang"}, {"username": "abc"},
     {"password1": "1234567890"}, {"password1": "short"}, {"password1": "password123"}, {"phone": "12345"}],
)  # fmt: skip
def test_what_is_out_of_form_makes_no_account(client: Client, given: dict[str, str]) -> None:
    assert sign_up(client, **given).status_code == 200
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_told(client: Client) -> None:
    User.objects.create_user("wang-1942", name="first")
    assert "已有人用" in sign_up(client).content.decode()
