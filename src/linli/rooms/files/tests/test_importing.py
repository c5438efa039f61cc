"""Spreadsheets from the upload to the register and back."""

import pytest
from django.db import connection

from linli.insight.actions import compile_measures, refresh
from linli.insight.queries import read_values
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound
from linli.kernel.events.worker import deliver_batch
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.details import Correction
from linli.registers.people.importing import batches, storing
from linli.registers.people.importing.running import claimed
from linli.registers.people.models import (
    DuplicatePair,
    Household,
    ImportPart,
    ImportRow,
    Membership,
    Person,
    PersonImport,
    Provision,
    Residence,
)
from linli.registers.people.refusals import OwnFile, StepTaken
from linli.registers.people.search import find
from linli.rooms.files.tests.importing import LUCHENG, Desk, everything, number, person, verdicts
from linli.site.demo.messy import write_messy
from tests.support.world import World

pytestmark = pytest.mark.django_db
ZHANG, LI, CHILD = number("1980-05-05"), number("1982-06-06", 2), number("2020-07-07", 4)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def family() -> tuple[dict[str, str], ...]:
    return (
        person("张大山", ZHANG, 户号="NS-1", 与户主关系="户主", 联系电话="13800003333", 民族="彝族"),
        person("李小花", LI, 户号="NS-1", 与户主关系="妻"),
        {"姓名": "张小山", "性别": "男", "出生日期": "2024年1月5日", "户号": "NS-1", "与户主关系": "长子"},
    )


def get(name: str) -> Person:
    with acting_as(SYSTEM):
        return Person.objects.get(name=name, merged_into__isnull=True)


def test_a_messy_sheet_goes_in_and_out_again_without_a_trace(desk: Desk) -> None:
    before = everything()
    messy = write_messy(400, seed=7, today=desk.day, communities=["南山社区"], numbers=40)
    batch = desk.checked(data=messy.data)
    spoilt = messy.spoilt
    assert batch.refused == spoilt["rounded"] + spoilt["mistyped"] + spoilt["repeated"]
    assert (
        batch.new + batch.doubtful == messy.people - spoilt["rounded"] - spoilt["mistyped"] + spoilt["second"]
    )
    assert min(spoilt[how] for how in ("rounded", "mistyped", "repeated", "phone", "without", "second")) > 0
    batch = desk.take(batches.accept, batch)
    with acting_as(SYSTEM):
        made = ImportRow.objects.filter(batch=batch, action="made").values("person_id").distinct().count()
    assert (batch.state, batch.written) == ("done", made)
    assert everything() != before
    assert desk.take(batches.ask_undo, batch).state == "undone"
    assert everything() == before
    with acting_as(SYSTEM):
        assert not ImportPart.objects.filter(batch=batch).exists()


def test_a_family_is_written_with_its_household_and_found_at_once(desk: Desk) -> None:
    batch = desk.done(*family())
    assert (batch.new, batch.doubtful, batch.refused, batch.written) == (3, 0, 0, 3)
    with acting_as(SYSTEM):
        household = Household.objects.get(number="NS-1")
        members = Membership.objects.filter(household=household).order_by("person_id")
        assert [(one.person.name, one.relation) for one in members] == [
            ("张大山", "02"), ("李小花", "12"), ("张小山", "22"),
        ]  # fmt: skip
        homes = {
            (one.person.name, one.kind, one.address)
            for one in Residence.objects.filter(person__in=members.values("person"))
        }
        assert homes == {(name, "dwelling", "翠湖路1号") for name in ("张大山", "李小花", "张小山")}
        provided = Provision.objects.get(person=members[0].person)
        assert (provided.source, provided.reference, provided.office) == (
            "import",
            f"import:{batch.pk}",
            desk.actor.office,
        )
        assert "phone" in provided.fields
    assert get("张大山").ethnicity == "07"
    with acting_as(desk.actor, day=desk.day):
        found = find(desk.actor, "张小山", now=desk.world.now, limit=5)
    assert [one.name for one in found.people] == ["张小山"]
    audit = AuditEntry.objects.get(act="people.import", object_ref=f"import:{batch.pk}")
    assert set(audit.persons) == {get(name).pk for name in ("张大山", "李小花", "张小山")}


def test_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    desk.done(*family())
    before = everything()
    batch = desk.done(*family())
    assert (batch.same, batch.written) == (3, 0)
    assert everything() == before


