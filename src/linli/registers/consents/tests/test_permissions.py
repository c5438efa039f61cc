"""Who may say something for whom, and who sees it: the cast, one after the other."""

import pytest

from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from linli.registers.consents import actions
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import has_consent
from linli.registers.consents.refusals import NeedsGuardian, OwnWord, PaperMissing
from linli.registers.documents.models import Document
from linli.registers.people.models import PersonAccount
from tests.support.cast import NOW, TODAY
from tests.support.world import photo_of

from .conftest import Desk

pytestmark = pytest.mark.django_db
CARE = "care-visits"


def at_counter(
    desk: Desk, who: str, said: str, *, about: int, paper: bool = True, by: int | None = None
) -> None:
    actor = desk.actor(who)
    with acting_as(actor, day=TODAY):
        actions.note_at_counter(
            actor=actor, now=NOW, person_id=about, notice_id=desk.notice.pk, said={CARE: said},
            paper=signed(desk, who) if paper else None, by_person=by,
        )  # fmt: skip


def signed(desk: Desk, who: str) -> Document:
    return photo_of(desk.counter, who, "签字纸")


@pytest.mark.parametrize("who", ["clerk", "colleague", "inspector"])
def test_posts_that_keep_her_file_note_what_she_signed(desk: Desk, who: str) -> None:
    at_counter(desk, who, "given", about=desk.person("wang"))
    row = Consent.objects.get(purpose=CARE)
    assert (row.way, row.said) == ("counter", "given")
    assert row.office.startswith("南山社区服务站")
    assert row.evidence is not None
    assert has_consent(desk.person("wang"), CARE, day=TODAY)


@pytest.mark.parametrize(
    "who", ["stranger", "reviewer", "decider", "auditor", "administrator", "security", "chen"]
)
def test_nobody_else_notes_anything_about_her(desk: Desk, who: str) -> None:
    with pytest.raises(NotFound):
        at_counter(desk, who, "withdrawn", about=desk.person("wang"), paper=False)
    assert not Consent.objects.exists()


def test_consent_at_the_counter_takes_a_paper_and_withdrawing_none(desk: Desk) -> None:
    with pytest.raises(PaperMissing):
        at_counter(desk, "clerk", "given", about=desk.person("wang"), paper=False)
    at_counter(desk, "clerk", "given", about=desk.person("wang"))
    at_counter(desk, "clerk", "withdrawn", about=desk.person("wang"), paper=False)
    assert not has_consent(desk.person("wang"), CARE, day=TODAY)


def test_a_clerk_notes_nothing_about_herself(desk: Desk) -> None:
    PersonAccount.objects.filter(person=desk.person("wang")).delete()
    user = desk.counter.cast.users["clerk"]
    PersonAccount.objects.create(user=user, person_id=desk.person("wang"), bound_by="counter")
    with pytest.raises(OwnWord):
        at_counter(desk, "clerk", "given", about=desk.person("wang"))


def test_nobody_speaks_for_another_by_an_account_of_her_own(desk: Desk) -> None:
    actor = desk.actor("chen")
    for verb in (actions.give, actions.withdraw):
        with acting_as(actor, day=TODAY), pytest.raises(NotFound):
            verb(actor=actor, now=NOW, person_id=desk.person("wang"), purpose=CARE)


def test_for_a_child_a_guardian_agrees_and_nobody_else(desk: Desk) -> None:
    actor = desk.for_child("wang")
    with acting_as(actor, day=TODAY), pytest.raises(NeedsGuardian):
        actions.give(actor=actor, now=NOW, person_id=desk.child.pk, purpose=CARE)
    desk.name_guardian("wang")
    with acting_as(actor, day=TODAY):
        actions.give(actor=actor, now=NOW, person_id=desk.child.pk, purpose=CARE)
    row = Consent.objects.get(person=desk.child, purpose=CARE)
    assert (row.by_person_id, row.for_child) == (desk.person("wang"), True)
    assert has_consent(desk.child.pk, CARE, day=TODAY)


def test_parents_are_guardians_too(desk: Desk) -> None:
    desk.name_guardian("chen", kind="parent")
    at_counter(desk, "clerk", "given", about=desk.child.pk, by=desk.person("chen"))
    assert has_consent(desk.child.pk, CARE, day=TODAY)


def test_a_child_does_not_agree_alone(desk: Desk) -> None:
    user = desk.counter.cast.users["newcomer"]
    PersonAccount.objects.create(user=user, person=desk.child, bound_by="counter")
    actor = desk.actor("newcomer")
    with acting_as(actor, day=TODAY), pytest.raises(NeedsGuardian):
        actions.give(actor=actor, now=NOW, person_id=desk.child.pk, purpose=CARE)
    with pytest.raises(NeedsGuardian):
        at_counter(desk, "clerk", "given", about=desk.child.pk)


def test_what_a_guardian_said_ends_when_the_child_is_fourteen(desk: Desk) -> None:
    desk.name_guardian("wang")
    at_counter(desk, "clerk", "given", about=desk.child.pk, by=desk.person("wang"))
    birthday = desk.child.birth_date.replace(year=2029)
    assert has_consent(desk.child.pk, CARE, day=birthday.replace(day=4))
    assert not has_consent(desk.child.pk, CARE, day=birthday)


def test_an_account_without_a_file_says_nothing_for_anybody(desk: Desk) -> None:
    actor = desk.for_child("administrator")
    with acting_as(actor, day=TODAY), pytest.raises(DomainError):
        actions.withdraw(actor=actor, now=NOW, person_id=desk.child.pk, purpose=CARE)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("wang", True), ("clerk", True), ("colleague", True), ("inspector", True),
        ("stranger", False), ("chen", False), ("auditor", False), ("administrator", False), ("security", False),
        ("reviewer", False), ("decider", False),
    ],
)  # fmt: skip
def test_the_second_lock_shows_words_with_the_file_and_to_nobody_else(
    desk: Desk, who: str, sees: bool
) -> None:
    desk.answer("wang", CARE)
    with acting_as(desk.actor(who), day=TODAY):
        assert Consent.objects.filter(person=desk.person("wang")).exists() == sees
        assert has_consent(desk.person("wang"), CARE, day=TODAY) == sees, "hidden rows are no consent"
