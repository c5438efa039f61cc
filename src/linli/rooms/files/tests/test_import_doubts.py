"""Doubtful rows answered one by one: the same person, somebody else, left out."""

from collections.abc import Mapping

import pytest

from linli.kernel.actors import SYSTEM
from linli.kernel.errors import Faults, NotFound
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.details import Correction
from linli.registers.people.importing import answering, batches
from linli.registers.people.importing.doubts import LEAVE, OPEN, Answer
from linli.registers.people.models import ImportRow, Membership, Person, PersonImport, Residence
from linli.registers.people.refusals import StepTaken
from linli.rooms.files.tests.importing import Desk, everything, number, person, verdicts
from tests.support.world import World

pytestmark = pytest.mark.django_db
ZHANG, LI = number("1980-05-05"), number("1982-06-06", 2)
CHILD = {"姓名": "张小山", "性别": "男", "出生日期": "2024-01-05", "现住址": "翠湖路1号"}
TWIN = CHILD | {"现住址": "环城西路3号", "联系电话": "13800001111"}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def held(name: str) -> list[Person]:
    with acting_as(SYSTEM):
        return list(Person.objects.filter(name=name).order_by("pk"))


def answer(desk: Desk, batch: PersonImport, answers: Mapping[int, Answer]) -> PersonImport:
    with acting_as(desk.actor, day=desk.day):
        return answering.answer_doubts(
            actor=desk.actor, now=desk.world.now, day=desk.day, batch_id=batch.pk, answers=answers
        )


def asked(desk: Desk, batch: PersonImport) -> list[int]:
    with acting_as(desk.actor, day=desk.day):
        rows = answering.list_doubtful(batch, after=0, limit=50, unanswered=True)
    return [kept.position for kept, _verdict in rows]


def write(desk: Desk, batch: PersonImport, *takes: str) -> PersonImport:
    return desk.take(batches.accept, batch, takes=takes)


def test_the_same_person_is_changed_and_gets_no_second_file(desk: Desk) -> None:
    desk.done(CHILD)
    before, (child,) = everything(revisions=False), held("张小山")
    batch = desk.checked(TWIN)
    assert verdicts(batch) == [("doubtful", ["name:alike"])]
    answer(desk, batch, {1: Answer("same", child.pk)})
    batch = write(desk, batch)
    assert (batch.state, batch.written, batch.changed, batch.doubtful) == ("done", 1, 1, 0)
    assert [one.pk for one in held("张小山")] == [child.pk]
    with acting_as(SYSTEM):
        assert Residence.objects.get(person=child).address == "环城西路3号"
    assert desk.take(batches.ask_undo, batch).state == "undone"
    assert everything(revisions=False) == before


def test_somebody_else_gets_a_file_although_the_others_are_left(desk: Desk) -> None:
    desk.done(CHILD)
    batch = desk.checked(TWIN, CHILD | {"现住址": "龙泉街8号"})
    answer(desk, batch, {1: Answer("other")})
    batch = write(desk, batch)
    assert (batch.new, batch.doubtful, len(held("张小山"))) == (1, 1, 2)


def test_what_is_left_out_is_not_taken_with_the_rest(desk: Desk) -> None:
    batch = desk.checked(
        person("王五", number("1970-01-01"), 联系电话="123"),
        person("赵六", number("1971-01-01"), 联系电话="5"),
    )
    answer(desk, batch, {1: LEAVE})
    assert answering.count_answers(batch) == {"leave": 1, "": 1}
    batch = write(desk, batch, "phone:form")
    assert (len(held("王五")), len(held("赵六")), batch.doubtful) == (0, 1, 1)


def test_a_number_that_is_held_under_another_name_is_never_taken_with_the_rest(desk: Desk) -> None:
    desk.done(person("张大山", ZHANG))
    row = person("张大三", ZHANG, 联系电话="13900004444")
    batch = desk.checked(row)
    assert verdicts(batch) == [("doubtful", ["name:differs"])]
    assert write(desk, batch, "name:differs").written == 0
    batch = desk.checked(row)
    answer(desk, batch, {1: Answer("same", held("张大山")[0].pk)})
    assert write(desk, batch).changed == 1
    assert (held("张大山")[0].revision, held("张大三")) == (1, [])


def test_the_same_person_whose_file_says_all_of_it_is_the_same(desk: Desk) -> None:
    desk.done(person("张大山", ZHANG))
    batch = desk.checked(person("张大三", ZHANG))
    assert verdicts(batch) == [("doubtful", ["name:differs"])]
    answer(desk, batch, {1: Answer("same", held("张大山")[0].pk)})
    before = everything()
    batch = write(desk, batch)
    assert (batch.same, batch.doubtful, batch.written) == (1, 0, 0)
    assert everything() == before
    assert desk.take(batches.ask_undo, batch).state == "undone"
    assert everything() == before


def test_a_household_whose_head_is_in_doubt_is_asked_about_once(desk: Desk) -> None:
    desk.done(
        person("张大山", "", 性别="男", 出生日期="1980-05-05", 户号="NS-1", 与户主关系="户主"),
        takes=("id_number:adult",),
    )
    family = (
        person("张大山", ZHANG, 户号="NS-9", 与户主关系="户主", 现住址="文昌巷2号"),
        person("李小花", LI, 户号="NS-9", 与户主关系="妻", 现住址="文昌巷2号"),
    )
    batch = desk.checked(*family)
    assert verdicts(batch) == [("doubtful", ["name:alike"])] * 2
    assert asked(desk, batch) == [1]
    answer(desk, batch, {1: LEAVE})
    assert asked(desk, batch) == []
    answer(desk, batch, {1: Answer("same", held("张大山")[0].pk)})
    batch = write(desk, batch)
    assert (batch.new, batch.changed) == (1, 1)
    with acting_as(SYSTEM):
        members = Membership.objects.filter(household__number="NS-9", valid__upper_inf=True)
        assert {one.person.name for one in members} == {"张大山", "李小花"}


