"""The city's real-name log-in against a real provider: name and number open one file of the place, or nothing."""

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Citizen
from oidc_provider_mock import run_server_in_thread
from pydantic import SecretStr

from linli.kernel import clock, codes
from linli.kernel.accounts.models import User
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from linli.registers.people.models import Person, PersonAccount
from linli.site.accounts.tokens import TokenRefused, read_token
from tests.support.world import World, kept_world, rolled_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:authlib", "ignore::DeprecationWarning:oidc_provider_mock"
    ),
    pytest.mark.filterwarnings("ignore:.*is deprecated and will be removed:DeprecationWarning"),
]
ID_NUMBER = codes.id_number_for("999999", date(1942, 1, 5), 2)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    people = [
        Citizen(sub="wang", claims={"name": "王桂兰", "id_number": ID_NUMBER}),
        Citizen(sub="wrong-name", claims={"name": "王桂花", "id_number": ID_NUMBER}),
        Citizen(sub="nobody", claims={"name": "没有人", "id_number": "110105194912310021"}),
        Citizen(sub="mute", claims={}),
    ]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept_world(django_db_blocker) as found:
        yield found


@pytest.fixture
def world(kept: World, db: None, provider: str, settings: Any) -> Iterator[World]:
    config = settings.CONFIG.model_copy(
        update={
            "city_login_url": provider,
            "city_login_client": "linli",
            "city_login_place": "532301",
            "city_login_secret": SecretStr("shared"),
        }
    )
    settings.CONFIG = config
    settings.SOCIALACCOUNT_PROVIDERS = config.city_login
    with rolled_back():
        PersonAccount.objects.filter(person=kept.cast.people["wang"]).delete()
        yield kept


def come(browser: Client, citizen: str) -> HttpResponse:
    """Off to the provider, sign in there, come back."""
    off = browser.get(reverse("openid_connect_login"))
    back = requests.post(off.headers["Location"], data={"sub": citizen}, allow_redirects=False, timeout=10)
    target = urlsplit(back.headers["Location"])
    return browser.get(target.path, dict(parse_qsl(target.query)))  # type: ignore[return-value]


def test_name_and_number_bind_a_new_account_to_the_one_file_and_tell_its_phone(world: World) -> None:
    browser, wang = Client(), world.cast.people["wang"]
    assert come(browser, "wang").status_code == 302
    row = PersonAccount.objects.get(person=wang)
    assert (row.how, row.checked, row.user.name) == ("city", ["city"], "王桂兰")
    assert not row.user.has_usable_password()
    assert browser.get(reverse("matters:my_case", args=[world.cases["decided"]])).status_code == 200
    assert Dispatch.objects.filter(person_id=wang.pk, template="binding").exists()


def test_the_second_time_enters_the_same_account(world: World) -> None:
    come(Client(), "wang")
    browser = Client()
    come(browser, "wang")
    row = PersonAccount.objects.get(person=world.cast.people["wang"])
    assert browser.session["_auth_user_id"] == str(row.user_id)
    assert SocialAccount.objects.count() == 1


def test_of_the_city_s_account_only_a_digest_is_kept(world: World) -> None:
    come(Client(), "wang")
    kept = json.dumps(SocialAccount.objects.values_list("uid", "extra_data")[0])
    assert not any(text in kept for text in ("wang", "王桂兰", ID_NUMBER))


@pytest.mark.parametrize("citizen", ["wrong-name", "nobody", "mute"])
def test_who_has_no_file_here_is_told_plainly_and_nothing_is_created(world: World, citizen: str) -> None:
    users = User.objects.count()
    browser = Client()
    answer = come(browser, citizen)
    assert answer.status_code == 404
    assert "什么也没有建立" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (users, 0)


def test_a_file_of_another_place_is_not_opened(world: World, settings: Any) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"city_login_place": "532322"})
    assert come(Client(), "wang").status_code == 404


def test_a_file_that_another_account_opens_is_not_taken_over(world: World) -> None:
    PersonAccount.objects.create(
        person=world.cast.people["wang"], user=world.cast.users["newcomer"], bound_by="test"
    )
    browser = Client()
    assert "已绑定别的账号" in come(browser, "wang").content.decode()
    assert "_auth_user_id" not in browser.session


def test_after_a_binding_was_taken_back_only_the_counter_binds_again(world: World) -> None:
    come(Client(), "wang")
    row = PersonAccount.objects.get(person=world.cast.people["wang"])
    PersonAccount.objects.filter(pk=row.pk).update(revoked_at=clock.now(), revoked_by="message")
    assert "只能到窗口重新绑定" in come(Client(), "wang").content.decode()


def test_a_child_has_no_account_of_its_own(world: World) -> None:
    young = clock.today() - timedelta(days=365 * 13)
    Person.objects.filter(pk=world.cast.people["wang"].pk).update(birth_date=young)
    assert "监护人" in come(Client(), "wang").content.decode()


def test_an_answer_that_nobody_asked_for_opens_nothing(world: World) -> None:
    answer = Client().get(reverse("openid_connect_callback", args=["city"]), {"code": "x", "state": "y"})
    assert answer.status_code == 403
    assert "没有返回有效的结果" in answer.content.decode()


def test_without_a_city_s_log_in_the_others_are_offered(client: Client) -> None:
    assert client.get(reverse("openid_connect_login")).headers["Location"] == reverse("account_login")
    assert reverse("openid_connect_login") not in client.get(reverse("account_login")).content.decode()


# Adding it to an account in use

SECURITY, LOGIN = reverse("mfa_index"), reverse("openid_connect_login")


