"""Security administrators: what they do with accounts, what they cannot do, and what of it is told to whom."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from linli.desks.security import actions
from linli.desks.security.actions import TwoHands
from linli.desks.security.pages.accounts import VERBS
from linli.desks.security.policies import OwnAccount
from linli.kernel import clock
from linli.kernel.accounts import phones
from linli.kernel.accounts.models import AccountStep, ApiKey, User
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.guard import acting_as
from linli.kernel.roles import ADMINISTRATORS
from linli.registers.organisations.models import Appointment, Organisation, Post, PostRequest
from linli.registers.organisations.queries import get_actor, get_key_holder
from tests.support.cast import ALWAYS, Cast
from tests.support.html import Html

from .conftest import ELSEWHERE, HERE, PASSWORD, SECRET, act, acts_on, browser_of, enter, give, is_in, run

pytestmark = pytest.mark.django_db


def test_a_new_account_opens_nothing_and_its_first_password_is_changed_within_a_week(offices: Cast) -> None:
    page = browser_of(offices, "security").post(
        reverse("security:create"), {"login": "new-one", "name": "新人"}
    )
    made = User.objects.get(username="new-one")
    assert made.first_password_until is not None
    assert timedelta(days=6) < made.first_password_until - clock.now() <= timedelta(days=7)
    password = page.context["password"]
    browser = enter("new-one", password)
    assert browser.get(reverse("resident:home")).headers["Location"] == reverse("account_change_password")
    assert (
        password
        not in browser_of(offices, "security")
        .get(reverse("security:account", args=[made.pk]))
        .content.decode()
    )


@pytest.mark.parametrize(
    "data", [{"login": "clerk", "name": "李"}, {"login": "x", "name": "李"}, {"login": "fine-1"}]
)
def test_a_name_that_is_taken_or_unfit_comes_back_with_what_was_typed(
    offices: Cast, data: dict[str, str]
) -> None:
    count = User.objects.count()
    page = browser_of(offices, "security").post(reverse("security:create"), data)
    assert page.status_code == 422
    assert data["login"] in Html(page.content.decode()).values("value")
    assert User.objects.count() == count


def test_a_closed_account_is_out_at_once_with_its_keys_and_may_be_opened_again(offices: Cast) -> None:
    clerk = enter("clerk")
    secret = run(
        offices, actions.make_key, "clerk", label="统计", scopes=["cases:read"],
        last_day=clock.today() + timedelta(days=30),
    )  # fmt: skip
    assert get_key_holder(secret, now=clock.now()).scopes == {"cases:read"}
    assert act(offices, "disable", "clerk").status_code == 302
    assert not is_in(clerk)
    assert not is_in(enter("clerk"))
    assert get_key_holder(secret, now=clock.now()).actor.user_id is None
    act(offices, "enable", "clerk")
    assert is_in(enter("clerk"))


def test_second_factors_are_taken_away_with_a_reason_and_the_person_hears_of_it(offices: Cast) -> None:
    TOTP.activate(offices.users["clerk"], SECRET)
    phones.set_phone(user_id=offices.users["clerk"].pk, phone="+8613800001111", now=clock.now())
    assert act(offices, "reset_factors", "clerk", reason=" ").status_code == 422
    assert act(offices, "reset_factors", "clerk", reason="手机和钥匙都丢了").status_code == 302
    assert not Authenticator.objects.filter(user=offices.users["clerk"]).exists()
    own = enter("clerk").get(reverse("mfa_index")).content.decode()
    assert "手机和钥匙都丢了" in own
    with acting_as(SYSTEM):
        assert Dispatch.objects.filter(template="account.told").count() == 1
    assert acts_on(offices, "clerk")[-1] == (
        "account.reset_factors", "手机和钥匙都丢了", offices.users["security"].pk,
    )  # fmt: skip


def test_password_and_second_factor_are_not_both_in_one_persons_hands(offices: Cast) -> None:
    for username in ("clerk", "auditor"):
        TOTP.activate(offices.users[username], SECRET)
    run(offices, actions.reset_factors, "clerk", reason="手机丢了")
    with pytest.raises(TwoHands):
        run(offices, actions.give_password, "clerk", reason="忘了密码")
    run(offices, actions.give_password, "clerk", by="security-two", reason="忘了密码")
    run(offices, actions.give_password, "auditor", reason="忘了密码")
    with pytest.raises(TwoHands):
        run(offices, actions.reset_factors, "auditor", reason="手机丢了")
    later = clock.now() + timedelta(days=31)
    actions.reset_factors(
        actor=offices.actor("security"), now=later, user_id=offices.users["auditor"].pk, reason="手机丢了"
    )


def test_a_new_first_password_ends_the_old_one_and_the_sessions(offices: Cast) -> None:
    clerk = enter("clerk")
    password = act(offices, "password", "clerk").context["password"]
    assert not is_in(clerk)
    assert not is_in(enter("clerk"))
    assert is_in(enter("clerk", password)) is False  # the change of the password comes first
    assert enter("clerk", password).get(reverse("account_change_password")).status_code == 200


def test_unlocking_lets_in_at_once(offices: Cast) -> None:
    for number in range(5):
        enter("clerk", f"guess-{number}")
    assert not is_in(enter("clerk"))
    page = browser_of(offices, "security").get(reverse("security:account", args=[offices.users["clerk"].pk]))
    assert len(page.context["waits"]) == 1
    act(offices, "unlock", "clerk")
    assert is_in(enter("clerk"))


def test_signing_out_everywhere_ends_every_session_and_nothing_else(offices: Cast) -> None:
    one, two = enter("clerk"), enter("clerk")
    act(offices, "sign_out", "clerk")
    assert not is_in(one)
    assert not is_in(two)
    assert is_in(enter("clerk"))


def _actor(cast: Cast, username: str) -> Actor:
    return get_actor(cast.users[username].pk, day=clock.today())


def test_a_post_is_given_in_ones_own_places_and_ended(offices: Cast) -> None:
    assert give(offices, "newcomer").status_code == 302
    assert _actor(offices, "newcomer").scopes("inspector") == (f"community:{offices.places[HERE].place_id}",)
    held = Appointment.objects.get(user=offices.users["newcomer"])
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert act(offices, "end_post", "newcomer", post=str(held.pk), last_day=yesterday).status_code == 302
    assert _actor(offices, "newcomer").grants == ()
    assert [act for act, *_ in acts_on(offices, "newcomer")] == ["post.appoint", "post.end"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": ELSEWHERE}, "place"), ({"place": "999999"}, "place"), ({"role": "king"}, "role"),
        ({"since": "2020-01-01"}, "since"), ({"since": "x"}, "since"), ({"until": "2020-01-01"}, "until"),
        ({"unit": ""}, "unit"), ({"title": ""}, "title"), ({"reason": ""}, "reason"),
    ],
)  # fmt: skip
def test_a_post_that_cannot_be_given_is_refused_at_its_field(
    offices: Cast, wrong: dict[str, str], field: str
) -> None:
    page = give(offices, "newcomer", **wrong)
    assert page.status_code == 422
    assert [one.name for one in page.context["fields"] if one.error] == [field]
    assert not Appointment.objects.filter(user=offices.users["newcomer"]).exists()


def test_an_administrators_post_beside_a_working_one_is_refused_at_the_role(offices: Cast) -> None:
    page = give(offices, "clerk", role="auditor")
    assert page.status_code == 422
    assert [one.name for one in page.context["fields"] if one.error] == ["role"]


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_a_weighty_post_is_asked_for_by_one_and_given_by_another(offices: Cast, role: str) -> None:
    give(offices, "newcomer", role=role, place="532301", unit="楚雄市数据局", title="岗")
    assert _actor(offices, "newcomer").grants == ()
    request = PostRequest.objects.get()
    decide = {"request": str(request.pk), "do": "give"}
    for who, status in (("security", 409), ("security-next", 404), ("security-two", 302)):
        assert browser_of(offices, who).post(reverse("security:decide"), decide).status_code == status
    assert role in _actor(offices, "newcomer").roles


def test_keys_end_within_a_year_open_what_was_chosen_and_are_never_administrators(offices: Cast) -> None:
    last = clock.today() + timedelta(days=30)
    key = {"label": "统计", "scopes": ["cases:read"], "last_day": last}
    faults: list[dict[str, Any]] = [
        {"label": ""}, {"scopes": ["people:all"]}, {"scopes": []}, {"last_day": None},
        {"last_day": last + timedelta(days=400)}, {"last_day": clock.today() - timedelta(days=2)},
    ]  # fmt: skip
    for fault in faults:
        with pytest.raises(Faults):
            run(offices, actions.make_key, "clerk", **{**key, **fault})
    for administrator in ("auditor", "administrator", "security-two"):
        with pytest.raises(Conflict):
            run(offices, actions.make_key, administrator, **key)
    secret = run(offices, actions.make_key, "clerk", **key)
    made = ApiKey.objects.get()
    assert secret.encode() not in bytes(made.digest)
    act(offices, "revoke_key", "clerk", key=str(made.pk))
    assert get_key_holder(secret, now=clock.now()).actor.user_id is None
    assert act(offices, "revoke_key", "colleague", key=str(made.pk)).status_code == 404


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("by", ["security-next", "clerk", "administrator", "auditor", "wang"])
def test_nobody_else_does_any_of_it(offices: Cast, verb: str, by: str) -> None:
    assert act(offices, verb, "clerk", by=by).status_code == 404
    assert not AccountStep.objects.exists()


@pytest.mark.parametrize(
    "by", ["clerk", "administrator", "auditor", "decider", "wang", "newcomer", "security-next"]
)
def test_the_verbs_themselves_refuse_who_is_no_security_administrator_of_the_place(
    offices: Cast, by: str
) -> None:
    for verb in (
        actions.disable,
        actions.enable,
        actions.reset_factors,
        actions.give_password,
        actions.sign_out,
    ):
        with pytest.raises(NotFound):
            run(offices, verb, "clerk", by=by, reason="试一试")
    if by != "security-next":
        with pytest.raises(NotFound):
            actions.create_account(actor=offices.actor(by), now=clock.now(), login="new-one", name="新人")


@pytest.mark.parametrize(
    "verb", [actions.disable, actions.reset_factors, actions.give_password, actions.sign_out]
)
def test_nobody_looks_after_her_own_account(offices: Cast, verb: Any) -> None:
    with pytest.raises(OwnAccount):
        run(offices, verb, "security", reason="我自己")


def test_a_post_elsewhere_too_takes_the_account_out_of_ones_hands(offices: Cast) -> None:
    unit = Organisation.objects.get(name="双柏县民政局")
    post = Post.objects.create(
        organisation=unit, role="clerk", title="窗口二", scope=f"county:{offices.places[ELSEWHERE].place_id}"
    )
    Appointment.objects.create(post=post, user=offices.users["clerk"], valid=ALWAYS)
    for who in ("security", "security-next"):
        with pytest.raises(NotFound):
            run(offices, actions.disable, "clerk", by=who, reason="试一试")


def test_a_resident_is_found_by_log_in_name_with_her_name_masked(offices: Cast) -> None:
    page = browser_of(offices, "security").post(reverse("security:accounts"), {"q": "wang"})
    assert [row.name for row in page.context["rows"]] == ["王*兰"]
    shown = browser_of(offices, "security").get(reverse("security:account", args=[offices.users["wang"].pk]))
    assert "王桂兰" not in shown.content.decode()


def test_the_list_has_pages_and_each_account_stands_on_one(offices: Cast) -> None:
    User.objects.bulk_create(
        User(username=f"person-{number:03}", name="某人", password="!") for number in range(120)
    )
    browser, seen, address = (
        browser_of(offices, "security"),
        [],
        reverse("security:accounts") + "?kind=without",
    )
    while address:
        context = browser.get(address).context
        seen += [row.login for row in context["rows"]]
        address = (
            f"{reverse('security:accounts')}?kind=without&after={context['next']}" if context["next"] else ""
        )
    assert len(seen) == len(set(seen))
    assert {name for name in seen if name.startswith("person-")} == {
        f"person-{number:03}" for number in range(120)
    }


def test_who_was_not_asked_lately_is_asked_again_and_the_step_is_taken_then(offices: Cast) -> None:
    TOTP.activate(offices.users["security"], SECRET)
    browser = Client()
    browser.force_login(offices.users["security"], backend="linli.site.backends.AccountBackend")
    address = reverse("security:act", args=[offices.users["clerk"].pk])
    asked = browser.post(address, {"do": "disable", "reason": "调离本县"})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    offices.users["clerk"].refresh_from_db()
    assert offices.users["clerk"].is_active
    browser.post(asked.headers["Location"], {"password": PASSWORD.format("security"), "next": address})
    offices.users["clerk"].refresh_from_db()
    assert not offices.users["clerk"].is_active
