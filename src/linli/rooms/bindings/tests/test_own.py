"""What a resident does herself: binding by a slip, seeing what is bound, taking it back; and what nobody learns."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.kernel.guard import acting_as
from linli.kernel.onetime import grouped, new_code
from linli.registers.people import actions as people
from linli.registers.people.actions import Said
from linli.registers.people.models import BindingSlip, PersonAccount
from linli.rooms.bindings.actions import TRIES
from tests.support.world import World

pytestmark = pytest.mark.django_db
SAID = Said(("face", "id-card"), "本人要求开通网上办事")


def slip(world: World) -> str:
    actor = world.cast.actor("clerk")
    with acting_as(actor):
        code = people.issue_slip(
            actor=actor, now=world.now, person_id=world.cast.people["wang"].pk, said=SAID
        )
    return grouped(code)


def bind(world: World, code: str, born: str = "1942-01-05", who: str = "newcomer") -> HttpResponse:
    return world.client(who).post(reverse("bindings:bind"), {"code": code, "born": born})  # type: ignore[return-value]


def test_no_answer_tells_whether_there_is_a_slip(free: World) -> None:
    """An unknown code, a wrong birth date, a used slip: one answer."""
    code = slip(free)
    answers = [bind(free, grouped(new_code())), bind(free, code, "1942-05-01")]
    BindingSlip.objects.update(cancelled_at=free.now)
    answers.append(bind(free, code))
    told = {re.sub(r' value="[^"]*"', "", answer.content.decode().split("<main")[1]) for answer in answers}
    assert {answer.status_code for answer in answers} == {422}
    assert len(told) == 1
    assert "不相符" in told.pop()


def test_tries_are_counted_even_where_they_are_refused(free: World) -> None:
    code = slip(free)
    bind(free, code, "1942-05-01")
    assert BindingSlip.objects.get().tries == 1


def test_after_so_many_tries_an_hour_the_right_code_waits_too(
    free: World, one_moment: time_machine.Traveller
) -> None:
    code = slip(free)
    for _try in range(TRIES):
        bind(free, grouped(new_code()))
    assert bind(free, code).status_code == 429
    one_moment.shift(timedelta(hours=1))
    assert bind(free, code).status_code == 302


def test_a_code_out_of_form_and_a_missing_day_are_told_at_their_fields(free: World) -> None:
    page = bind(free, "K7QF2", "").content.decode()
    assert "请填写" in page
    assert "15位" in bind(free, "K7QF2").content.decode()


def test_she_sees_what_is_bound_and_takes_it_back(world: World) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": "wang", "password": "wang-long-password"})
    assert "在窗口" in browser.get(reverse("bindings:devices")).content.decode()
    browser.post(reverse("bindings:revoke_own"))
    assert PersonAccount.objects.filter(user=world.cast.users["wang"], revoked_at__isnull=True).exists()
    browser.post(reverse("bindings:revoke_own"), {"sure": "yes"})
    row = PersonAccount.objects.get(user=world.cast.users["wang"])
    assert row.revoked_by == "resident"
    assert browser.get(reverse("bindings:devices")).status_code == 302


def test_the_code_of_the_message_needs_no_log_in_and_is_not_guessed(world: World) -> None:
    browser, page = Client(), reverse("bindings:unbind")
    assert browser.get(page).status_code == 200
    for _try in range(TRIES):
        assert browser.post(page, {"code": grouped(new_code())}).status_code == 422
    assert browser.post(page, {"code": grouped(new_code())}).status_code == 429


def test_a_link_in_a_message_that_is_only_opened_takes_nothing_back(world: World) -> None:
    Client().get(reverse("bindings:unbind"), {"code": grouped(new_code())})
    assert PersonAccount.objects.filter(user=world.cast.users["wang"], revoked_at__isnull=True).exists()