@pytest.mark.parametrize(("said", "files", "memberships"), [("same", 1, 2), ("other", 2, 2), ("leave", 1, 0)])
def test_the_second_household_of_a_person_goes_where_she_goes(
    desk: Desk, said: str, files: int, memberships: int
) -> None:
    desk.done(person("张大山", "", 性别="男", 出生日期="1980-05-05"), takes=("id_number:adult",))
    rows = (
        person("张大山", ZHANG, 户号="NS-1", 户类型="户籍户", 与户主关系="户主", 现住址="文昌巷2号"),
        person("王五", number("1970-01-01"), 户号="JZ-1", 户类型="居住户", 与户主关系="户主"),
        person("张大山", ZHANG, 户号="JZ-1", 户类型="居住户", 与户主关系="非亲属"),
    )
    before, batch = everything(revisions=False), desk.checked(*rows)
    assert asked(desk, batch) == [1]
    file = held("张大山")[0].pk
    answer(desk, batch, {1: Answer(said, file if said == "same" else None)})
    batch = write(desk, batch)
    assert len(held("张大山")) == files
    with acting_as(SYSTEM):
        assert Membership.objects.filter(person__name="张大山").count() == memberships
    assert desk.take(batches.ask_undo, batch).state == "undone"
    assert everything(revisions=False) == before


def test_two_rows_are_not_the_same_file(desk: Desk) -> None:
    desk.done(CHILD)
    (child,) = held("张小山")
    batch = desk.checked(TWIN, CHILD | {"现住址": "龙泉街8号"})
    same = Answer("same", child.pk)
    with pytest.raises(Faults) as refused:
        answer(desk, batch, {1: same, 2: same})
    assert set(refused.value.faults) == {"1", "2"}
    assert asked(desk, batch) == [1, 2]
    answer(desk, batch, {1: same})
    with pytest.raises(Faults) as refused:
        answer(desk, batch, {2: same})
    assert "2" in refused.value.faults["2"]
    answer(desk, batch, {1: OPEN, 2: same})
    assert asked(desk, batch) == [1]


def test_what_cannot_be_said_keeps_nothing_of_the_page(desk: Desk, world: World) -> None:
    desk.done(CHILD)
    batch = desk.checked(TWIN, person("赵六", number("1971-01-01"), 联系电话="5"))
    wang = world.cast.people["wang"].pk
    for wrong in ({1: Answer("same", wang)}, {1: Answer("take")}, {9: LEAVE}, {2: Answer("other")}):
        with pytest.raises(Faults) as refused:
            answer(desk, batch, {2: LEAVE, **wrong})
        assert set(refused.value.faults) == {str(at) for at in wrong}
    assert asked(desk, batch) == [1, 2]


def test_nobody_decides_about_her_own_file(desk: Desk, world: World) -> None:
    desk.done(CHILD)
    (child,) = held("张小山")
    batch = desk.checked(TWIN)
    with acting_as(SYSTEM):
        world.cast.users["clerk"].bindings.create(person=child, bound_by="test")
    with pytest.raises(Faults):
        answer(desk, batch, {1: Answer("same", child.pk)})


def test_answers_outlive_another_check_unless_the_file_changed(desk: Desk) -> None:
    other = CHILD | {"姓名": "张小川", "出生日期": "2023-02-03"}
    desk.done(CHILD, other)
    (child,), (second,) = held("张小山"), held("张小川")
    rows = (TWIN, other | {"现住址": "环城西路3号"}, person("赵六", number("1971-01-01"), 联系电话="5"))
    batch = desk.checked(*rows)
    answer(desk, batch, {1: Answer("same", child.pk), 2: Answer("same", second.pk), 3: LEAVE})
    with acting_as(desk.actor, day=desk.day):
        batches.accept(actor=desk.actor, now=desk.world.now, batch_id=batch.pk, revision=batch.revision)
        details = Correction(person=child.pk, fields={"ethnicity": "07"})
        actions.carry_out(actor=desk.actor, now=desk.world.now, details=details)
    batch = desk.step(desk.step(desk.step(batch)))
    assert (batch.state, batch.problem) == ("checked", "changed-since")
    assert asked(desk, batch) == [1]
    with acting_as(SYSTEM):
        assert ImportRow.objects.get(batch=batch, position=2).person_id == second.pk


def test_the_story_tells_who_answered_what_and_stays(desk: Desk) -> None:
    desk.done(CHILD)
    (child,) = held("张小山")
    batch = desk.checked(TWIN, person("赵六", number("1971-01-01"), 联系电话="5"))
    answer(desk, batch, {1: Answer("same", child.pk)})
    answer(desk, batch, {2: LEAVE})
    batch = write(desk, PersonImport.objects.get(pk=batch.pk))
    told = [(one["what"], one["by"] == desk.actor.name, one["counts"]) for one in batch.story]
    assert told == [
        ("received", True, {}), ("mapped", True, {}), ("answered", True, {"same": 1, "leave": 1}),
        ("accepted", True, {}), ("done", False, {"same": 1, "leave": 1}),
    ]  # fmt: skip


def test_only_who_keeps_the_place_answers_and_only_before_the_decision(desk: Desk, world: World) -> None:
    batch = desk.checked(person("赵六", number("1971-01-01"), 联系电话="5"))
    with pytest.raises(NotFound):
        answer(Desk(world, "stranger"), batch, {1: LEAVE})
    write(desk, batch)
    with pytest.raises(StepTaken):
        answer(desk, batch, {1: LEAVE})
