"""Moving, splitting and merging households."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.audit.models import AuditEntry
from linli.kernel.codes import id_number_for
from linli.kernel.errors import NotFound
from linli.registers.people import queries
from linli.registers.people.details import HouseholdMerge, HouseholdSplit, Member, MoveIn, MoveOut, NewPerson
from linli.registers.people.models import Household, Membership, Person, Residence
from linli.registers.people.refusals import (
    BadDay,
    HeadMissing,
    HouseholdUnfit,
    NeedsSecond,
    NotMember,
    NumberHeld,
)
from tests.support.cast import TODAY, make_staff

from .conftest import SINCE, Files

SOUTH, NORTH = "532301100001", "532301100002"


def members(household: Household, day: date = TODAY) -> dict[int, str]:
    rows = Membership.objects.filter(household=household, valid__contains=day)
    return dict(rows.values_list("person_id", "relation"))


@pytest.fixture
def family(files: Files) -> Household:
    """王桂兰 heads a household with 陈有福 and two children."""
    home = files.homes["wang"]
    Membership.objects.filter(household=files.homes["chen"]).update(household=home, relation="11")
    place = files.cast.places[SOUTH].columns()
    for name in ("大宝", "小宝"):
        child = Person.objects.create(name=name, sex="1", birth_date=date(1990, 1, 1))
        Membership.objects.create(household=home, person=child, relation="20", valid=DateRange(SINCE, None))
        Residence.objects.create(
            person=child, kind="dwelling", address="wang的家", valid=DateRange(SINCE, None), **place
        )
    return home


def child(name: str) -> int:
    return Person.objects.get(name=name).pk


def split(home: Household, **changed: object) -> HouseholdSplit:
    said = {
        "household": home.pk, "members": [{"person": child("大宝"), "relation": "02"}], "number": "H-new", "day": TODAY,
    }  # fmt: skip
    return HouseholdSplit.model_validate(said | changed)


def test_a_split_founds_a_household_and_leaves_the_other(files: Files, family: Household) -> None:
    files.carry(split(family))
    new = Household.objects.get(number="H-new")
    assert (new.address, new.community) == (family.address, family.community)
    assert members(new) == {child("大宝"): "02"}
    assert set(members(family)) == {files.id("wang"), files.id("chen"), child("小宝")}
    assert members(family, TODAY - timedelta(1))[child("大宝")] == "20"


def test_where_the_head_leaves_another_one_is_named(files: Files, family: Household) -> None:
    leaving = [{"person": files.id("wang"), "relation": "02"}]
    with pytest.raises(HeadMissing):
        files.draft(split(family, members=leaving))
    staying = [{"person": files.id("chen"), "relation": "02"}]
    files.carry(split(family, members=leaving, staying=staying))
    assert members(family) == {files.id("chen"): "02", child("大宝"): "20", child("小宝"): "20"}


def test_who_is_no_member_splits_nothing_and_somebody_stays(files: Files, family: Household) -> None:
    everybody = [
        {"person": person, "relation": "02" if person == files.id("wang") else "20"}
        for person in members(family)
    ]
    with pytest.raises(NotMember):
        files.draft(split(family, members=everybody))
    with pytest.raises(NotMember):
        files.draft(split(files.homes["chen"]))
    with pytest.raises(HouseholdUnfit):
        files.draft(split(family, number="H-chen"))


def test_two_households_become_one(files: Files, family: Household) -> None:
    files.carry(split(family))
    new = Household.objects.get(number="H-new")
    back = HouseholdMerge(
        household=family.pk, other=new.pk, members=(Member(person=child("大宝"), relation="22"),),
        day=TODAY + timedelta(1),
    )  # fmt: skip
    files.carry(back)
    new.refresh_from_db()
    assert new.dissolved_on == TODAY + timedelta(1)
    assert members(family, TODAY + timedelta(1))[child("大宝")] == "22"
    with pytest.raises(HouseholdUnfit):
        files.draft(back)


def test_a_merge_names_everybody_of_the_household_that_is_dissolved(files: Files, family: Household) -> None:
    with pytest.raises(NotMember):
        files.draft(
            HouseholdMerge(
                household=family.pk, other=files.homes["chen"].pk, day=TODAY,
                members=(Member(person=files.id("chen"), relation="11"),),
            )
        )  # fmt: skip


# Moving


def move_in(files: Files, place: str = SOUTH, **changed: object) -> MoveIn:
    said = {
        "home": "dwelling",
        "place": files.cast.places[place].place_id,
        "address": "新街8号",
        "day": TODAY,
    }
    return MoveIn.model_validate(said | changed)


def test_who_moves_lives_elsewhere_from_that_day_and_stays_registered(files: Files) -> None:
    files.carry(move_in(files, persons=(files.id("wang"),)))
    file = queries.read_file(files.person("wang"), day=TODAY)
    assert file.address == "新街8号"
    before = queries.read_file(files.person("wang"), day=TODAY - timedelta(1))
    assert before.address == "532301100001号院1号楼2单元301"
    with pytest.raises(BadDay):
        files.draft(move_in(files, persons=(files.id("wang"),)))


def test_a_move_into_a_household_leaves_the_one_before(files: Files) -> None:
    files.carry(
        move_in(
            files,
            persons=(files.id("chen"),),
            home="registered",
            household=files.homes["wang"].pk,
            relation="11",
        )
    )
    assert members(files.homes["wang"])[files.id("chen")] == "11"
    files.homes["chen"].refresh_from_db()
    assert files.homes["chen"].dissolved_on == TODAY
    with pytest.raises(HouseholdUnfit):
        files.draft(
            move_in(files, persons=(files.id("wang"),), household=files.homes["wang"].pk, relation="02")
        )


def test_who_has_no_file_gets_one(files: Files) -> None:
    arrival = NewPerson(
        name="杨新来",
        sex="2",
        birth_date=date(1990, 3, 3),
        id_number=id_number_for("110105", date(1990, 3, 3), 2),
    )
    files.carry(move_in(files, arrival=arrival))
    person = Person.objects.get(name="杨新来")
    assert queries.get_person(files.cast.actor("clerk"), person.pk, day=TODAY) == person
    assert Residence.objects.get(person=person).kind == "dwelling"


def arrival_of(files: Files, who: str, **changed: object) -> NewPerson:
    file = queries.read_file(files.person(who), day=TODAY)
    said = {"name": file.name, "sex": file.sex, "birth_date": file.birth_date, "id_number": file.id_number}
    return NewPerson.model_validate(said | changed)


def test_a_file_from_elsewhere_comes_along_when_two_have_seen_the_card(files: Files) -> None:
    details = move_in(files, NORTH, arrival=arrival_of(files, "wang"))
    change = files.draft(details, by="stranger")
    alone = files.take("check", change, by="stranger")
    with pytest.raises(NeedsSecond):
        files.take("apply", alone, by="stranger")
    assert Residence.objects.filter(person=files.id("wang")).count() == 2
    make_staff(files.cast, "second", "赵敏", "clerk", NORTH, "北湖社区服务站", "综合窗口")
    files.take("apply", files.take("check", alone, by="second"), by="stranger")
    assert queries.read_file(files.person("wang"), day=TODAY).community == files.cast.places[NORTH].place_id


def test_knowing_a_number_alone_pulls_no_file(files: Files) -> None:
    with pytest.raises(NumberHeld):
        files.draft(move_in(files, NORTH, arrival=arrival_of(files, "wang", name="王某某")), by="stranger")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.persons) == ("people.number_held", [files.id("wang")]), "the try is told to her"
    assert entry.actor_user_id == files.cast.users["stranger"].pk


def test_who_moves_out_of_the_register_is_kept_by_her_registration_alone(files: Files) -> None:
    files.carry(MoveOut(persons=(files.id("wang"),), home="dwelling", day=TODAY, destination="昆明"))
    file = queries.read_file(files.person("wang"), day=TODAY)
    assert (file.community, file.registered_community) == (files.cast.places[SOUTH].place_id,) * 2
    assert Residence.objects.filter(person=files.id("wang"), valid__contains=TODAY).count() == 1
    with pytest.raises(NotFound):
        files.draft(MoveOut(persons=(files.id("wang"),), home="dwelling", day=TODAY))