def test_what_differs_is_changed_and_undone_exactly(desk: Desk) -> None:
    desk.done(*family())
    before = everything(revisions=False)
    head, wife, child = family()
    moved = [
        head | {"联系电话": "13900004444", "民族": "汉族", "现住址": "人民路9号"},
        wife | {"户籍地址": "文昌巷2号"},
        child | {"与户主关系": "次子"},
    ]
    batch = desk.done(*moved)
    assert (batch.changed, batch.written) == (3, 3)
    with acting_as(SYSTEM):
        assert {one.address for one in Residence.objects.filter(person=get("张大山"))} == {"人民路9号"}
        assert Membership.objects.get(person=get("张小山"), valid__upper_inf=True).relation == "23"
    assert (get("张大山").ethnicity, get("张大山").revision) == ("01", 1)
    assert desk.take(batches.ask_undo, batch).state == "undone"
    assert everything(revisions=False) == before
    assert get("张大山").revision == 2


def test_who_stands_in_another_household_moves_if_the_doubt_is_taken(desk: Desk) -> None:
    desk.done(*family())
    before = everything(revisions=False)
    alone = person("李小花", LI, 户号="NS-2", 与户主关系="户主")
    batch = desk.checked(alone)
    assert verdicts(batch) == [("doubtful", ["household:other"])]
    batch = desk.take(batches.accept, batch, takes=["household:other"])
    with acting_as(SYSTEM):
        assert Membership.objects.get(person=get("李小花"), valid__upper_inf=True).household.number == "NS-2"
    desk.take(batches.ask_undo, batch)
    assert everything(revisions=False) == before


def test_a_member_of_a_registered_and_a_dwelling_household_is_one_file(desk: Desk) -> None:
    rows = [
        person("张大山", ZHANG, 户号="NS-1", 户类型="户籍户", 与户主关系="户主"),
        person("王五", number("1970-01-01"), 户号="JZ-1", 户类型="居住户", 与户主关系="户主"),
        person("张大山", ZHANG, 户号="JZ-1", 户类型="居住户", 与户主关系="非亲属"),
    ]
    before = everything()
    batch = desk.done(*rows)
    assert batch.written == 2
    with acting_as(SYSTEM):
        kinds = set(Membership.objects.filter(person=get("张大山")).values_list("kind", "household__number"))
    assert kinds == {("registered", "NS-1"), ("dwelling", "JZ-1")}
    desk.take(batches.ask_undo, batch)
    assert everything() == before


def test_a_number_that_is_held_elsewhere_is_refused_and_told_to_the_holder(desk: Desk) -> None:
    Desk(desk.world, "stranger").done(person("张大山", ZHANG), place="532301100002")
    batch = desk.checked(person("张大山", ZHANG))
    assert verdicts(batch) == [("refused", ["id_number:elsewhere"])]
    told = AuditEntry.objects.get(act="people.number_held", object_ref=f"import:{batch.pk}")
    assert told.persons == [get("张大山").pk]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"姓名": "张大三"}, "name:differs"),
        ({"户号": "H-532301-1", "与户主关系": "户主"}, "relation:head-held"),
    ],
)
def test_what_a_file_says_otherwise_is_not_written_over(
    desk: Desk, change: dict[str, str], reason: str
) -> None:
    desk.done(*family())
    batch = desk.checked(family()[0] | change)
    assert reason in verdicts(batch)[0][1]


def test_a_number_that_stands_twice_in_the_sheet_and_is_held_makes_no_second_file(desk: Desk) -> None:
    desk.done(person("张大山", ZHANG))
    batch = desk.done(person("张小川", ZHANG), person("张小川", ZHANG), person("李小花", LI))
    (first, told), (second, repeated), third = verdicts(batch)
    assert (first, told) == ("doubtful", ["name:differs"])
    assert (second, repeated) == ("refused", ["id_number:repeated:2"])
    assert third == ("new", [])
    with acting_as(SYSTEM):
        assert not Person.objects.filter(name="张小川").exists()


def test_a_number_that_another_wrote_meanwhile_is_checked_anew(desk: Desk) -> None:
    """Two sheets with the same person are checked before either is written."""
    first, second = desk.checked(person("张大山", ZHANG)), desk.checked(person("张大山", ZHANG))
    assert desk.take(batches.accept, first, takes=()).state == "done"
    late = desk.take(batches.accept, second, takes=())
    assert (late.state, late.problem) == ("mapped", "changed-since")
    assert verdicts(desk.step(late)) == [("same", [])]


