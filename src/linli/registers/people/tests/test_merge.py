"""Two files become one, and two again, exactly."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.crypto import seal, unseal_text
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people import queries
from linli.registers.people.details import Correction, LabelGiven, PersonMerge, UndoMerge
from linli.registers.people.models import (
    DuplicatePair,
    FileChange,
    Household,
    IdentityDocument,
    Label,
    Membership,
    Person,
    PersonAccount,
    Relationship,
    Residence,
)
from linli.registers.people.refusals import ChangedSince, MergeUnfit
from linli.registers.people.sealing import (
    CONTEXT_DOCUMENT,
    CONTEXT_ID_NUMBER,
    CONTEXT_PHONE,
    digest_document,
    digest_label,
    seal_person_numbers,
)
from tests.support.cast import TODAY
from tests.support.drawing import examples

from .conftest import SINCE, Files

TABLES = (
    "person", "residence", "household_membership", "household", "person_relationship", "person_label",
    "identity_document", "person_account", "duplicate_pair", "need_to_know", "restricted_label",
)  # fmt: skip


UNTOLD = "- 'revision' - 'updated_at' - 'id_number_sealed' - 'phone_sealed'"


def everything() -> dict[str, list[Any]]:
    """All rows of files, but for the counters that only ever go up; what is sealed again as it opens."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) {UNTOLD} FROM {table} AS t ORDER BY id")  # noqa: S608
            found[table] = [row[0] for row in cursor.fetchall()]
    found["numbers"] = [
        (
            unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER),
            unseal_text(person.phone_sealed, context=CONTEXT_PHONE),
        )
        for person in Person.objects.order_by("pk")
    ]
    return found


def second_file(files: Files, **changed: Any) -> Person:
    """王桂兰 once more: with a phone of her own, without a number."""
    said = {"name": "王桂芝", "sex": "2", "birth_date": date(1942, 1, 5)} | changed
    person = Person.objects.create(**said)
    place = files.cast.places["532301100001"].columns()
    Residence.objects.create(
        person=person, kind="dwelling", address="旧址", valid=DateRange(SINCE, None), **place
    )
    return person


def merge(files: Files, other: Person, survivor: str = "wang") -> FileChange:
    return files.carry(PersonMerge(survivor=files.id(survivor), other=other.pk))


def undo(files: Files, merged: FileChange, other: Person) -> FileChange:
    return files.carry(UndoMerge(merge=merged.pk, survivor=files.id("wang"), other=other.pk))


def test_the_survivor_gains_what_it_lacks_and_the_other_is_out_of_sight(files: Files) -> None:
    number = queries.read_file(files.person("wang"), day=TODAY).id_number
    Person.objects.filter(pk=files.id("wang")).update(
        id_number_sealed=None, id_number_digest=None, ethnicity=""
    )
    numbers = seal_person_numbers(id_number=number, phone="13900003333")
    other = second_file(
        files, ethnicity="02", id_number_sealed=numbers.id_number_sealed, id_number_digest=numbers.id_number_digest,
        id_number_kind="citizen", phone_sealed=numbers.phone_sealed, phone_digest=numbers.phone_digest,
    )  # fmt: skip
    Label.objects.create(person=other, code="living-alone", valid=DateRange(SINCE, None), source="counter")
    merge(files, other)
    wang = files.person("wang")
    file = queries.read_file(wang, day=TODAY)
    assert (wang.ethnicity, wang.former_names, wang.id_number_kind) == ("02", ["王桂芝"], "citizen")
    assert (file.id_number, file.phone) == (number, "13800001111"), "what it had it keeps"
    assert Label.objects.get().person == wang
    clerk = files.cast.actor("clerk")
    with acting_as(clerk, day=TODAY):
        assert not queries.visible_to(clerk, day=TODAY).filter(pk=other.pk).exists()
        assert queries.get_person(clerk, other.pk, day=TODAY) == wang


def test_what_would_clash_stays_with_the_merged_file(files: Files) -> None:
    other = second_file(files)
    merge(files, other)
    assert Residence.objects.get(person=other).address == "旧址"
    assert Residence.objects.filter(person=files.id("wang")).count() == 2


