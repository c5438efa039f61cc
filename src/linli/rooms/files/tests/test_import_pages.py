"""Pages of imports: what a clerk sees and does, and that no number stands on them whole."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.engines.sheets.opening import open_sheets
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.registers.people.importing import batches
from linli.registers.people.models import Person, PersonImport
from linli.rooms.files.display.import_rows import masked
from linli.rooms.files.tests.conftest import Visit
from linli.rooms.files.tests.importing import NANSHAN, Desk, number, person, sheet
from tests.support.world import World

pytestmark = pytest.mark.django_db
ZHANG = number("1980-05-05")
ROWS = (
    person("张大山", ZHANG, 户号="NS-1", 与户主关系="户主", 联系电话="13800003333"),
    person("李小花", "4.40301E+17", 户号="NS-1", 与户主关系="妻"),
    person("赵六", number("1971-01-01"), 联系电话="123"),
)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def upload(world: World, data: bytes, name: str = "居民.csv") -> dict[str, object]:
    place = world.cast.places[NANSHAN].place_id
    return {"place": place, "key": "k", "file": SimpleUploadedFile(name, data, "text/csv")}


def test_the_whole_way_in_the_browser(world: World, desk: Desk, visit: Visit) -> None:
    answer, entries = visit(reverse("files:imports"), sent=upload(world, sheet(*ROWS)))
    assert answer.status_code == 302
    assert [entry.act for entry in entries] == ["people.import_received"]
    page = answer.headers["Location"]
    with acting_as(SYSTEM):
        batch = PersonImport.objects.latest("pk")
    waiting, _none = visit(page)
    assert waiting.headers["Refresh"] == "2"
    batch = desk.step(batch)
    columns, entries = visit(page)
    assert [entry.act for entry in entries] == ["files.import"]
    assert ZHANG not in text_of(columns)
    assert "138****3333" in text_of(columns)
    chosen = {"revision": batch.revision, "verb": "columns", "read-0": "yes"}
    chosen |= {f"c-0-{at}": field for at, field in batch.plan["sheets"][0]["columns"].items()}
    assert visit(reverse("files:columns", args=[batch.pk]), sent=chosen)[0].status_code == 302
    batch = desk.step(batch)
    preview = text_of(visit(page)[0])
    assert "B3" in preview
    assert "4.40…E+17" in preview
    assert "Excel把号码四舍五入了" in preview
    doubtful = text_of(visit(f"{page}?show=doubtful")[0])
    assert "赵六" in doubtful
    assert "这不是电话号码" in doubtful
    accept = {"revision": batch.revision, "verb": "accept", "take": ["phone:form", "relation:no-head"]}
    assert visit(reverse("files:decide", args=[batch.pk]), sent=accept)[0].status_code == 302
    batch = desk.step(batch)
    assert (batch.state, batch.written, batch.user_name) == ("done", 2, desk.actor.name)
    answer, entries = visit(page)
    assert entries[0].act == "files.import"
    undo = {"revision": batch.revision, "verb": "undo"}
    assert visit(reverse("files:decide", args=[batch.pk]), sent=undo)[0].status_code == 302
    desk.step(batch)
    with acting_as(SYSTEM):
        assert not Person.objects.filter(name="张大山").exists()
    assert "已撤销" in text_of(visit(page)[0])


def test_rows_not_taken_come_back_as_excel_and_go_in_once_mended(desk: Desk, visit: Visit) -> None:
    batch = desk.checked(*ROWS)
    answer, entries = visit(reverse("files:returned", args=[batch.pk]))
    assert [entry.act for entry in entries] == ["files.import_returned"]
    rows = open_sheets(answer.content)[0].rows
    assert rows[0][-1] == "未导入原因"
    assert [row[0] for row in rows[1:]] == ["李小花", "赵六"]
    assert "末尾几位已经丢失" in str(rows[1][-1])
    rows[1][1] = number("1982-06-06", 2)
    out = io.StringIO()
    for row in rows[:2]:
        out.write(",".join(str(cell) for cell in row).replace("\n", "") + "\r\n")
    desk.take(batches.drop, batch)
    batch = desk.checked(data=out.getvalue().encode())
    assert (batch.refused, batch.new + batch.doubtful) == (0, 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"%PDF-1.4\x00\x80", "这不是电子表格"), (b"<html><table>", "这是网页"), (b"", "什么也没有")],
)
def test_what_is_no_spreadsheet_is_refused_at_once(
    world: World, visit: Visit, data: bytes, told: str
) -> None:
    answer, _entries = visit(reverse("files:imports"), sent=upload(world, data))
    assert answer.status_code == 422
    assert told in text_of(answer)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({}, "请选要读的工作表"),
        ({"read-0": "yes", "c-0-1": "id_number"}, "哪一列是姓名"),
        ({"read-0": "yes", "c-0-0": "name", "c-0-1": "name"}, "有两列"),
        ({"verb": "rows", "first-0": "x", "last-0": "1"}, "请用数字"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(
    desk: Desk, visit: Visit, chosen: dict[str, str], told: str
) -> None:
    batch = desk.step(desk.send(sheet(*ROWS)))
    sent = {"revision": batch.revision, "verb": "columns"} | chosen
    answer, _entries = visit(reverse("files:columns", args=[batch.pk]), sent=sent)
    assert answer.status_code == 422
    assert told in text_of(answer)


def test_the_header_can_be_said_to_stand_elsewhere(desk: Desk, visit: Visit) -> None:
    batch = desk.step(desk.send("甲,乙\r\n姓名,备考\r\n张三,x\r\n".encode()))
    assert batch.problem == "no-header"
    sent = {"revision": batch.revision, "verb": "rows", "first-0": "2", "last-0": "2"}
    assert visit(reverse("files:columns", args=[batch.pk]), sent=sent)[0].status_code == 302
    batch = desk.step(batch)
    assert batch.plan["sheets"][0]["first"] == 1
    assert "备考" in text_of(visit(reverse("files:import", args=[batch.pk]))[0])


def test_what_stands_in_the_way_of_an_undo_is_named(desk: Desk, world: World, visit: Visit) -> None:
    batch = desk.done(ROWS[0])
    with acting_as(SYSTEM):
        made = Person.objects.get(name="张大山")
        world.cast.users["newcomer"].bindings.create(person=made, bound_by="test")
    desk.take(batches.ask_undo, batch)
    page = text_of(visit(reverse("files:import", args=[batch.pk]))[0])
    assert "没有撤销" in page
    assert reverse("files:person", args=[made.pk]) in page


def test_the_resident_reads_that_her_file_was_imported(desk: Desk) -> None:
    batch = desk.done(ROWS[0])
    with acting_as(SYSTEM):
        made = Person.objects.get(name="张大山").pk
    entry = AuditEntry.objects.get(act="people.import", object_ref=f"import:{batch.pk}")
    assert (entry.persons, entry.office, entry.kind) == ([made], desk.actor.office, "change")


@pytest.mark.parametrize(
    "text",
    ["532301199001013214", "５３２３０１１９９００１０１３２１４", "532301 19900101 3214", "532301-19900101-3214",
     "13800003333", "138 0000 3333", "138-0000-3333", "5.32301199001013e+17",
        "证号532301199001013214，电话13800003333"],
)  # fmt: skip
def test_no_way_to_write_a_number_shows_it_whole(text: str) -> None:
    shown = masked(text)
    assert not re.search(r"\d{7}", re.sub(r"[ \-.]", "", shown)), shown
    assert shown != text
