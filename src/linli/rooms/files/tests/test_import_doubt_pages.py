"""The page of doubtful rows: both sides, masked; a page at a time; nothing is lost."""

import re

import pytest
from django.urls import reverse

from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.importing import answering, batches
from linli.registers.people.models import Person, PersonImport
from linli.rooms.files.pages import doubts
from linli.rooms.files.tests.conftest import Visit
from linli.rooms.files.tests.importing import Desk, number, person
from tests.support.world import World

pytestmark = pytest.mark.django_db
CHILD = {"姓名": "张小山", "性别": "男", "出生日期": "2024-01-05", "现住址": "翠湖路1号"}
TWIN = CHILD | {"现住址": "环城西路3号", "联系电话": "13800001111"}
ZHANG = number("1980-05-05")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def held(name: str) -> Person:
    with acting_as(SYSTEM):
        return Person.objects.get(name=name)


def answers(batch: PersonImport) -> dict[str, int]:
    with acting_as(SYSTEM):
        return answering.count_answers(batch)


def place(batch: PersonImport) -> str:
    return reverse("files:doubts", args=[batch.pk])


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_both_sides_stand_beside_each_other_and_no_number_whole(desk: Desk, visit: Visit) -> None:
    desk.done(CHILD, person("张大山", ZHANG, 联系电话="13800003333"))
    batch = desk.checked(TWIN, person("张大三", ZHANG, 联系电话="13900004444"))
    answer, (entry,) = visit(place(batch))
    page = text_of(answer)
    assert (entry.act, set(entry.persons)) == ("files.import_doubts", {held("张小山").pk, held("张大山").pk})
    for shown in ("翠湖路1号", "环城西路3号", "138****3333", "139****4444", "张大山", "张大三", "不同"):
        assert shown in page
    assert not re.search(r"\d{11}", re.sub(r"csrf\S+ value=\"\S+\"", "", page))
    assert reverse("files:person", args=[held("张大山").pk]) in page


def test_what_is_chosen_is_kept_and_the_import_says_so(desk: Desk, visit: Visit) -> None:
    desk.done(CHILD)
    batch = desk.checked(TWIN, person("赵六", number("1971-01-01"), 联系电话="5"))
    same = f"same-{held('张小山').pk}"
    answer, entries = visit(place(batch), sent={"row-1": same, "row-2": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("files:import", args=[batch.pk]))
    assert [entry.act for entry in entries] == ["people.import_answered"]
    assert answers(batch) == {"same": 1, "": 1}
    page = text_of(visit(answer.headers["Location"])[0])
    assert "还有1行存疑没定" in page
    assert "同一个人1行" in page
    assert 'name="row-1"' not in text_of(visit(place(batch))[0])
    again = text_of(visit(f"{place(batch)}?all=1")[0])
    assert f'value="{same}" checked' in again


def test_many_rows_come_a_page_at_a_time(desk: Desk, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "PAGE", 2)
    rows = [
        person(f"赵{name}", number("1971-01-01", 2 * at + 1), 联系电话="5")
        for at, name in enumerate("一二三四五")
    ]
    batch, seen = desk.checked(*rows), list[str]()
    at = place(batch)
    while True:
        page = text_of(visit(at)[0])
        fields = re.findall(r'name="(row-\d+)"', page)
        seen += sorted(set(fields))
        sent = dict.fromkeys(fields, "leave") | ({"more": "1"} if 'name="more"' in page else {})
        at = visit(place(batch), sent=sent)[0].headers["Location"]
        if at == reverse("files:import", args=[batch.pk]):
            break
    assert seen == [f"row-{at}" for at in range(1, 6)]
    assert answers(batch) == {"leave": 5}


@pytest.mark.parametrize("said", ["same-1", "same-x", "other", "x" * 100])
def test_what_cannot_be_said_saves_nothing_and_loses_nothing(desk: Desk, visit: Visit, said: str) -> None:
    batch = desk.checked(
        person("赵六", number("1971-01-01"), 联系电话="5"), person("王五", number("1970-01-01"), 联系电话="5")
    )
    answer, _entries = visit(place(batch), sent={"row-1": said, "row-2": "leave"})
    assert answer.status_code == 422
    assert "请重新看一遍" in text_of(answer)
    assert re.search(r'name="row-2" value="leave" checked', text_of(answer))
    assert answers(batch) == {"": 2}


def test_what_was_decided_meanwhile_is_told(desk: Desk, visit: Visit) -> None:
    batch = desk.checked(person("赵六", number("1971-01-01"), 联系电话="5"))
    desk.take(batches.accept, batch)
    answer, _entries = visit(place(batch))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("files:import", args=[batch.pk]))


def test_a_stranger_finds_no_such_page(desk: Desk, visit: Visit) -> None:
    batch = desk.checked(person("赵六", number("1971-01-01"), 联系电话="5"))
    assert visit(place(batch), who="stranger")[0].status_code == 404
    assert visit(place(batch), who="stranger", sent={"row-1": "leave"})[0].status_code == 404
    assert answers(batch) == {"": 1}
