"""An account made for somebody: its printed password, the change of it, and sessions that end at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.accounts.making import ALPHABET, LoginUnfit, make_account
from linli.kernel.accounts.models import User
from linli.kernel.accounts.sessions import end_sessions

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def enter(user: User, password: str) -> Client:
    browser = Client()
    browser.post(LOGIN, {"login": user.username, "password": password})
    return browser


def test_the_printed_password_leads_to_its_change_and_nowhere_else() -> None:
    user, printed = make_account(login="wang-1942", name="王桂兰", now=clock.now())
    browser = enter(user, printed)
    change = reverse("account_change_password")
    assert browser.get(reverse("resident:home")).headers["Location"] == change
    assert browser.get(change).status_code == 200
    own = "three-quiet-mountains"
    browser.post(change, {"oldpassword": printed, "password1": own, "password2": own})
    user.refresh_from_db()
    assert user.first_password_until is None
    assert enter(user, own).get(reverse("resident:home")).status_code == 200


def test_a_printed_password_that_nobody_changed_in_time_lets_nobody_in() -> None:
    user, printed = make_account(login="wang-1942", name="王桂兰", now=clock.now() - timedelta(days=15))
    browser = Client()
    told = browser.post(LOGIN, {"login": user.username, "password": printed})
    assert told.headers["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in browser.session


def test_a_first_password_is_long_and_has_no_look_alikes() -> None:
    _user, printed = make_account(login="wang-1942", name="王桂兰", now=clock.now())
    groups = printed.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert len(ALPHABET) ** 16 > 2**78
    assert set("".join(groups)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01ilo")


@pytest.mark.parametrize("login", ["abc", "王桂兰", "Wang-1942", "wang 1942", "-wang", "w" * 33, "wang\n"])
def test_a_log_in_name_out_of_form_is_refused(login: str) -> None:
    with pytest.raises(LoginUnfit):
        make_account(login=login, name="王桂兰", now=clock.now())


def test_a_log_in_name_is_given_once() -> None:
    make_account(login="wang-1942", name="王桂兰", now=clock.now())
    with pytest.raises(LoginUnfit):
        make_account(login="wang-1942", name="王桂花", now=clock.now())


def test_ended_sessions_end_with_the_next_request() -> None:
    user = User.objects.create_user("wang-1942", name="王桂兰", password="three-quiet-mountains")
    phone, computer = (enter(user, "three-quiet-mountains") for _ in range(2))
    devices = reverse("usersessions_list")
    assert phone.get(devices).status_code == computer.get(devices).status_code == 200
    end_sessions(user.pk)
    assert phone.get(devices).status_code == computer.get(devices).status_code == 302
