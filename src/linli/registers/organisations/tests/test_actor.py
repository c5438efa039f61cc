"""Posts make roles and scopes, for the days they are held."""

from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

from linli.kernel.accounts.keys import make_key
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import ANONYMOUS, SYSTEM
from linli.registers.organisations.models import Appointment
from linli.registers.organisations.queries import NO_HOLDER, get_account, get_actor, get_key_holder
from tests.support.cast import NOW, TODAY, Cast


def test_a_post_gives_its_role_in_its_place(cast: Cast) -> None:
    actor = cast.actor("clerk")
    assert actor.roles == {"public", "account", "clerk"}
    assert actor.scopes("clerk") == (f"community:{cast.places['532301100001'].place_id}",)
    assert actor.office == "南山社区服务站 · 综合窗口"
    assert actor.person_id is None


def test_a_resident_is_bound_to_her_file_and_holds_nothing_else(cast: Cast) -> None:
    actor = cast.actor("wang")
    assert actor.roles == {"public", "account", "resident"}
    assert actor.person_id == cast.people["wang"].pk
    assert actor.scopes() == ()


def test_a_post_ends_with_its_last_day(cast: Cast) -> None:
    user = cast.users["clerk"]
    Appointment.objects.filter(user=user).update(valid=DateRange(date(2020, 1, 1), TODAY))
    assert get_actor(user.pk, day=TODAY).roles == {"public", "account"}
    assert "clerk" in get_actor(user.pk, day=TODAY - timedelta(days=1)).roles


def test_a_revoked_binding_opens_nothing(cast: Cast) -> None:
    binding = cast.users["wang"].bindings.get()
    binding.revoked_at = "2026-01-01T00:00Z"
    binding.save()
    assert get_actor(cast.users["wang"].pk, day=TODAY).person_id is None


def test_nobody_is_anonymous() -> None:
    assert get_actor(None, day=TODAY) is ANONYMOUS


def test_an_actor_takes_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        get_actor(cast.users["clerk"].pk, day=TODAY)


def test_an_account_comes_with_its_actor_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for username, user in cast.users.items():
        with django_assert_num_queries(1):
            found = get_account(user.pk, day=TODAY)
        assert found is not None
        account, actor = found
        stored = User.objects.get(username=username)
        fields = [field.attname for field in User._meta.concrete_fields]
        assert [getattr(account, name) for name in fields] == [getattr(stored, name) for name in fields]
        assert actor == cast.actor(username)


def test_there_is_no_account_behind_a_number_that_nobody_has(cast: Cast) -> None:
    assert get_account(max(user.pk for user in cast.users.values()) + 1, day=TODAY) is None


def test_a_key_acts_as_its_account(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for username in ("clerk", "wang"):
        made, secret = _key(cast, username)
        with django_assert_num_queries(1):
            holder = get_key_holder(secret, now=NOW)
        assert holder.actor == cast.actor(username)
        assert (holder.scopes, holder.key) == ({"cases:read"}, made.pk)


def test_a_key_that_is_unknown_revoked_or_of_a_closed_account_is_nobodys(cast: Cast) -> None:
    key, secret = _key(cast, "clerk")
    assert get_key_holder("another", now=NOW) is NO_HOLDER
    key.revoked_at = NOW
    key.save()
    assert get_key_holder(secret, now=NOW) is NO_HOLDER
    ApiKey.objects.update(revoked_at=None)
    User.objects.filter(pk=cast.users["clerk"].pk).update(is_active=False)
    assert get_key_holder(secret, now=NOW) is NO_HOLDER


def test_a_key_ends_with_its_last_moment(cast: Cast) -> None:
    _made, secret = _key(cast, "clerk", expires_at=NOW)
    assert get_key_holder(secret, now=NOW) is NO_HOLDER
    assert get_key_holder(secret, now=NOW - timedelta(seconds=1)).actor == cast.actor("clerk")


def _key(cast: Cast, username: str, *, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    return make_key(
        actor=SYSTEM, now=NOW - timedelta(days=1), user=cast.users[username], label="test",
        scopes=["cases:read"], expires_at=expires_at,
    )  # fmt: skip