def test_nobody_imports_her_own_file(desk: Desk, world: World) -> None:
    desk.done(*family())
    with acting_as(SYSTEM):
        world.cast.users["clerk"].bindings.create(person=get("张大山"), bound_by="test")
    changed = family()[0] | {"联系电话": "13900004444"}
    assert verdicts(desk.checked(changed)) == [("refused", ["name:own"])]
    batch = Desk(world, "colleague").checked(changed)
    with pytest.raises(OwnFile):
        desk.take(batches.accept, batch)


def test_a_second_file_of_the_same_name_and_birth_date_is_doubtful_then_flagged(desk: Desk) -> None:
    desk.done(*family())
    twin = family()[2] | {"户号": "", "与户主关系": "", "现住址": "环城西路3号"}
    batch = desk.checked(twin)
    assert verdicts(batch) == [("doubtful", ["name:alike"])]
    desk.take(batches.accept, batch, takes=["name:alike"])
    with acting_as(SYSTEM):
        assert DuplicatePair.objects.filter(first__name="张小山", second__name="张小山").count() == 1


def test_a_town_imports_into_the_community_that_a_column_names(desk: Desk, world: World) -> None:
    with acting_as(SYSTEM):
        town = world.cast.places[LUCHENG]
        post = world.cast.users["clerk"].appointments.get().post
        post.scope = f"town:{town.place_id}"
        post.save(update_fields=["scope"])
    rows = [
        person("张大山", ZHANG, 社区="北湖"), person("李小花", LI, 社区="南山社区居委会"),
        person("王五", number("1970-01-01"), 社区="莲花村"), person("赵六", number("1971-01-01")),
    ]  # fmt: skip
    batch = Desk(world).done(*rows, place=LUCHENG)
    assert [state for state, _reasons in verdicts(batch)] == ["new", "new", "refused", "refused"]
    assert verdicts(batch)[2:] == [("refused", ["community:word"]), ("refused", ["community:missing"])]
    with acting_as(SYSTEM):
        assert (
            Residence.objects.get(person=get("张大山")).community
            == world.cast.places["532301100002"].place_id
        )


def test_only_imports_of_the_own_place_are_found(desk: Desk, world: World) -> None:
    batch = desk.checked(*family())
    stranger = Desk(world, "stranger")
    with acting_as(stranger.actor, day=stranger.day), pytest.raises(NotFound):
        batches.find_import(stranger.actor, batch.pk)
    with acting_as(stranger.actor, day=stranger.day):
        assert not PersonImport.objects.exists()
    with pytest.raises(NotFound):
        stranger.send(b"x")


def test_a_file_sent_twice_with_one_key_is_one_import_and_a_second_click_does_nothing(desk: Desk) -> None:
    data = b"\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\r\n"
    first, second = desk.send(data, key="k"), desk.send(data, key="k")
    assert first.pk == second.pk
    batch = desk.checked(*family())
    with acting_as(desk.actor, day=desk.day):
        said = {"actor": desk.actor, "now": desk.world.now, "batch_id": batch.pk, "revision": batch.revision}
        assert batches.accept(**said).revision == batches.accept(**said).revision
        with pytest.raises(StepTaken):
            batches.drop(**said)


def test_the_mapping_of_an_office_is_remembered_by_the_shape_of_the_header(desk: Desk) -> None:
    batch = desk.step(desk.send(b"\xd0\xd5\xc3\xfb,\xb1\xb8\xd7\xa2,\xb5\xd8\xd6\xb7\r\n\xd5\xc5,1,2\r\n"))
    assert batch.plan["sheets"][0]["columns"] == {"0": "name", "2": "dwelling_address"}
    plan = batch.plan
    plan["sheets"][0] |= {"read": True, "columns": {"0": "name", "1": "registered_address"}}
    desk.take(batches.choose_columns, batch, plan=plan)
    again = desk.step(
        desk.send(b"\xb1\xed\r\n\xd0\xd5\xc3\xfb,\xb1\xb8\xd7\xa2,\xb5\xd8\xd6\xb7\r\n\xc0\xee,1,2\r\n")
    )
    assert again.plan["sheets"][0]["columns"] == {"0": "name", "1": "registered_address"}


