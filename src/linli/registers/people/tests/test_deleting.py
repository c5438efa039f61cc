"""Parts of a file are deleted for good, from its history too."""

import pytest
from pydantic import ValidationError

from linli.kernel.crypto import mask_phone
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.before import read_before
from linli.registers.people.changes import read_details
from linli.registers.people.details import Correction, Deletion, DocumentAdded, Paper
from linli.registers.people.models import FileChange, IdentityDocument, Label, Person, Provision
from linli.registers.people.refusals import LabelUnfit, NeedsSecond
from tests.support.cast import ALWAYS, NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
PHONE = "13900007777"


def draft(
    cast: Cast, who: str, details: Deletion | Correction | DocumentAdded, source: str = "counter"
) -> FileChange:
    actor = cast.actor(who)
    with acting_as(actor, day=TODAY):
        return actions.draft_change(actor=actor, now=NOW, details=details, source=source)


def carry(cast: Cast, change: FileChange) -> None:
    for who, verb in (("clerk", actions.check_change), ("clerk", actions.apply_change)):
        actor = cast.actor(who)
        change.refresh_from_db()
        with acting_as(actor, day=TODAY):
            verb(actor=actor, now=NOW, change_id=change.pk, revision=change.revision)


def test_what_the_resident_asks_for_goes_and_the_rest_stays(cast: Cast) -> None:
    wang = cast.people["wang"]
    Person.objects.filter(pk=wang.pk).update(ethnicity="01", marital="30")
    details = Deletion(person=wang.pk, fields=("phone", "ethnicity"), ground="not-needed")
    carry(cast, draft(cast, "wang", details, "resident"))
    found = Person.objects.get(pk=wang.pk)
    assert (found.phone_sealed, found.phone_digest, found.ethnicity, found.marital) == (None, None, "", "30")
    assert found.name == "王桂兰"
    assert Provision.objects.filter(person=wang, source="resident").latest("id").fields == [
        "ethnicity",
        "phone",
    ]


def test_earlier_changes_hold_the_number_masked_only(cast: Cast) -> None:
    wang = cast.people["wang"].pk
    Person.objects.filter(pk=wang).update(marital="30")
    correction = draft(cast, "inspector", Correction(person=wang, fields={"phone": PHONE}))
    carry(cast, correction)
    paper = Paper(kind="passport", number="E12345678")
    added = draft(cast, "inspector", DocumentAdded(person=wang, paper=paper))
    carry(cast, added)
    documents = tuple(IdentityDocument.objects.filter(person=wang).values_list("pk", flat=True))
    details = Deletion(person=wang, fields=("phone", "marital"), documents=documents, ground="withdrawn")
    carry(cast, draft(cast, "wang", details, "resident"))
    said = read_details(FileChange.objects.get(pk=correction.pk))
    assert isinstance(said, Correction)
    assert said.fields == {"phone": mask_phone(PHONE)}
    shown = read_details(FileChange.objects.get(pk=added.pk))
    assert isinstance(shown, DocumentAdded)
    assert "12345678" not in shown.paper.number
    assert {
        stood.marital for change in FileChange.objects.all() for stood in read_before(change).values()
    } == {""}
    assert not IdentityDocument.objects.filter(person=wang).exists()


def test_a_label_is_deleted_and_one_of_somebody_else_is_not(cast: Cast) -> None:
    wang, chen = cast.people["wang"], cast.people["chen"]
    own = Label.objects.create(person=wang, code="volunteer", valid=ALWAYS, source="counter")
    other = Label.objects.create(person=chen, code="volunteer", valid=ALWAYS, source="counter")
    with pytest.raises(LabelUnfit):
        draft(
            cast, "wang", Deletion(person=wang.pk, labels=(own.pk, other.pk), ground="not-needed"), "resident"
        )
    carry(
        cast, draft(cast, "wang", Deletion(person=wang.pk, labels=(own.pk,), ground="not-needed"), "resident")
    )
    assert list(Label.objects.values_list("pk", flat=True)) == [other.pk]


def test_a_draft_deletes_nothing(cast: Cast) -> None:
    wang = cast.people["wang"].pk
    draft(cast, "wang", Deletion(person=wang, fields=("phone",), ground="not-needed"), "resident")
    assert Person.objects.get(pk=wang).phone_sealed is not None


def test_a_clerk_who_writes_it_down_needs_a_second_one(cast: Cast) -> None:
    actor = cast.actor("clerk")
    details = Deletion(person=cast.people["wang"].pk, fields=("phone",), ground="not-needed")
    with acting_as(actor, day=TODAY), pytest.raises(NeedsSecond):
        actions.carry_out(actor=actor, now=NOW, details=details)


@pytest.mark.parametrize("fields", [(), ("name",), ("id_number",), ("phone", "birth_date")])
def test_what_says_whose_file_it_is_cannot_be_deleted(fields: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Deletion(person=1, fields=fields, ground="not-needed")
