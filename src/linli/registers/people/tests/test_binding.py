"""An account is bound to a file at the counter, or by a slip with the birth date; it is taken back from three sides."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.kernel.accounts.models import User
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from linli.kernel.onetime import Mistyped, digest_code, new_code
from linli.registers.organisations.queries import get_actor
from linli.registers.people import actions, bindings
from linli.registers.people.actions import Bound, Said
from linli.registers.people.actions.binding import SLIP, SLIP_TRIES, SLIP_VALID
from linli.registers.people.details import Correction
from linli.registers.people.models import BindingSlip, FormerPhone, Person, PersonAccount
from linli.registers.people.refusals import (
    AccountUnfit,
    BoundAlready,
    Deceased,
    OwnFile,
    PurposeMissing,
    TooYoung,
)
from tests.support.cast import NOW, TODAY, Cast

from .conftest import Files

SAID = Said(("face", "id-card"), "本人要求开通网上办事")
BORN = date(1942, 1, 5)


@pytest.fixture
def free(cast: Cast) -> Cast:
    """王桂兰 has no account, and `new` is one that nobody is bound to."""
    PersonAccount.objects.filter(person=cast.people["wang"]).delete()
    cast.users["new"] = User.objects.create_user("new-one", name="new-one", password="new-long-password")
    return cast


def bind(
    cast: Cast, by: str = "clerk", *, login: str = "new-one", said: Said = SAID, who: str = "wang"
) -> Bound:
    actor = cast.actor(by)
    with acting_as(actor, day=TODAY):
        return actions.bind_account(
            actor=actor, now=NOW, person_id=cast.people[who].pk, login=login, said=said
        )


def slip(cast: Cast, by: str = "clerk") -> str:
    actor = cast.actor(by)
    with acting_as(actor, day=TODAY):
        return actions.issue_slip(actor=actor, now=NOW, person_id=cast.people["wang"].pk, said=SAID)


def redeem(cast: Cast, code: str, *, born: date = BORN, later: timedelta = timedelta(0)) -> Bound | None:
    actor = get_actor(cast.users["new"].pk, day=TODAY)
    with acting_as(actor, day=TODAY):
        return actions.redeem_slip(actor=actor, now=NOW + later, code=code, birth_date=born)


def person_of(cast: Cast, who: str = "new") -> int | None:
    return get_actor(cast.users[who].pk, day=TODAY).person_id


# At the counter


def test_what_was_checked_by_whom_and_for_what_is_kept_and_audited(free: Cast) -> None:
    bound = bind(free)
    row = PersonAccount.objects.get(pk=bound.binding.pk)
    assert (row.how, row.checked, row.purpose) == ("counter", ["face", "id-card"], SAID.purpose)
    assert (row.bound_by, row.bound_by_user_id) == ("南山社区服务站 · 综合窗口", free.users["clerk"].pk)
    entry = AuditEntry.objects.get(act="people.bind")
    assert (entry.persons, entry.purpose) == ([free.people["wang"].pk], SAID.purpose)
    assert person_of(free) == free.people["wang"].pk


@pytest.mark.parametrize(
    "who", ["stranger", "inspector", "reviewer", "auditor", "administrator", "chen", "wang"]
)
def test_only_a_clerk_of_her_place_binds(free: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        bind(free, who)
    with pytest.raises(NotFound):
        slip(free, who)
    assert person_of(free) is None


def test_a_clerk_binds_no_account_to_her_own_file_nor_her_own_account(free: Cast) -> None:
    with pytest.raises(AccountUnfit):
        bind(free, "clerk", login="clerk")
    PersonAccount.objects.filter(person=free.people["chen"]).update(user=free.users["clerk"])
    with pytest.raises(OwnFile):
        bind(free, "clerk", who="chen")


@pytest.mark.parametrize(
    "said",
    [Said((), "开通网上办事"), Said(("id-card", "booklet"), "开通网上办事"), Said(("face",), "开通网上办事"),
     Said(("face", "id-card"), " "), Said(("face", "word-of-mouth"), "开通网上办事")],
)  # fmt: skip
def test_without_face_paper_and_purpose_nothing_is_bound(free: Cast, said: Said) -> None:
    with pytest.raises(PurposeMissing):
        bind(free, said=said)


def test_no_closed_account_no_missing_one_and_none_of_another_file_is_bound_and_the_answer_is_one(
    free: Cast,
) -> None:
    User.objects.filter(pk=User.objects.create_user("closed", name="closed").pk).update(is_active=False)
    answers = set()
    for login in ("closed", "nobody-at-all", "chen"):
        with pytest.raises(AccountUnfit) as refusal:
            bind(free, login=login)
        answers.add(str(refusal.value.message))
    assert len(answers) == 1


def test_one_account_for_a_file_and_one_file_for_an_account(free: Cast) -> None:
    bind(free)
    User.objects.create_user("second", name="second")
    with pytest.raises(BoundAlready):
        bind(free, login="second")
    for more in ({"person": free.people["chen"], "user": free.users["new"]},
                 {"person": free.people["wang"], "user": free.users["clerk"]}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonAccount.objects.create(bound_by="test", **more)


def test_a_child_and_the_dead_get_no_account(free: Cast) -> None:
    Person.objects.filter(pk=free.people["wang"].pk).update(birth_date=date(2012, 3, 3))
    with pytest.raises(TooYoung):
        bind(free)
    Person.objects.filter(pk=free.people["wang"].pk).update(birth_date=date(2012, 3, 2))
    assert bind(free).binding.person_id == free.people["wang"].pk
    Person.objects.filter(pk=free.people["chen"].pk).update(deceased_on=TODAY)
    with pytest.raises(Deceased):
        bind(free, who="chen")


def test_an_account_made_at_the_counter_is_bound_and_its_password_is_kept_nowhere(free: Cast) -> None:
    actor = free.actor("clerk")
    with acting_as(actor, day=TODAY):
        bound = actions.create_account(
            actor=actor, now=NOW, person_id=free.people["wang"].pk, login="wang-1942", said=SAID
        )
    user = bound.binding.user
    assert user.check_password(bound.password)
    assert (user.name, user.first_password_until) == ("王桂兰", NOW + timedelta(days=14))


def test_an_account_that_cannot_be_bound_is_not_made(cast: Cast) -> None:
    actor = cast.actor("clerk")
    with acting_as(actor, day=TODAY), pytest.raises(BoundAlready):
        actions.create_account(
            actor=actor, now=NOW, person_id=cast.people["wang"].pk, login="wang-1942", said=SAID
        )
    assert not User.objects.filter(username="wang-1942").exists()


# By a slip


def test_code_and_birth_date_bind_her_own_account_once(free: Cast) -> None:
    code = slip(free)
    bound = redeem(free, code.lower())
    assert bound is not None
    assert (bound.binding.how, bound.binding.bound_by) == ("slip", "南山社区服务站 · 综合窗口")
    assert person_of(free) == free.people["wang"].pk
    assert User.objects.get(username="new-one").name == "王桂兰"
    PersonAccount.objects.all().delete()
    assert redeem(free, code) is None


def test_only_the_digest_of_a_code_is_kept(free: Cast) -> None:
    code = slip(free)
    (row,) = BindingSlip.objects.values_list()
    assert all(code not in str(value) for value in row)
    assert bytes(BindingSlip.objects.get().code_digest) == digest_code(SLIP, code)


def test_a_slip_is_worthless_when_its_time_is_over_or_a_newer_one_is_printed(free: Cast) -> None:
    old = slip(free)
    new = slip(free)
    assert redeem(free, old) is None
    assert redeem(free, new, later=SLIP_VALID) is None
    assert redeem(free, new, later=SLIP_VALID - timedelta(seconds=1)) is not None


def test_wrong_birth_dates_use_a_slip_up(free: Cast) -> None:
    code = slip(free)
    for _try in range(SLIP_TRIES):
        assert redeem(free, code, born=date(1942, 5, 1)) is None
    assert redeem(free, code) is None


def test_an_unknown_code_and_a_wrong_birth_date_take_the_same_statements(
    free: Cast,
) -> None:
    code = slip(free)
    found = []
    for tried in ((new_code(), BORN), (code, date(1942, 5, 1))):
        with CaptureQueriesContext(connection) as statements:
            assert redeem(free, tried[0], born=tried[1]) is None
        found.append(len(statements))
    assert found[0] == found[1]


def test_a_mistyped_code_is_told_and_uses_nothing_up(free: Cast) -> None:
    code = slip(free)
    with pytest.raises(Mistyped):
        redeem(free, code[:-1])
    assert BindingSlip.objects.get().tries == 0


def test_a_bound_account_takes_no_second_file(free: Cast) -> None:
    code = slip(free)
    actor = free.actor("chen")
    with acting_as(actor), pytest.raises(BoundAlready):
        actions.redeem_slip(actor=actor, now=NOW, code=code, birth_date=BORN)


def test_a_binding_at_the_counter_makes_the_slip_worthless(free: Cast) -> None:
    code = slip(free)
    bound = bind(free)
    PersonAccount.objects.filter(pk=bound.binding.pk).delete()
    assert redeem(free, code) is None


# Taking it back


def test_she_takes_it_back_and_sees_the_file_no_more(cast: Cast) -> None:
    actor, before = cast.actor("wang"), cast.users["wang"].session_round
    with acting_as(actor):
        actions.revoke_own(actor=actor, now=NOW)
    row = PersonAccount.objects.get(person=cast.people["wang"])
    assert (row.revoked_at, row.revoked_by) == (NOW, "resident")
    assert person_of(cast, "wang") is None
    assert User.objects.get(pk=cast.users["wang"].pk).session_round == before + 1
    assert AuditEntry.objects.filter(act="people.unbind", persons=[row.person_id]).exists()


def test_a_clerk_of_her_place_takes_it_back_with_a_reason(cast: Cast) -> None:
    row = PersonAccount.objects.get(person=cast.people["wang"])
    ask = {"now": NOW, "person_id": row.person_id, "binding_id": row.pk}
    for who, reason, refusal in (
        ("clerk", "", PurposeMissing), ("stranger", "本人来撤销", NotFound), ("inspector", "本人来撤销", NotFound),
    ):  # fmt: skip
        actor = cast.actor(who)
        with acting_as(actor, day=TODAY), pytest.raises(refusal):
            actions.revoke_at_counter(actor=actor, reason=reason, **ask)
    actor = cast.actor("clerk")
    with acting_as(actor, day=TODAY):
        done = actions.revoke_at_counter(actor=actor, reason="本人来撤销", **ask)
    assert (done.revoked_by, done.reason, done.revoked_office) == (
        "clerk", "本人来撤销", "南山社区服务站 · 综合窗口",
    )  # fmt: skip


def test_a_clerk_cannot_take_back_what_is_bound_to_another_file(cast: Cast) -> None:
    row, actor = PersonAccount.objects.get(person=cast.people["chen"]), cast.actor("clerk")
    with acting_as(actor, day=TODAY), pytest.raises(NotFound):
        actions.revoke_at_counter(
            actor=actor, now=NOW, person_id=cast.people["wang"].pk, binding_id=row.pk, reason="本人来撤销"
        )


def test_the_code_of_the_message_takes_it_back_for_thirty_days_and_once(free: Cast) -> None:
    bound = bind(free)
    with pytest.raises(NotFound):
        actions.revoke_by_code(now=NOW + timedelta(days=30), code=bound.undo)
    actions.revoke_by_code(now=NOW + timedelta(days=29), code=bound.undo)
    assert person_of(free) is None
    assert PersonAccount.objects.get(pk=bound.binding.pk).revoked_by == "message"
    with pytest.raises(DomainError):
        actions.revoke_by_code(now=NOW + timedelta(days=29), code=bound.undo)


def test_history_stays_when_another_account_is_bound(free: Cast) -> None:
    bound = bind(free)
    actions.revoke_by_code(now=NOW, code=bound.undo)
    bind(free)
    with acting_as(free.actor("clerk"), day=TODAY):
        listed = bindings.list_bindings([free.people["wang"].pk])
    assert [(one.open, one.ended_by) for one in listed] == [(True, ""), (False, "message")]
    assert listed[0].login == "ne****e"


# Who sees bindings


@pytest.mark.parametrize(
    ("who", "seen"),
    [("clerk", True), ("colleague", True), ("inspector", True), ("wang", True), ("stranger", False), ("chen", False),
     ("reviewer", False), ("auditor", False), ("administrator", False)],
)  # fmt: skip
def test_bindings_and_slips_are_seen_with_the_file(free: Cast, who: str, seen: bool) -> None:
    slip(free)
    wang = free.people["wang"].pk
    PersonAccount.objects.create(user=free.users["wang"], person_id=wang, bound_by="test")
    with acting_as(free.actor(who), day=TODAY):
        assert PersonAccount.objects.filter(person=wang).exists() is seen
        assert BindingSlip.objects.filter(person=wang).exists() is seen
        assert FormerPhone.objects.count() == 0


def test_a_clerk_writes_no_binding_past_the_actions(free: Cast) -> None:
    PersonAccount.objects.create(user=free.users["wang"], person=free.people["wang"], bound_by="test")
    with acting_as(free.actor("clerk"), day=TODAY):
        assert PersonAccount.objects.filter(person=free.people["wang"]).update(user=free.users["new"]) == 0


# Phones that a file had


def test_a_phone_that_was_replaced_lately_is_told_too(files: Files) -> None:
    files.carry(Correction(person=files.id("wang"), fields={"phone": "13800009999"}))
    until = FormerPhone.objects.get().until
    lately, later = until + timedelta(days=89), until + timedelta(days=90)
    assert bindings.list_phones(files.id("wang"), now=lately) == ["13800009999", "13800001111"]
    assert bindings.list_phones(files.id("wang"), now=later) == ["13800009999"]
    assert bindings.forget_former_phones(now=until + timedelta(days=90)) == 1