def test_an_account_of_the_merged_file_opens_nothing_of_the_survivor(files: Files) -> None:
    other = second_file(files)
    PersonAccount.objects.filter(person=files.id("chen")).update(person=other)
    merge(files, other)
    chen = files.cast.actor("chen")
    assert chen.person_id == other.pk
    with acting_as(chen, day=TODAY):
        assert not Person.objects.filter(pk=files.id("wang")).exists()
        with pytest.raises(NotFound):
            queries.get_person(chen, files.id("wang"), day=TODAY)


@pytest.mark.parametrize("changed", [{"sex": "1"}, {"birth_date": date(1942, 1, 6)}])
def test_files_that_contradict_each_other_are_corrected_first(files: Files, changed: dict[str, Any]) -> None:
    with pytest.raises(MergeUnfit):
        files.draft(PersonMerge(survivor=files.id("wang"), other=second_file(files, **changed).pk))


def test_a_file_is_merged_once_and_a_merge_undone_once(files: Files) -> None:
    other, third = second_file(files), second_file(files)
    merged = merge(files, other)
    with pytest.raises(NotFound):
        files.draft(PersonMerge(survivor=third.pk, other=other.pk))
    again = UndoMerge(merge=merged.pk, survivor=files.id("wang"), other=other.pk)
    undo(files, merged, other)
    with pytest.raises(MergeUnfit):
        files.draft(again)
    assert merge(files, other).state == "applied"


def test_every_merged_file_names_the_one_that_is_left(files: Files) -> None:
    other, third = second_file(files), second_file(files)
    early = files.carry(PersonMerge(survivor=third.pk, other=other.pk))
    late = merge(files, third)
    clerk = files.cast.actor("clerk")
    with acting_as(clerk, day=TODAY):
        assert {queries.get_person(clerk, one.pk, day=TODAY).pk for one in (other, third)} == {
            files.id("wang")
        }
    with pytest.raises(NotFound):
        files.draft(UndoMerge(merge=early.pk, survivor=third.pk, other=other.pk))
    undo(files, late, third)
    with acting_as(clerk, day=TODAY):
        assert queries.get_person(clerk, other.pk, day=TODAY) == third
    assert files.carry(UndoMerge(merge=early.pk, survivor=third.pk, other=other.pk)).state == "applied"


def test_who_audits_finds_the_file_that_is_left_by_the_number_of_the_merged_one(files: Files) -> None:
    numbers = seal_person_numbers(id_number="11010519491231002X")
    other = second_file(
        files, id_number_sealed=numbers.id_number_sealed, id_number_digest=numbers.id_number_digest
    )
    merge(files, other)
    scope = f"county:{files.cast.places['532301'].place_id}"
    found = queries.find_in_places([scope], id_number="11010519491231002X", day=TODAY)
    assert found == files.person("wang")


def test_a_merge_that_never_was_is_not_undone(files: Files) -> None:
    other = second_file(files)
    draft = files.draft(PersonMerge(survivor=files.id("wang"), other=other.pk))
    with pytest.raises(MergeUnfit):
        files.draft(UndoMerge(merge=draft.pk, survivor=files.id("wang"), other=other.pk))


def test_what_came_after_the_merge_stays_with_the_survivor(files: Files) -> None:
    other = second_file(files)
    merged = merge(files, other)
    files.carry(LabelGiven(person=files.id("wang"), code="living-alone", day=TODAY))
    files.carry(Correction(person=files.id("wang"), fields={"ethnicity": "08"}))
    undo(files, merged, other)
    assert Label.objects.get().person_id == files.id("wang")
    assert files.person("wang").ethnicity == "08"
    assert Person.objects.get(pk=other.pk).merged_into_id is None


def test_what_the_merge_wrote_and_somebody_changed_since_is_not_overwritten(files: Files) -> None:
    Person.objects.filter(pk=files.id("wang")).update(ethnicity="")
    other = second_file(files, ethnicity="02")
    merged = merge(files, other)
    files.carry(Correction(person=files.id("wang"), fields={"ethnicity": "08"}))
    with pytest.raises(ChangedSince):
        undo(files, merged, other)