def holder(world: World, who: str = "newcomer", person: str | None = "wang") -> Client:
    """Logged in with the password, a moment ago, to an account that opens this file."""
    if person is not None:
        file = world.cast.people[person]
        PersonAccount.objects.update_or_create(
            person=file, revoked_at=None, defaults={"user": world.cast.users[who], "bound_by": "test"}
        )
    browser = Client()
    browser.post(reverse("account_login"), {"login": who, "password": f"{who}-long-password"})
    browser.post(reverse("account_reauthenticate"), {"password": f"{who}-long-password"})
    return browser


def add(browser: Client, citizen: str = "wang") -> HttpResponse:
    off = browser.get(LOGIN, {"process": "connect"})
    back = requests.post(off.headers["Location"], data={"sub": citizen}, allow_redirects=False, timeout=10)
    target = urlsplit(back.headers["Location"])
    return browser.get(target.path, dict(parse_qsl(target.query)))  # type: ignore[return-value]


def test_an_account_in_use_adds_it_and_is_entered_by_it_from_then_on(world: World) -> None:
    browser = holder(world)
    assert "加上" in browser.get(SECURITY).content.decode()
    assert add(browser).headers["Location"] == SECURITY
    assert "现在可以用它登录" in browser.get(SECURITY).content.decode()
    told = Dispatch.objects.filter(template="binding.city-added").count()
    assert told == 1
    assert AuditEntry.objects.filter(act="account.city_added").count() == 1
    other = Client()
    come(other, "wang")
    assert other.session["_auth_user_id"] == str(world.cast.users["newcomer"].pk)
    assert PersonAccount.objects.filter(person=world.cast.people["wang"]).count() == 1


def test_it_is_asked_again_who_she_is_before_she_goes_off(world: World) -> None:
    browser = holder(world)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    assert reverse("account_reauthenticate") in browser.get(LOGIN, {"process": "connect"}).headers["Location"]


def test_an_account_without_a_file_is_bound_by_it(world: World) -> None:
    browser = holder(world, person=None)
    add(browser)
    row = PersonAccount.objects.get(person=world.cast.people["wang"], revoked_at__isnull=True)
    assert (row.how, row.user.username) == ("city", "newcomer")


@pytest.mark.parametrize("citizen", ["wrong-name", "nobody", "mute"])
def test_it_has_to_prove_the_person_whose_file_the_account_opens(world: World, citizen: str) -> None:
    browser = holder(world)
    assert add(browser, citizen).status_code == 409
    assert not SocialAccount.objects.exists()


def test_somebody_else_s_identity_does_not_open_this_account(world: World) -> None:
    browser = holder(world, "chen", "chen")
    assert "不是这个账号所绑定档案的本人" in add(browser, "wang").content.decode()
    assert not SocialAccount.objects.exists()


def test_one_city_identity_serves_one_account(world: World) -> None:
    come(Client(), "wang")
    browser = holder(world, person=None)
    assert "已经用在别的账号上" in add(browser).content.decode()
    assert SocialAccount.objects.count() == 1


def test_it_is_taken_off_and_told(world: World) -> None:
    browser = holder(world)
    add(browser)
    assert browser.post(LOGIN).headers["Location"] == SECURITY
    assert not SocialAccount.objects.exists()
    assert Dispatch.objects.filter(template="binding.city-removed").count() == 1
    assert "加上" in browser.get(SECURITY).content.decode()
    assert "已绑定别的账号" in come(Client(), "wang").content.decode()


def test_the_only_way_in_stays(world: World) -> None:
    browser = Client()
    come(browser, "wang")
    assert browser.post(LOGIN).headers["Location"] == reverse("account_set_password")
    assert SocialAccount.objects.count() == 1


def test_nobody_adds_it_without_being_in(world: World) -> None:
    assert Client().get(LOGIN, {"process": "connect"}).headers["Location"] == reverse("account_login")
    assert Client().post(LOGIN).headers["Location"] == reverse("account_login")


# The token

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEYS = {
    "keys": [
        {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "k1", "alg": "RS256"}
    ]
}


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    said = {"iss": "https://city", "sub": "wang", "aud": "linli", "iat": now, "exp": now + 300} | changes
    return {name: value for name, value in said.items() if value is not None}


def read(token: str) -> dict[str, Any]:
    return read_token(token, keys=KEYS, issuer="https://city", client="linli")


def test_a_token_signed_by_the_city_for_us_is_read() -> None:
    assert read(jwt.encode(claims(), KEY, "RS256", headers={"kid": "k1"}))["sub"] == "wang"


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://other"}, {"aud": "other"}, {"exp": int(time.time()) - 60}, {"iat": int(time.time()) + 86_400},
     {"sub": None}, {"exp": None}, {"aud": None}, {"iss": None}],
)  # fmt: skip
def test_a_token_of_another_house_or_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        read(jwt.encode(claims(**changes), KEY, "RS256", headers={"kid": "k1"}))


def test_a_token_that_the_city_did_not_sign_is_refused() -> None:
    shared = json.dumps(KEYS["keys"][0])[1:-1]
    for token in (
        jwt.encode(claims(), OTHER, "RS256", headers={"kid": "k1"}),
        jwt.encode(claims(), KEY, "RS256", headers={"kid": "k2"}),
        jwt.encode(claims(), None, "none", headers={"kid": "k1"}),
        jwt.encode(claims(), shared, "HS256", headers={"kid": "k1"}),
        "", "x.y.z", "x",
    ):  # fmt: skip
        with pytest.raises(TokenRefused):
            read(token)
