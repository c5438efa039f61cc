"""A security administrator at work: accounts of the cast, and what is done with them."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from tests.support.cast import Cast, make_place, make_staff

PASSWORD = "{0}-long-password"
SECRET = "ABCDEFGHIJKLMNOP"
HERE, ELSEWHERE = "532301100001", "532322"

GIVEN = {"role": "inspector", "place": HERE, "unit": "南山社区服务站", "title": "入户核查", "reason": "补缺"}


@pytest.fixture
def offices(cast: Cast) -> Cast:
    """With a neighbour county, its clerk and its security administrator."""
    cast.places[ELSEWHERE] = make_place(cast, ELSEWHERE, "双柏县", "county", "5323")
    make_staff(cast, "security-next", "童欣", "security", ELSEWHERE, "双柏县数据局", "安全管理岗")
    make_staff(cast, "clerk-next", "石磊", "clerk", ELSEWHERE, "双柏县民政局", "窗口")
    return cast


def browser_of(cast: Cast, username: str) -> Client:
    """Logged in with both factors, and asked again a moment ago."""
    user = cast.users[username]
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, SECRET)
    browser = Client()
    browser.force_login(user, backend="linli.site.backends.AccountBackend")
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def act(cast: Cast, do: str, on: str, *, by: str = "security", **more: str) -> Any:
    address = reverse("security:act", args=[cast.users[on].pk])
    return browser_of(cast, by).post(address, {"do": do, "reason": "本人来窗口办理", **more})


def run(cast: Cast, verb: Any, on: str, *, by: str = "security", **more: Any) -> Any:
    return verb(actor=cast.actor(by), now=clock.now(), user_id=cast.users[on].pk, **more)


def enter(username: str, password: str = "") -> Client:
    browser = Client()
    browser.post(
        reverse("account_login"), {"login": username, "password": password or PASSWORD.format(username)}
    )
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("usersessions_list")).status_code == 200


def acts_on(cast: Cast, username: str) -> list[tuple[str, str, int | None]]:
    with acting_as(SYSTEM):
        rows = AuditEntry.objects.filter(
            object_ref=f"user:{cast.users[username].pk}", kind="change"
        ).order_by("id")
        return [(row.act, row.purpose, row.actor_user_id) for row in rows]


def give(cast: Cast, on: str, *, by: str = "security", **more: str) -> Any:
    address = reverse("security:give", args=[cast.users[on].pk])
    return browser_of(cast, by).post(address, {**GIVEN, "since": clock.today().isoformat(), **more})
