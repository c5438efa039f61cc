"""Asking for data, giving it, and ending it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from linli.kernel.actors import Actor
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import Faults, NotFound
from linli.registers.organisations.models import Appointment, Post
from linli.rooms.sharing.actions import agreeing
from linli.rooms.sharing.models import Agreement, AgreementStep, Version
from linli.rooms.sharing.queries.agreements import get_standing, visible_to
from linli.rooms.sharing.rules import differences
from tests.support.cast import ALWAYS, NOW, TODAY

from .conftest import BEIHU, LIANHUA, NANSHAN, Sharing, terms

pytestmark = pytest.mark.django_db
WHY = "用途明确，字段必要"


def status(sharing: Sharing, number: str, *, days: int = 0, who: str = "recipient") -> str:
    return get_standing(sharing.actor(who), number, day=TODAY + timedelta(days=days)).status


def halt(sharing: Sharing, verb: Any, number: str, *, by: str = "decider") -> Agreement:
    revision = Agreement.objects.get(number=number).revision
    found: Agreement = verb(actor=sharing.actor(by), now=NOW, number=number, revision=revision, reason=WHY)
    return found


def test_agreements_are_numbered_by_year_and_begin_when_the_owner_approves(sharing: Sharing) -> None:
    asked = sharing.ask(since=TODAY + timedelta(days=3))
    assert (asked.number, status(sharing, asked.number)) == ("GX-2026-0001", "asked")
    halt(sharing, agreeing.approve, asked.number)
    assert status(sharing, asked.number) == "coming"
    assert status(sharing, asked.number, days=3) == "active"
    assert status(sharing, asked.number, days=364) == "active"
    assert status(sharing, asked.number, days=365) == "ended"
    assert sharing.ask().number == "GX-2026-0002"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"purpose": "长" * 121}, "purpose"),
        ({"ground": ""}, "ground"),
        ({"ground": "长" * 201}, "ground"),
        ({"basis": "curiosity"}, "basis"),
        ({"basis": "consent"}, "consent"),
        ({"fields": ()}, "fields"),
        ({"fields": ("name", "label:child-protection")}, "fields"),
        ({"fields": ("name", "id_number_sealed")}, "fields"),
        ({"label": "child-protection"}, "label"),
        ({"youngest": 80, "oldest": 60}, "youngest"),
        ({"youngest": -1}, "youngest"),
        ({"places": ()}, "places"),
        ({"ways": ("fax",)}, "ways"),
        ({"retention": 0}, "retention"),
        ({"since": TODAY - timedelta(days=1), "until": TODAY}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=365)}, "until"),
    ],
)
def test_what_cannot_be_agreed_is_refused_when_it_is_asked_for(
    sharing: Sharing, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Faults) as refusal:
        sharing.ask(**changes)
    assert set(refusal.value.faults) == {field}
    assert not Agreement.objects.exists()


def test_only_a_department_asks_and_only_for_itself(sharing: Sharing) -> None:
    for who in ("recipient-next", "clerk", "decider", "auditor", "wang", "administrator", "security"):
        with pytest.raises(NotFound):
            agreeing.ask(
                actor=sharing.actor(who), now=NOW, organisation=sharing.department, terms=terms(sharing.cast)
            )


@pytest.mark.parametrize("verb", [agreeing.approve, agreeing.refuse])
def test_only_who_answers_for_all_the_places_decides(sharing: Sharing, verb: Any) -> None:
    number = sharing.ask(places=(NANSHAN, BEIHU)).number
    for who in (
        "inspector",
        "clerk",
        "stranger",
        "reviewer",
        "recipient",
        "recipient-next",
        "auditor",
        "wang",
    ):
        with pytest.raises(NotFound):
            halt(sharing, verb, number, by=who)
    halt(sharing, verb, number, by="decider")
    assert Version.objects.get().decided_by == sharing.actor("decider").user_id


def test_nobody_gives_data_to_her_own_department_or_what_she_asked_for(sharing: Sharing) -> None:
    number = sharing.ask().number
    post = Post.objects.get(role="recipient", organisation=sharing.department)
    Appointment.objects.create(post=post, user=sharing.cast.users["decider"], valid=ALWAYS)
    with pytest.raises(agreeing.OwnRequest):
        halt(sharing, agreeing.approve, number)
    decider = Post.objects.get(role="decider", scope=f"county:{sharing.cast.places['532301'].place_id}")
    Appointment.objects.create(post=decider, user=sharing.cast.users["recipient"], valid=ALWAYS)
    with pytest.raises(agreeing.OwnRequest):
        halt(sharing, agreeing.approve, number, by="recipient")
    halt(sharing, agreeing.approve, number, by="inspector")


def test_a_step_is_taken_once_and_from_the_page_as_it_was(sharing: Sharing) -> None:
    number = sharing.agree().number
    decider = sharing.actor("decider")
    with pytest.raises(agreeing.StepTaken):
        agreeing.suspend(actor=decider, now=NOW, number=number, revision=0, reason=WHY)
    for verb in (agreeing.approve, agreeing.refuse, agreeing.resume):
        with pytest.raises(agreeing.StepTaken):
            halt(sharing, verb, number)
    with pytest.raises(agreeing.ReasonMissing):
        agreeing.suspend(actor=decider, now=NOW, number=number, revision=1, reason=" ")


def test_what_lies_in_the_past_by_now_is_not_approved(sharing: Sharing) -> None:
    number, decider = sharing.ask(until=TODAY + timedelta(days=3)).number, sharing.actor("decider")
    given = {"actor": decider, "number": number, "revision": 0, "reason": WHY}
    with pytest.raises(agreeing.StepTaken):
        agreeing.approve(now=NOW + timedelta(days=4), **given)
    agreeing.approve(now=NOW + timedelta(days=3), **given)
    assert status(sharing, number, days=3) == "active"


def test_what_is_suspended_can_be_resumed_and_what_is_revoked_cannot(sharing: Sharing) -> None:
    number = sharing.agree().number
    halt(sharing, agreeing.suspend, number)
    assert status(sharing, number) == "suspended"
    halt(sharing, agreeing.resume, number)
    assert status(sharing, number) == "active"
    halt(sharing, agreeing.revoke, number)
    assert status(sharing, number) == "revoked"
    with pytest.raises(agreeing.StepTaken):
        halt(sharing, agreeing.resume, number)
    acts = [step.act for step in AgreementStep.objects.order_by("id")]
    assert acts == ["asked", "approved", "suspended", "resumed", "revoked"]
    said = AuditEntry.objects.filter(object_ref=f"share:{number}").order_by("id")
    assert [entry.act for entry in said] == [f"share.{act}" for act in acts]


def test_a_renewal_is_another_version_and_the_old_one_stays_until_it_is_approved(sharing: Sharing) -> None:
    number, who = sharing.agree().number, sharing.actor("recipient")
    more = terms(sharing.cast, fields=("name", "phone"), since=TODAY, until=TODAY + timedelta(days=30))
    agreeing.renew(actor=who, now=NOW, number=number, revision=1, terms=more)
    standing = get_standing(who, number, day=TODAY)
    assert standing.status == "active"
    assert standing.waiting
    assert standing.force
    assert standing.force.seq == 1
    assert differences(standing.force.terms, standing.waiting.terms) == ["fields", "until", "needs"]
    with pytest.raises(agreeing.StepTaken):
        agreeing.renew(actor=who, now=NOW, number=number, revision=2, terms=more)
    halt(sharing, agreeing.approve, number)
    standing = get_standing(who, number, day=TODAY)
    assert standing.force
    assert standing.force.terms == more


def test_a_withdrawn_request_opens_nothing_and_can_be_asked_anew(sharing: Sharing) -> None:
    number, who = sharing.ask().number, sharing.actor("recipient")
    agreeing.withdraw(actor=who, now=NOW, number=number, revision=0)
    assert status(sharing, number) == "withdrawn"
    agreeing.renew(actor=who, now=NOW, number=number, revision=1, terms=terms(sharing.cast))
    halt(sharing, agreeing.approve, number)
    assert status(sharing, number) == "active"


def test_the_database_keeps_versions_and_history_as_they_were(sharing: Sharing) -> None:
    sharing.agree()
    for change in (
        lambda: Version.objects.update(fields=["name", "phone"]),
        lambda: Version.objects.update(state="asked"),
        lambda: Version.objects.all().delete(),
        lambda: AgreementStep.objects.update(reason="x"),
        lambda: AgreementStep.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match=r"never changed|append-only"), transaction.atomic():
            change()


def test_both_sides_see_an_agreement_and_nobody_else(sharing: Sharing) -> None:
    sharing.agree()
    seen = {who for who in sharing.cast.users if visible_to(sharing.actor(who)).exists()}
    assert seen == {"recipient", "clerk", "colleague", "inspector", "reviewer", "decider", "auditor"}
    assert not visible_to(Actor(user_id=None)).exists()


def test_an_agreement_about_a_town_is_seen_in_its_communities(sharing: Sharing) -> None:
    sharing.agree(places=("532301100",))
    assert visible_to(sharing.actor("stranger")).exists()
    assert not visible_to(sharing.actor("reviewer-next")).exists()
    sharing.agree(places=(LIANHUA,))
    assert visible_to(sharing.actor("stranger")).count() == 1
