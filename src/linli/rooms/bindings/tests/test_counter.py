"""The counter: one form for three ways to bind, what is printed once, and who is told by which phone."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel.accounts import phones
from linli.kernel.accounts.models import User
from linli.kernel.audit.models import AuditEntry
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT, CONTEXT_TO
from linli.kernel.dispatch.models import Dispatch
from linli.registers.organisations.queries import get_actor
from linli.registers.people.models import BindingSlip, FormerPhone, Person, PersonAccount
from linli.registers.people.sealing import seal_person_numbers
from tests.support.world import PHONES, World

pytestmark = pytest.mark.django_db
CHECKED = {"checked": ["face", "id-card"], "purpose": "本人要求开通网上办事"}
CODE = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}")
PASSWORD = re.compile(r"(?<![\w-])[2-9a-z]{4}(?:-[2-9a-z]{4}){3}(?![\w-])")


def path(world: World, route: str = "account") -> str:
    return reverse(f"bindings:{route}", args=[world.cast.people["wang"].pk])


def send(world: World, who: str = "clerk", **sent: object) -> HttpResponse:
    return world.client(who).post(path(world), {**CHECKED, **sent})  # type: ignore[arg-type, return-value]


def told(world: World, template: str) -> dict[str, str]:
    """Phone → text of what went out beside the file's own messages."""
    rows = Dispatch.objects.filter(template=template, person_id__isnull=True)
    return {
        unseal_text(row.to_sealed, context=CONTEXT_TO): unseal_text(row.text_sealed, context=CONTEXT)
        for row in rows
    }


def file_of(world: World, username: str) -> int | None:
    day = world.now.date()
    return get_actor(User.objects.get(username=username).pk, day=day).person_id


def test_a_slip_is_printed_once_and_binds_who_types_it(free: World) -> None:
    printed = send(free, way="slip").content.decode()
    (code,) = CODE.findall(printed)
    assert code not in free.client("clerk").get(path(free)).content.decode()
    browser = free.client("newcomer")
    answer = browser.post(reverse("bindings:bind"), {"code": code.lower(), "born": "1942-01-05"})
    assert answer.headers["Location"] == reverse("bindings:devices")
    assert file_of(free, "newcomer") == free.cast.people["wang"].pk


def test_an_account_made_at_the_counter_enters_with_the_printed_password_and_changes_it(free: World) -> None:
    printed = send(free, way="new", login="wang-1942").content.decode()
    (password,) = PASSWORD.findall(printed)
    browser = Client()
    browser.post(reverse("account_login"), {"login": "wang-1942", "password": password})
    assert browser.get("/my/").headers["Location"] == reverse("account_change_password")


def test_an_account_that_there_is_is_bound_by_its_name(free: World) -> None:
    assert send(free, way="login", login="newcomer").status_code == 302
    assert file_of(free, "newcomer") == free.cast.people["wang"].pk


def test_what_is_wrong_is_told_and_what_was_typed_stays(free: World) -> None:
    answer = send(free, way="login", login="nobody-here", checked=["id-card"])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请核对人证一致" in page
    assert 'value="nobody-here"' in page
    assert send(free, way="guess").status_code == 422
    assert not PersonAccount.objects.filter(person=free.cast.people["wang"]).exists()


def test_each_look_leaves_an_entry(free: World) -> None:
    free.client("clerk").get(path(free))
    entry = AuditEntry.objects.filter(act="bindings.account").latest("id")
    assert (entry.persons, entry.purpose) == ([free.cast.people["wang"].pk], "绑定账号")


def test_the_page_keeps_its_budget(free: World) -> None:
    browser = free.client("clerk")
    browser.get(path(free))
    with CaptureQueriesContext(connection) as queries:
        browser.get(path(free))
    assert len(queries) <= 26


# Who is told


def test_the_phone_of_the_file_the_one_before_and_that_of_the_account_are_told(free: World) -> None:
    wang, newcomer = free.cast.people["wang"], free.cast.users["newcomer"]
    changed = seal_person_numbers(phone="13800007777")
    Person.objects.filter(pk=wang.pk).update(
        phone_sealed=changed.phone_sealed, phone_digest=changed.phone_digest
    )
    phones.set_phone(user_id=newcomer.pk, phone="13800008888", now=free.now)
    send(free, way="login", login="newcomer")
    out = told(free, "binding.bound")
    assert out.keys() == {PHONES["wang"], "13800008888"}
    own = Dispatch.objects.filter(person_id=wang.pk, template="binding")
    texts = {unseal_text(row.text_sealed, context=CONTEXT) for row in own}
    (code,) = {CODE.search(text).group() for text in [*texts, *out.values()]}  # type: ignore[union-attr]
    assert Client().post(reverse("bindings:unbind"), {"code": code}).status_code == 200
    assert file_of(free, "newcomer") is None
    assert told(free, "binding.ended").keys() == {PHONES["wang"], "13800008888"}
    assert FormerPhone.objects.count() == 1


# Taking it back


def test_a_binding_that_is_taken_back_signs_the_account_out_everywhere(world: World) -> None:
    row = PersonAccount.objects.get(person=world.cast.people["wang"])
    browser = Client()
    browser.post(reverse("account_login"), {"login": "wang", "password": "wang-long-password"})
    assert browser.get("/my/").status_code == 200
    refused = world.client("clerk").post(path(world, "revoke"), {"binding": row.pk, "reason": ""})
    assert refused.status_code == 422
    assert browser.get("/my/").status_code == 200
    world.client("clerk").post(path(world, "revoke"), {"binding": row.pk, "reason": "手机丢了"})
    assert browser.get("/my/").status_code == 302
    page = world.client("clerk").get(path(world)).content.decode()
    assert "在窗口撤销" in page
    assert "手机丢了" in page


@pytest.mark.parametrize(
    "who", ["stranger", "inspector", "reviewer", "auditor", "administrator", "chen", "newcomer"]
)
def test_nobody_but_her_clerk_opens_the_page(free: World, who: str) -> None:
    assert free.client(who).get(path(free)).status_code == 404
    assert send(free, who, way="slip").status_code == 404
    assert not BindingSlip.objects.exists()


def test_accounts_stand_on_the_page_of_the_person_with_masked_names(world: World) -> None:
    page = reverse("files:person", args=[world.cast.people["wang"].pk])
    shown = world.client("clerk").get(page).content.decode()
    assert path(world) in shown
    assert path(world) not in world.client("inspector").get(page).content.decode()
