"""Posts that ask for a second factor: nothing else opens before there is one."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from linli.kernel.accounts.models import User
from linli.kernel.errors import ConfigurationError
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import forget
from linli.kernel.roles import ADMINISTRATORS
from linli.site.config import Config, load_config
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]
INDEX = reverse("mfa_index")
OPEN_DESKS = {
    "administrator": "administrator:items", "auditor": "workbench:looks", "decider": "workbench:today",
    "inspector": "workbench:today",
}  # fmt: skip


def enter(username: str) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": username, "password": f"{username}-long-password"})
    return browser


@pytest.mark.parametrize(("who", "desk"), OPEN_DESKS.items())
def test_without_it_everything_leads_to_setting_one_up(cast: Cast, who: str, desk: str) -> None:
    browser = enter(who)
    for route in (desk, "home", "resident:home"):
        assert browser.get(reverse(route)).headers["Location"] == INDEX
    page = browser.get(INDEX)
    assert page.status_code == 200
    assert page.context["request"].second_factor_due


@pytest.mark.parametrize("who", ["clerk", "reviewer", "planner", "wang", "newcomer"])
def test_others_are_advised_and_not_forced(cast: Cast, who: str) -> None:
    browser = enter(who)
    assert browser.get(reverse("resident:home")).status_code == 200
    assert not browser.get(INDEX).context["request"].second_factor_due


def test_setting_up_the_app_opens_the_desk_and_taking_it_off_closes_it(cast: Cast) -> None:
    browser = enter("administrator")
    browser.post(reverse("account_reauthenticate"), {"password": "administrator-long-password"})
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    browser.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    assert browser.get(reverse("administrator:items")).status_code == 200
    assert Authenticator.objects.filter(type="recovery_codes", user=cast.users["administrator"]).exists()
    browser.post(reverse("mfa_deactivate_totp"))
    assert browser.get(reverse("administrator:items")).headers["Location"] == INDEX


def test_a_security_key_is_as_good_and_recovery_codes_alone_are_not(cast: Cast) -> None:
    browser, person = enter("auditor"), cast.users["auditor"]
    one = Authenticator.objects.create(user=person, type="recovery_codes", data={})
    assert browser.get(reverse("workbench:looks")).headers["Location"] == INDEX
    one.delete()
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "x", "credential": {}})
    assert browser.get(reverse("workbench:looks")).status_code == 200


def test_in_a_demo_its_own_accounts_need_none(cast: Cast) -> None:
    User.objects.filter(username="administrator").update(demo=True)
    Installation.objects.create(demo=True)
    forget()
    demo = Client()
    demo.post(reverse("accounts:enter_demo"), {"username": "administrator"})
    assert demo.get(reverse("administrator:items")).status_code == 200
    assert enter("auditor").get(reverse("workbench:looks")).headers["Location"] == INDEX
    Installation.objects.update(demo=False)
    forget()
    assert demo.get(reverse("administrator:items")).headers["Location"] == INDEX


def test_with_one_the_second_step_stands_between_password_and_desk(cast: Cast) -> None:
    TOTP.activate(cast.users["auditor"], "ABCDEFGHIJKLMNOP")
    browser = enter("auditor")
    assert browser.get(reverse("workbench:looks")).headers["Location"].startswith(reverse("account_login"))


def test_the_three_administrators_always_have_one_by_default() -> None:
    assert Config().roles_with_second_factor >= ADMINISTRATORS


def test_a_role_that_does_not_exist_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_SECOND_FACTOR_ROLES", "auditor,king")
    with pytest.raises(ConfigurationError, match="king"):
        load_config()
