"""Posts make roles and scopes, for the days they are held."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

from linli.kernel.actors import ANONYMOUS
from linli.registers.organisations.models import Appointment
from linli.registers.organisations.queries import get_actor
from tests.support.cast import TODAY, Cast


def test_a_post_gives_its_role_in_its_place(cast: Cast) -> None:
    actor = cast.actor("clerk")
    assert actor.roles == {"public", "clerk"}
    assert actor.scopes("clerk") == (f"community:{cast.places['532301100001'].place_id}",)
    assert actor.office == "南山社区服务站 · 综合窗口"
    assert actor.person_id is None


def test_a_resident_is_bound_to_her_file_and_holds_nothing_else(cast: Cast) -> None:
    actor = cast.actor("wang")
    assert actor.roles == {"public", "resident"}
    assert actor.person_id == cast.people["wang"].pk
    assert actor.scopes() == ()


def test_a_post_ends_with_its_last_day(cast: Cast) -> None:
    user = cast.users["clerk"]
    Appointment.objects.filter(user=user).update(valid=DateRange(date(2020, 1, 1), TODAY))
    assert get_actor(user.pk, day=TODAY).roles == {"public"}
    assert "clerk" in get_actor(user.pk, day=TODAY - timedelta(days=1)).roles


def test_a_revoked_binding_opens_nothing(cast: Cast) -> None:
    binding = cast.users["wang"].binding
    binding.revoked_at = "2026-01-01T00:00Z"
    binding.save()
    assert get_actor(cast.users["wang"].pk, day=TODAY).person_id is None


def test_nobody_is_anonymous() -> None:
    assert get_actor(None, day=TODAY) is ANONYMOUS


@pytest.mark.django_db
def test_an_actor_takes_two_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        get_actor(cast.users["clerk"].pk, day=TODAY)
