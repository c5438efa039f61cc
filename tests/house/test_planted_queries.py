"""A query that forgets `visible_to` shows no more than it: read as every role, inside and outside the place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case, CaseParticipant, CaseStep, ClockInterval
from linli.engines.forms.models import FormAnswer, FormDraft
from linli.engines.notices import policies as notices
from linli.engines.notices.models import Recipient
from linli.kernel.actors import ANONYMOUS, Actor
from linli.kernel.audit.actions import record
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.guard import acting_as
from linli.registers.documents.models import Document, DocumentContent
from linli.registers.people import queries as people
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.places.queries import within
from linli.rooms.feedback.models import Rating
from linli.rooms.matters.models import CasePaper, OfficialNotice
from tests.support.cast import TODAY

if TYPE_CHECKING:
    from tests.support.world import World

pytestmark = pytest.mark.django_db

STAFF = (
    "clerk", "colleague", "inspector", "stranger", "reviewer", "reviewer-next", "decider", "decider-next",
)  # fmt: skip
WITHOUT = ("planner", "auditor", "administrator")
RESIDENTS = ("wang", "chen")
EVERYBODY = (*STAFF, *WITHOUT, *RESIDENTS, None)

OF_A_CASE: dict[type[models.Model], str] = {
    CaseStep: "case_id", ClockInterval: "case_id", CaseParticipant: "case_id", CasePaper: "case_id",
    OfficialNotice: "case_id", Rating: "case_id",
}  # fmt: skip


def actor_of(world: "World", who: str | None) -> Actor:
    return ANONYMOUS if who is None else world.cast.actor(who)


def ids(rows: models.QuerySet[Any], column: str = "pk") -> set[int]:
    return set(rows.values_list(column, flat=True))


def seen_cases(actor: Actor) -> set[int]:
    """What the first lock gives: read as the system, so that the second one has no part in it."""
    return ids(cases.visible_to(actor))


def seen_persons(actor: Actor) -> set[int]:
    """Files that the actor keeps, and applicants and agents of cases that the actor sees."""
    in_cases = Case.objects.filter(id__in=seen_cases(actor))
    named = ids(in_cases, "applicant_id") | ids(in_cases, "agent_id")
    return (ids(people.visible_to(actor, day=TODAY)) | named) - {None}  # type: ignore[arg-type]


@pytest.fixture(params=EVERYBODY, ids=str)
def actor(world: "World", request: pytest.FixtureRequest) -> Actor:
    return actor_of(world, request.param)


@pytest.fixture(autouse=True)
def _rated(world: "World", _undone: None) -> None:
    case = Case.objects.get(number=world.cases["decided"])
    Rating.objects.create(
        case=case, level=5, source="active", given_at=world.now, day=TODAY, county=case.county
    )


def test_the_cast_sees_different_things(world: "World") -> None:
    """Else the comparisons below would prove little."""
    counts = {who: len(seen_cases(actor_of(world, who))) for who in EVERYBODY}
    assert (
        counts["clerk"]
        == counts["wang"]
        == Case.objects.count()
        > counts["reviewer"]
        >= counts["decider"]
        > 0
    )
    assert not any(
        counts[who] for who in ("stranger", "reviewer-next", "decider-next", "chen", None, *WITHOUT)
    )


def test_cases_are_those_that_the_actor_may_see(actor: Actor) -> None:
    expected = seen_cases(actor)
    with acting_as(actor, day=TODAY):
        assert ids(Case.objects.all()) == expected
        assert ids(cases.visible_to(actor)) == expected
        with connection.cursor() as cursor:
            cursor.execute('SELECT id FROM "case" WHERE true OR number = %s', ["x"])
            assert {row[0] for row in cursor.fetchall()} == expected


@pytest.mark.parametrize("model", OF_A_CASE, ids=lambda model: model._meta.db_table)
def test_what_hangs_on_a_case_goes_with_it(actor: Actor, model: type[models.Model]) -> None:
    expected = ids(model._default_manager.filter(case_id__in=seen_cases(actor)))
    assert model._default_manager.exists()
    with acting_as(actor, day=TODAY):
        assert ids(model._default_manager.all()) == expected


def test_persons_are_those_of_files_and_cases_that_the_actor_may_see(actor: Actor) -> None:
    expected = seen_persons(actor)
    with acting_as(actor, day=TODAY):
        assert ids(Person.objects.all()) == expected
        assert ids(people.visible_to(actor, day=TODAY)) <= expected
        assert ids(Residence.objects.all(), "person_id") == expected


def test_answers_and_messages_go_with_the_case_they_are_about(actor: Actor) -> None:
    subjects = [f"case:{number}" for number in seen_cases(actor)]
    answers = ids(FormAnswer.objects.filter(subject__in=subjects))
    tasks = Recipient.objects.filter(within(notices.scopes_of(actor)), tell_by__isnull=False)
    posts = {f"{grant.role} {grant.scope}" for grant in actor.grants}
    told = [one.pk for one in Recipient.objects.exclude(role="") if f"{one.role} {one.scope}" in posts]
    messages = ids(
        Dispatch.objects.filter(
            Q(subject__in=subjects)
            | Q(person_id=actor.person_id or 0)
            | Q(recipient_id__in=[*ids(tasks), *told])
        )
    )
    assert FormAnswer.objects.exists()
    assert Dispatch.objects.exists()
    with acting_as(actor):
        assert ids(FormAnswer.objects.all()) == answers
        assert ids(Dispatch.objects.all()) == messages


def test_photos_go_with_the_case_or_are_one_s_own(actor: Actor) -> None:
    papers = CasePaper.objects.filter(case_id__in=seen_cases(actor), document__isnull=False)
    own = Document.objects.filter(created_by=actor.user_id or 0)
    expected = ids(papers, "document_id") | ids(own)
    assert Document.objects.exists()
    with acting_as(actor):
        assert ids(Document.objects.all()) == expected
        assert ids(DocumentContent.objects.all()) == expected


def test_drafts_are_one_s_own_and_bindings_go_with_the_file(world: "World", actor: Actor) -> None:
    item = FormAnswer.objects.all()[0].form_item
    for owner in world.cast.users.values():
        FormDraft.objects.get_or_create(owner_id=owner.pk, form_item=item, defaults={"values_sealed": b"x"})
    kept = people.visible_to(actor.as_staff(), day=TODAY) | people.visible_to(actor.as_resident(), day=TODAY)
    bound = ids(PersonAccount.objects.filter(person__in=kept), "person_id")
    with acting_as(actor):
        assert ids(FormDraft.objects.all(), "owner_id") == ({actor.user_id} - {None})
        assert ids(PersonAccount.objects.all(), "person_id") == bound


@pytest.mark.parametrize("who", ["stranger", "chen", "auditor", None])
def test_who_may_not_see_a_case_may_not_write_it_either(world: "World", who: str | None) -> None:
    case = Case.objects.get(number=world.cases["fresh"])
    with acting_as(actor_of(world, who)):
        assert Case.objects.filter(pk=case.pk).update(title="planted") == 0
        assert Person.objects.filter(pk=case.applicant_id).update(name="planted") == 0
        assert Rating.objects.all().delete()[0] == 0
        with refused():
            CaseStep.objects.create(case=case, seq=99, action="x", to_state="x", at=case.opened_at)
        with refused():
            CaseParticipant.objects.create(case=case, kind="supervising", role="clerk", scope="community:0")
        with refused():
            FormAnswer.objects.create(
                subject=f"case:{case.pk}", form_item=case.matter_item, form_code="x", answers_sealed=b"x"
            )


def test_a_file_is_not_written_by_who_only_has_a_case_of_hers(world: "World") -> None:
    case = Case.objects.get(number=world.cases["review"])
    with acting_as(world.cast.actor("reviewer")):
        assert Person.objects.filter(pk=case.applicant_id).exists()
        assert Person.objects.filter(pk=case.applicant_id).update(name="planted") == 0


def test_nobody_moves_a_row_out_of_reach(world: "World") -> None:
    """A clerk cannot give herself a case, nor a case of hers to a person she does not know."""
    case = Case.objects.get(number=world.cases["fresh"])
    with acting_as(world.cast.actor("stranger")), refused():
        Case.objects.create(**copied(case, number="planted"))


def copied(case: Case, **changes: object) -> dict[str, Any]:
    return {
        f.attname: getattr(case, f.attname) for f in case._meta.local_fields if not f.primary_key
    } | changes


class refused:  # noqa: N801  reads as the word it is
    """The block ends with the database's refusal, and the transaction goes on."""

    def __enter__(self) -> None:
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self._savepoint.__exit__(kind, error, trace)
        assert isinstance(error, DatabaseError), "the database let it pass"
        assert "row-level security" in str(error)
        return True


@pytest.fixture(autouse=True)
def _undone(world: "World", django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_audit_log_shows_a_person_her_own_and_auditors_all_of_it(world: "World", who: str | None) -> None:
    actor = actor_of(world, who)
    everything = ids(AuditEntry.objects)
    own = ids(AuditEntry.objects.filter(persons__contains=[actor.person_id or 0]))
    assert own < everything
    with acting_as(actor):
        assert ids(AuditEntry.objects) == (everything if "auditor" in actor.roles else own)


def test_everybody_writes_into_the_audit_log_and_nobody_changes_it(world: "World") -> None:
    for who in EVERYBODY:
        actor = actor_of(world, who)
        with acting_as(actor):
            record(actor=actor, now=world.now, kind="look", act="test.look")
            assert AuditEntry.objects.filter(act="test.look").update(purpose="x") == 0
    assert ids(AuditEntry.objects.filter(act="test.look"), "purpose") == {""}
    assert AuditEntry.objects.filter(act="test.look").count() == len(EVERYBODY)
