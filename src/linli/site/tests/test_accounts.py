"""Accounts, posts and keys from the command line: enough to enter a real installation."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from linli.kernel import clock
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.audit.models import AuditEntry
from linli.kernel.scopes import SCOPES
from linli.registers.organisations.queries import get_actor
from linli.site.cli.accounts import account
from linli.site.cli.keys import api_key
from tests.support.cast import Cast

PASSWORD = "一段很长的口令-2026"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(
        account, list(arguments), input=f"{PASSWORD}\n{PASSWORD}\n", catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def test_an_account_with_a_post_can_enter_and_a_closed_one_cannot(cast: Cast) -> None:
    run("create", "li", "--name", "李敏")
    place = ("--place", "532301100001", "--unit", "南山社区服务站", "--title", "综合窗口")
    run("post", "li", "--role", "clerk", *place)
    run("post", "li", "--role", "clerk", *place)  # again changes nothing
    user = User.objects.get(username="li")
    assert user.check_password(PASSWORD)
    assert get_actor(user.pk, day=clock.today()).scopes("clerk") == (
        f"community:{cast.places['532301100001'].place_id}",
    )
    assert "1 posts end" in run("close", "li")
    assert not User.objects.get(username="li").is_active
    assert set(AuditEntry.objects.values_list("act", flat=True)) == {
        "account.create",
        "account.disable",
        "post.appoint",
        "post.end",
    }


@pytest.mark.django_db
def test_a_weak_password_makes_no_account() -> None:
    result = CliRunner().invoke(account, ["create", "li", "--name", "李敏"], input="12345\n12345\n")
    assert result.exit_code != 0
    assert not User.objects.filter(username="li").exists()


def test_a_revoked_key_works_no_more(cast: Cast) -> None:
    runner = CliRunner()
    secret = runner.invoke(
        api_key, ["create", "clerk", "--label", "试", "--scope", "people:read"]
    ).output.strip()
    assert len(secret) > 40
    made = ApiKey.objects.get()
    assert made.scopes == ["people:read"]
    assert made.expires_at is not None
    assert made.expires_at - made.created_at > timedelta(days=364)
    assert "clerk  试" in runner.invoke(api_key, ["list"]).output
    assert runner.invoke(api_key, ["revoke", str(made.pk)]).exit_code == 0
    assert ApiKey.objects.get().revoked_at is not None
    assert runner.invoke(api_key, ["revoke", str(made.pk)]).exit_code != 0


def test_a_key_opens_what_exists_or_is_not_made(cast: Cast) -> None:
    runner = CliRunner()
    for scopes in (["people:all"], ["shared:"], []):
        options = [part for scope in scopes for part in ("--scope", scope)]
        assert runner.invoke(api_key, ["create", "clerk", "--label", "试", *options]).exit_code != 0
    assert not ApiKey.objects.exists()
    shown = runner.invoke(api_key, ["scopes"]).output
    assert all(scope in shown for scope in SCOPES)
