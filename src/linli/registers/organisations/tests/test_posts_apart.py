"""Three administrators: nobody is two of them, nor one of them and something else, on one day."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.accounts.keys import make_key
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import Conflict, Faults, NotFound
from linli.kernel.guard import acting_as
from linli.kernel.roles import ADMINISTRATORS, ROLES
from linli.registers.organisations.actions import (
    PostsApart,
    SecondPersonNeeded,
    appoint,
    ask_for_post,
    decide_post,
    end_post,
)
from linli.registers.organisations.models import Appointment, Post, PostRequest
from linli.registers.organisations.queries import get_key_holder
from tests.support.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
COUNTY = "532301"


def give(cast: Cast, user: User, role: str, *, since: date = TODAY, until: date | None = None) -> Appointment:
    return appoint(
        actor=SYSTEM, now=NOW, user=user, role=role, position=cast.places[COUNTY], unit="楚雄市数据局",
        title=f"{role}岗", since=since, until=until,
    )  # fmt: skip


@pytest.mark.parametrize("branch", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", [role for role in ROLES if role != "recipient"])
def test_an_administrator_gets_no_other_post_and_nobody_else_becomes_one(
    cast: Cast, branch: str, other: str
) -> None:
    person = cast.users["newcomer"]
    for first, second in ((branch, other), (other, branch)):
        with transaction.atomic():
            give(cast, person, first)
            if first == second:
                give(cast, person, second)
            else:
                with pytest.raises(PostsApart):
                    give(cast, person, second)
            transaction.set_rollback(True)


def test_two_working_posts_are_one_persons_everyday(cast: Cast) -> None:
    give(cast, cast.users["clerk"], "inspector")
    assert Appointment.objects.filter(user=cast.users["clerk"]).count() == 2


def test_from_the_day_after_the_old_post_ended_another_branch_may_begin(cast: Cast) -> None:
    person = cast.users["newcomer"]
    give(cast, person, "clerk", until=TODAY)
    with pytest.raises(PostsApart):
        give(cast, person, "auditor", since=TODAY)
    give(cast, person, "auditor", since=TODAY + timedelta(days=1))


def test_the_database_refuses_it_whoever_writes(cast: Cast) -> None:
    auditing = Post.objects.get(role="auditor")
    with pytest.raises(IntegrityError, match="appointment_one_branch"), transaction.atomic():
        Appointment.objects.create(post=auditing, user=cast.users["clerk"], valid=DateRange(TODAY, None))
    with pytest.raises(IntegrityError, match="appointment_one_branch"), transaction.atomic():
        Appointment.objects.bulk_create(
            [
                Appointment(
                    post=auditing,
                    user=cast.users["security"],
                    valid=DateRange(TODAY, None),
                    branch="security",
                )
            ]
        )
    held = Appointment.objects.get(user=cast.users["clerk"])
    give(cast, cast.users["clerk"], "inspector")
    with pytest.raises(IntegrityError, match="appointment_one_branch"), transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(post=auditing)
    Appointment.objects.filter(pk=held.pk).update(branch="auditor")
    held.refresh_from_db()
    assert held.branch == "work"


def test_a_post_that_was_held_keeps_its_role(cast: Cast) -> None:
    held = Post.objects.get(role="auditor")
    with pytest.raises(DatabaseError, match="its role does not change"), transaction.atomic():
        Post.objects.filter(pk=held.pk).update(role="clerk")
    free = Post.objects.create(organisation=held.organisation, role="clerk", title="新岗", scope=held.scope)
    Post.objects.filter(pk=free.pk).update(role="inspector")


def ask(cast: Cast, who: str = "security", *, role: str = "auditor", to: str = "newcomer") -> PostRequest:
    return ask_for_post(
        actor=cast.actor(who), now=NOW, user=cast.users[to], role=role, position=cast.places[COUNTY],
        unit="楚雄市审计局", title="审计岗", since=TODAY, reason="接替退休的同事",
    )  # fmt: skip


def test_a_weighty_post_is_given_by_a_second_person(cast: Cast) -> None:
    request = ask(cast)
    assert not Appointment.objects.filter(user=cast.users["newcomer"]).exists()
    with pytest.raises(SecondPersonNeeded):
        decide_post(actor=cast.actor("security"), now=NOW, request_id=request.pk, grant=True)
    decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=True)
    assert cast.actor("newcomer").scopes("auditor") == (Post.objects.get(role="auditor").scope,)
    with pytest.raises(NotFound):
        decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=True)


def test_nobody_gives_a_weighty_post_to_herself(cast: Cast) -> None:
    request = ask(cast, role="security", to="security-two")
    with pytest.raises(SecondPersonNeeded):
        decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=True)


def test_one_person_cannot_decide_on_her_own_request_even_past_the_verb(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(IntegrityError, match="post_request_two_people"), transaction.atomic():
        PostRequest.objects.filter(pk=request.pk).update(
            decided_by=request.asked_by_id, decided_at=NOW, granted=True
        )


def test_a_refused_request_gives_nothing_and_may_be_asked_again(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(Conflict):
        ask(cast)
    decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=False)
    assert not Appointment.objects.filter(user=cast.users["newcomer"]).exists()
    ask(cast)


def test_a_post_that_meanwhile_stands_against_it_stops_the_request(cast: Cast) -> None:
    request = ask(cast)
    give(cast, cast.users["newcomer"], "clerk")
    with pytest.raises(PostsApart):
        decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=True)
    request.refresh_from_db()
    assert request.decided_at is None


def test_whoever_becomes_an_administrator_keeps_no_key_from_before(cast: Cast) -> None:
    person = cast.users["newcomer"]
    _made, secret = make_key(
        actor=SYSTEM, now=NOW, user=person, label="统计", scopes=["cases:read"], expires_at=None
    )  # fmt: skip
    give(cast, person, "clerk", until=TODAY)
    assert get_key_holder(secret, now=NOW).actor.user_id == person.pk
    give(cast, person, "auditor", since=TODAY + timedelta(days=1))
    assert get_key_holder(secret, now=NOW).actor.user_id is None


def test_an_ended_post_gives_no_role_from_the_next_day(cast: Cast) -> None:
    held = Appointment.objects.get(user=cast.users["clerk"])
    end_post(actor=SYSTEM, now=NOW, appointment_id=held.pk, last_day=TODAY - timedelta(days=1), reason="调离")
    assert cast.actor("clerk").grants == ()
    with pytest.raises(NotFound):
        end_post(actor=SYSTEM, now=NOW, appointment_id=held.pk, last_day=TODAY)


def test_a_post_given_by_mistake_is_taken_back_before_its_first_day_is_over(cast: Cast) -> None:
    held = give(cast, cast.users["newcomer"], "clerk")
    end_post(
        actor=SYSTEM, now=NOW, appointment_id=held.pk, last_day=TODAY - timedelta(days=1), reason="给错了人"
    )
    assert cast.actor("newcomer").grants == ()
    give(cast, cast.users["newcomer"], "auditor")
    with acting_as(SYSTEM):
        rows = AuditEntry.objects.filter(object_ref=f"user:{cast.users['newcomer'].pk}")
        assert rows.filter(act="post.end", purpose="给错了人").exists()


def test_a_last_day_before_the_first_is_refused(cast: Cast) -> None:
    with pytest.raises(Faults):
        give(cast, cast.users["newcomer"], "clerk", until=TODAY - timedelta(days=1))


def test_the_log_says_who_gave_whom_which_post_when(cast: Cast) -> None:
    request = ask(cast)
    decide_post(actor=cast.actor("security-two"), now=NOW, request_id=request.pk, grant=True)
    with acting_as(SYSTEM):
        rows = AuditEntry.objects.filter(object_ref=f"user:{cast.users['newcomer'].pk}").order_by("id")
        told = [(row.act, row.actor_user_id, row.fields[1:], row.purpose) for row in rows]
    post = ["auditor", request.post.scope, TODAY.isoformat(), ""]
    assert told == [
        ("post.ask", cast.users["security"].pk, post, "接替退休的同事"),
        ("post.appoint", cast.users["security-two"].pk, post, "接替退休的同事"),
    ]