days = st.integers(0, 3000).map(lambda count: SINCE + timedelta(count))
spans = st.tuples(days, st.none() | st.integers(1, 2000))
rows = st.lists(
    st.tuples(st.sampled_from(["residence", "membership", "label", "sealed", "document", "kin"]),
              st.booleans(), st.integers(0, 2), spans),
    max_size=10,
)  # fmt: skip
fields = st.fixed_dictionaries(
    {}, optional={"ethnicity": st.sampled_from(["", "02"]), "marital": st.sampled_from(["", "20"]),
                  "birth_date": st.none(), "sex": st.sampled_from(["0", "2"]),
                  "former_names": st.just(["王小兰"]), "deceased_on": st.just(date(2026, 1, 1))},
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=rows, mine=fields, hers=fields, numbered=st.booleans(), paired=st.booleans())
def test_to_merge_and_undo_leaves_every_row_as_it_was(
    files: Files, drawn: list[Any], mine: dict[str, Any], hers: dict[str, Any], numbered: bool, paired: bool
) -> None:
    with transaction.atomic():
        other = second_file(files, **hers)
        Person.objects.filter(pk=files.id("wang")).update(**mine)
        if numbered:
            had = files.person("wang")
            Person.objects.filter(pk=had.pk).update(id_number_sealed=None, id_number_digest=None)
            Person.objects.filter(pk=other.pk).update(
                id_number_sealed=had.id_number_sealed, id_number_digest=had.id_number_digest
            )
        if paired:
            DuplicatePair.objects.create(first=files.person("wang"), second=other, rule="similar")
        scatter(files, other, drawn)
        before = everything()
        merged = merge(files, other)
        assert everything() != before
        undo(files, merged, other)
        assert everything() == before
        transaction.set_rollback(True)


def scatter(files: Files, other: Person, drawn: list[Any]) -> None:
    """Rows of all kinds at both files, as far as the tables take them."""
    kin = [files.id("chen"), Person.objects.create(name="亲", sex="1").pk]
    homes = [
        files.homes["wang"],
        files.homes["chen"],
        Household.objects.create(number="H-third", kind="dwelling"),
    ]
    for kind, at_other, number, (begins, length) in drawn:
        person = other.pk if at_other else files.id("wang")
        valid = DateRange(begins, begins + timedelta(length) if length else None)
        try:
            with transaction.atomic():
                put(kind, person, number, valid, files, kin, homes)
        except Exception as error:
            if type(error).__name__ != "IntegrityError":
                raise


def put(
    kind: str,
    person: int,
    number: int,
    valid: DateRange,
    files: Files,
    kin: list[int],
    homes: list[Household],
) -> None:
    match kind:
        case "residence":
            place = files.cast.places["532301100001"].columns()
            Residence.objects.create(
                person_id=person,
                kind=("registered", "dwelling", "dwelling")[number],
                address="x",
                valid=valid,
                **place,
            )
        case "membership":
            home = homes[number]
            Membership.objects.create(
                household=home, person_id=person, kind=home.kind, relation="20", valid=valid
            )
        case "label":
            Label.objects.create(person_id=person, code=f"c{number}", valid=valid, source="counter")
        case "sealed":
            digest = digest_label(f"c{number}")
            Label.objects.create(
                person_id=person, code_sealed=b"x", code_digest=digest, valid=valid, source="counter"
            )
        case "document":
            digest = digest_document("passport", "CHN", str(number))
            sealed = seal(str(number), context=CONTEXT_DOCUMENT)
            IdentityDocument.objects.create(
                person_id=person, kind="passport", number_sealed=sealed, number_digest=digest
            )
        case "kin":
            pair = (person, kin[number % 2]) if number < 2 else (kin[0], person)
            relation = ("spouse", "parent", "child")[number]
            Relationship.objects.create(person_id=pair[0], other_id=pair[1], kind=relation, valid=valid)
