"""Birth, death, marriage and divorce."""

from datetime import date, timedelta

import pytest

from linli.kernel.codes import id_number_for
from linli.registers.people import queries
from linli.registers.people.details import (
    Birth,
    Correction,
    Death,
    Divorce,
    DocumentAdded,
    GuardianEnded,
    GuardianNamed,
    LabelGiven,
    Marriage,
    MoveIn,
    NewPerson,
    Paper,
)
from linli.registers.people.files import open_number
from linli.registers.people.models import IdentityDocument, Label, Membership, Person, Relationship, Residence
from linli.registers.people.refusals import (
    BadDay,
    BadNumber,
    Deceased,
    Married,
    NotMarried,
    NotRelated,
    NumberHeld,
)
from tests.support.cast import TODAY

from .conftest import Files

BORN = date(2026, 2, 20)


def birth(files: Files, **child: object) -> Birth:
    said = {"name": "陈小宝", "sex": "1", "birth_date": BORN} | child
    return Birth(
        child=NewPerson.model_validate(said), household=files.homes["chen"].pk, relation="21",
        parents=(files.id("chen"),),
    )  # fmt: skip


def test_a_child_without_a_number_gets_a_file_a_household_a_home_and_a_father(files: Files) -> None:
    files.carry(birth(files))
    child = Person.objects.get(name="陈小宝")
    assert (child.id_number_digest, child.id_number_kind, child.birth_date) == (None, "", BORN)
    membership = Membership.objects.get(person=child)
    assert (membership.household, membership.relation, membership.valid.lower) == (
        files.homes["chen"],
        "21",
        BORN,
    )
    homes = Residence.objects.filter(person=child)
    assert {(home.kind, home.address, home.valid.lower) for home in homes} == {
        ("registered", "chen的家", BORN), ("dwelling", "chen的家", BORN),
    }  # fmt: skip
    kin = Relationship.objects.filter(person__in=(child.pk, files.id("chen"))).values_list(
        "person", "other", "kind"
    )
    assert set(kin) == {(child.pk, files.id("chen"), "parent"), (files.id("chen"), child.pk, "child")}
    assert queries.get_person(files.cast.actor("clerk"), child.pk, day=TODAY) == child


def test_a_number_has_to_fit_birth_date_and_sex_and_to_be_free(files: Files) -> None:
    right = id_number_for("532301", BORN, 1)
    files.carry(birth(files, id_number=right))
    child = Person.objects.get(name="陈小宝")
    assert queries.read_file(child, day=TODAY).id_number == right
    assert child.id_number_kind == "citizen"
    with pytest.raises(NumberHeld):
        files.draft(birth(files, name="陈二宝", id_number=right))
    for wrong in (
        id_number_for("532301", BORN, 2),
        id_number_for("532301", date(2026, 2, 21), 1),
        right[:-1] + "z",
    ):
        with pytest.raises(BadNumber):
            files.draft(birth(files, id_number=wrong))


def test_nobody_is_born_tomorrow(files: Files) -> None:
    with pytest.raises(BadDay):
        files.draft(birth(files, birth_date=TODAY + timedelta(1)))


def test_a_death_ends_what_she_was_in_and_leaves_the_file_with_its_place(files: Files) -> None:
    files.carry(Marriage(first=files.id("wang"), second=files.id("chen"), day=date(2020, 5, 1)))
    files.carry(LabelGiven(person=files.id("wang"), code="living-alone", day=date(2026, 1, 1)))
    files.carry(Death(person=files.id("wang"), day=TODAY))
    wang = files.person("wang")
    assert wang.deceased_on == TODAY
    assert not Membership.objects.filter(person=wang, valid__contains=TODAY).exists()
    assert not Label.objects.filter(person=wang, valid__contains=TODAY).exists()
    assert not Relationship.objects.filter(other=wang, valid__contains=TODAY).exists()
    assert (files.person("chen").marital, files.person("chen").revision) == ("30", 2)
    files.homes["wang"].refresh_from_db()
    assert files.homes["wang"].dissolved_on == TODAY
    assert queries.get_person(files.cast.actor("clerk"), wang.pk, day=TODAY + timedelta(99)) == wang


def test_the_dead_neither_marry_nor_die_again(files: Files) -> None:
    files.carry(Death(person=files.id("wang"), day=TODAY - timedelta(1)))
    with pytest.raises(Deceased):
        files.draft(Death(person=files.id("wang"), day=TODAY))
    with pytest.raises(Deceased):
        files.draft(Marriage(first=files.id("chen"), second=files.id("wang"), day=TODAY))


def test_a_marriage_is_known_from_both_sides_and_to_one_only(files: Files) -> None:
    day = date(2026, 1, 5)
    files.carry(Marriage(first=files.id("wang"), second=files.id("chen"), day=day))
    assert {files.person(who).marital for who in ("wang", "chen")} == {"20"}
    spouses = Relationship.objects.filter(kind="spouse", valid__contains=day).values_list("person", "other")
    assert set(spouses) == {(files.id("wang"), files.id("chen")), (files.id("chen"), files.id("wang"))}
    with pytest.raises(Married):
        files.draft(Marriage(first=files.id("wang"), day=TODAY))