def test_what_changed_since_the_check_is_checked_anew_and_asked_again(desk: Desk) -> None:
    desk.done(*family())
    batch = desk.checked(family()[0] | {"联系电话": "13900004444"})
    with acting_as(desk.actor, day=desk.day):
        batches.accept(actor=desk.actor, now=desk.world.now, batch_id=batch.pk, revision=batch.revision)
        details = Correction(person=get("张大山").pk, fields={"marital": "20"})
        actions.carry_out(actor=desk.actor, now=desk.world.now, details=details)
    batch = desk.step(batch)
    assert (batch.state, batch.problem) == ("mapped", "changed-since")
    batch = desk.step(batch)
    assert (batch.state, batch.changed, batch.problem) == ("checked", 1, "changed-since")
    assert desk.take(batches.accept, batch).state == "done"


def test_an_undo_is_refused_whole_where_somebody_changed_a_file_since(desk: Desk) -> None:
    batch = desk.done(*family())
    with acting_as(desk.actor, day=desk.day):
        details = Correction(person=get("李小花").pk, fields={"marital": "20"})
        actions.carry_out(actor=desk.actor, now=desk.world.now, details=details)
    before = everything()
    batch = desk.take(batches.ask_undo, batch)
    assert (batch.state, batch.problem) == ("done", "undo-refused")
    with acting_as(SYSTEM):
        found = storing.open_json(batch, "obstacles")
    assert ["person", get("李小花").pk, 0] in found
    assert everything() == before


def test_an_undo_is_refused_where_something_refers_to_a_file(desk: Desk, world: World) -> None:
    batch = desk.done(*family())
    with acting_as(SYSTEM):
        world.cast.users["newcomer"].bindings.create(person=get("张大山"), bound_by="test")
    batch = desk.take(batches.ask_undo, batch)
    assert batch.problem == "undo-refused"
    with acting_as(SYSTEM):
        assert storing.open_json(batch, "obstacles") == [["person_account", get("张大山").pk, 0]]


def test_a_step_that_fails_leaves_nothing_behind_and_can_be_tried_again(desk: Desk) -> None:
    before = everything()
    batch = desk.checked(*family())
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE person_provision ADD CONSTRAINT held CHECK (source <> 'import') NOT VALID"
        )
    batch = desk.take(batches.accept, batch)
    assert batch.state in ("mapped", "checked")
    assert everything() == before
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE person_provision DROP CONSTRAINT held")
    batch = desk.step(batch)
    assert desk.take(batches.accept, batch).written == 3


def test_two_workers_do_not_work_at_one_import(desk: Desk) -> None:
    batch = desk.send(b"\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\r\n\xd5\xc5,1\r\n")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7160002, %s)", [batch.pk])
        assert desk.step(batch).state == "received"
        with other.cursor() as cursor:  # a session that ends lets go of it too, a moment later
            cursor.execute("SELECT pg_advisory_unlock(7160002, %s)", [batch.pk])
    finally:
        other.close()
    with claimed(batch.pk) as mine:
        assert mine


def test_a_week_later_what_stood_in_the_sheet_is_forgotten(desk: Desk) -> None:
    batch = desk.done(*family())
    with acting_as(SYSTEM):
        assert batches.forget_old(now=desk.world.now) == 0
        assert batches.forget_old(now=desk.world.now + batches.KEPT * 1.1) >= 1
        assert not ImportPart.objects.filter(batch=batch).exists()
    with pytest.raises(StepTaken), acting_as(desk.actor, day=desk.day):
        batches.ask_undo(
            actor=desk.actor,
            now=desk.world.now + batches.KEPT * 1.1,
            batch_id=batch.pk,
            revision=batch.revision,
        )


def test_a_file_that_is_no_table_fails_with_its_reason(desk: Desk) -> None:
    batch = desk.step(desk.send(b"PK\x03\x04 broken"))
    assert (batch.state, batch.problem) == ("failed", "damaged")


def test_what_counts_files_counts_them_anew_after_an_import_and_its_undo(desk: Desk, world: World) -> None:
    place, codes = world.cast.places["532301100001"], ("persons_with_file", "complete_files")
    assert place.county is not None
    compile_measures(now=world.now)

    def counted() -> tuple[float, ...]:
        deliver_batch()
        values = read_values(county=place.county or 0, day=clock.today(), measures=codes)
        return tuple(values[code].get(place.place_id, 0) for code in codes)

    with acting_as(SYSTEM):
        refresh(measures=codes, community=place.place_id, day=clock.today(), now=world.now)
        before = counted()
    batch = desk.done(*family())
    with acting_as(SYSTEM):
        assert counted() == (before[0] + 3, before[1] + 2)
    desk.take(batches.ask_undo, batch)
    with acting_as(SYSTEM):
        assert counted() == before
