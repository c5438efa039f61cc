"""Which files are flagged as one person's, by what rule, and that a decision is remembered."""

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.people import actions, duplicates
from linli.registers.people.details import PersonMerge
from linli.registers.people.models import DuplicatePair, IdentityDocument, Person, Residence
from linli.registers.people.refusals import StepTaken
from linli.registers.people.sealing import digest_document, seal_person_numbers
from tests.support.cast import NOW, TODAY

from .conftest import SINCE, Files


def another(
    files: Files, place: str = "532301100001", *, phone: str = "13800001111", **changed: Any
) -> Person:
    """王桂兰 once more, without an identity number."""
    numbers = seal_person_numbers(phone=phone)
    said = {
        "name": "王桂兰", "sex": "2", "birth_date": date(1942, 1, 5), "phone_sealed": numbers.phone_sealed,
        "phone_digest": numbers.phone_digest,
    }  # fmt: skip
    person = Person.objects.create(**said | changed)
    columns = files.cast.places[place].columns()
    Residence.objects.create(
        person=person, kind="dwelling", address="x", valid=DateRange(SINCE, None), **columns
    )
    return person


def flagged(*persons: Person) -> list[tuple[int, int, str]]:
    actions.flag_duplicates(person_ids=[person.pk for person in persons])
    return list(DuplicatePair.objects.values_list("first", "second", "rule"))


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, "name-birth-phone"),
        ({"phone": ""}, "name-birth"),
        ({"sex": "0"}, "name-birth-phone"),
        ({"name": "王桂芝"}, "similar"),
        ({"name": "王桂芝", "phone": ""}, None),
        ({"name": "王桂"}, None),
        ({"name": "李桂芝"}, None),
        ({"birth_date": date(1942, 5, 1)}, None),
        ({"birth_date": None}, None),
        ({"sex": "1"}, None),
        ({"id_number_digest": b"other"}, None),
    ],
)
def test_files_are_flagged_by_what_they_have_in_common(
    files: Files, changed: dict[str, Any], rule: str | None
) -> None:
    other = another(files, **changed)
    assert flagged(other) == ([(files.id("wang"), other.pk, rule)] if rule else [])


def test_the_same_document_in_two_files_is_the_strongest_sign(files: Files) -> None:
    other = another(files)
    for person in (other, files.person("wang")):
        digest = digest_document("passport", "CHN", "E12345678")
        IdentityDocument.objects.create(
            person=person, kind="passport", number_sealed=b"x", number_digest=digest
        )
    assert flagged(other) == [(files.id("wang"), other.pk, "document")]


def test_a_pair_is_flagged_once_whichever_file_is_compared(files: Files) -> None:
    other = another(files)
    assert actions.flag_duplicates(person_ids=[other.pk]) == 1
    assert actions.flag_duplicates(person_ids=[other.pk, files.id("wang")]) == 0
    assert DuplicatePair.objects.count() == 1


def dismiss(files: Files, by: str = "clerk") -> None:
    actor = files.cast.actor(by)
    with acting_as(actor, day=TODAY):
        actions.dismiss_duplicate(
            actor=actor, now=NOW, pair_id=DuplicatePair.objects.order_by("id")[0].pk, day=TODAY
        )


def test_what_was_dismissed_is_not_flagged_again(files: Files) -> None:
    other = another(files)
    flagged(other)
    dismiss(files)
    assert actions.flag_duplicates(person_ids=[other.pk]) == 0
    assert DuplicatePair.objects.get().state == "dismissed"
    assert duplicates.list_flagged(files.cast.actor("clerk"), day=TODAY, limit=9) == []
    with pytest.raises(StepTaken):
        dismiss(files)


def test_merging_settles_the_pair_and_the_merged_file_is_compared_no_more(files: Files) -> None:
    other, third = another(files), another(files)
    flagged(other)
    files.carry(PersonMerge(survivor=files.id("wang"), other=other.pk))
    assert DuplicatePair.objects.get(first=files.id("wang"), second=other.pk).state == "merged"
    pairs = flagged(third)
    assert (files.id("wang"), third.pk, "name-birth-phone") in pairs
    assert not DuplicatePair.objects.filter(first=other.pk, state="flagged").exclude(second=third.pk).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("clerk", True), ("colleague", True), ("inspector", True), ("stranger", False), ("reviewer", False),
     ("decider", False), ("auditor", False), ("administrator", False), ("administrator-two", False), ("wang", False)],
)  # fmt: skip
def test_a_pair_is_seen_by_who_keeps_both_files(files: Files, who: str, sees: bool) -> None:
    flagged(another(files))
    actor = files.cast.actor(who)
    with acting_as(actor, day=TODAY):
        assert bool(duplicates.list_flagged(actor, day=TODAY, limit=9)) is sees
        assert DuplicatePair.objects.exists() is sees


def test_who_keeps_one_of_the_files_only_sees_no_pair_and_dismisses_none(files: Files) -> None:
    flagged(another(files, "532301100002"))
    pair = DuplicatePair.objects.get()
    for who in ("clerk", "stranger"):
        actor = files.cast.actor(who)
        with acting_as(actor, day=TODAY):
            assert not duplicates.visible_pairs(actor, day=TODAY).exists()
            with pytest.raises(NotFound):
                actions.dismiss_duplicate(actor=actor, now=NOW, pair_id=pair.pk, day=TODAY)


def test_an_inspector_looks_and_does_not_decide(files: Files) -> None:
    flagged(another(files))
    with pytest.raises(NotFound):
        dismiss(files, by="inspector")