def test_a_divorce_ends_a_marriage_that_there_is(files: Files) -> None:
    couple = {"first": files.id("wang"), "second": files.id("chen")}
    with pytest.raises(NotMarried):
        files.draft(Divorce(**couple, day=TODAY))
    files.carry(Marriage(**couple, day=date(2026, 1, 5)))
    with pytest.raises(NotMarried):
        files.draft(Divorce(first=files.id("wang"), day=TODAY))
    with pytest.raises(BadDay):
        files.draft(Divorce(**couple, day=date(2026, 1, 5)))
    files.carry(Divorce(**couple, day=TODAY))
    assert {files.person(who).marital for who in ("wang", "chen")} == {"40"}
    assert not Relationship.objects.filter(valid__contains=TODAY).exists()
    files.carry(Marriage(**couple, day=TODAY))


def test_a_marriage_to_somebody_without_a_file_here(files: Files) -> None:
    files.carry(Marriage(first=files.id("wang"), day=date(2026, 1, 5)))
    files.carry(Divorce(first=files.id("wang"), day=TODAY))
    assert files.person("wang").marital == "40"
    assert not Relationship.objects.exists()


def test_what_is_corrected_has_to_fit_what_is_not(files: Files) -> None:
    with pytest.raises(BadNumber):
        files.draft(Correction(person=files.id("chen"), fields={"sex": "2"}))
    number = id_number_for("532301", date(1950, 6, 8), 2)
    files.carry(
        Correction(
            person=files.id("chen"), fields={"sex": "2", "birth_date": "1950-06-08", "id_number": number}
        )
    )
    assert queries.read_file(files.person("chen"), day=TODAY).id_number == number
    wang = queries.read_file(files.person("wang"), day=TODAY)
    hers = {"id_number": wang.id_number, "birth_date": str(wang.birth_date)}
    with pytest.raises(NumberHeld):
        files.draft(Correction(person=files.id("chen"), fields=hers))


def test_an_address_and_a_phone_are_corrected_where_they_stand(files: Files) -> None:
    files.carry(
        Correction(person=files.id("wang"), fields={"address": "南山路1号", "phone": "138-0000-9999"})
    )
    file = queries.read_file(files.person("wang"), day=TODAY)
    assert (file.address, file.phone) == ("南山路1号", "13800009999")
    assert Residence.objects.filter(person=files.id("wang")).count() == 2
    files.carry(Correction(person=files.id("wang"), fields={"phone": ""}))
    assert files.person("wang").phone_digest is None


def test_a_foreigner_arrives_with_a_passport_and_a_document_is_shown_later(files: Files) -> None:
    paper = Paper(kind="passport", issuer="USA", number="567 890 123", until=date(2030, 1, 1))
    arrival = NewPerson(
        name="JOHN SMITH", sex="1", birth_date=date(1980, 1, 1), nationality="USA", paper=paper
    )
    place = files.cast.places["532301100001"].place_id
    move = MoveIn(arrival=arrival, home="dwelling", place=place, address="南山路2号", day=TODAY)
    files.carry(move)
    person = Person.objects.get(name="JOHN SMITH")
    document = IdentityDocument.objects.get(person=person)
    assert (document.kind, document.issuer, document.valid.upper) == ("passport", "USA", date(2030, 1, 1))
    assert open_number(document) == "567890123"
    with pytest.raises(NumberHeld):
        files.draft(DocumentAdded(person=person.pk, paper=paper))
    with pytest.raises(BadNumber):
        files.draft(DocumentAdded(person=person.pk, paper=Paper(kind="pr-card", number="12345")))
    files.carry(DocumentAdded(person=person.pk, paper=Paper(kind="pr-card", number="USA110105123456")))
    assert IdentityDocument.objects.filter(person=person).count() == 2
    home = Residence.objects.get(person=person)
    assert home.dwelling is not None
    assert (home.dwelling.address, home.dwelling.community) == ("南山路2号", place)


def test_a_guardian_is_named_and_acts_no_longer_after_the_end(files: Files) -> None:
    named = {"person": files.id("wang"), "guardian": files.id("chen")}
    files.carry(GuardianNamed(**named, day=date(2026, 1, 1)))
    kin = Relationship.objects.filter(valid__contains=TODAY).values_list("person", "other", "kind")
    assert set(kin) == {
        (files.id("wang"), files.id("chen"), "guardian"), (files.id("chen"), files.id("wang"), "ward"),
    }  # fmt: skip
    with pytest.raises(NotRelated):
        files.draft(GuardianNamed(**named, day=TODAY))
    files.carry(GuardianEnded(**named, day=TODAY))
    assert not Relationship.objects.filter(valid__contains=TODAY).exists()
    with pytest.raises(NotRelated):
        files.draft(GuardianEnded(**named, day=TODAY))


def test_somebody_else_is_the_guardian(files: Files) -> None:
    with pytest.raises(ValueError, match="somebody else"):
        GuardianNamed(person=files.id("wang"), guardian=files.id("wang"), day=TODAY)
