"""Spreadsheets by the API: the same verbs as on the page, one call at a time, safe to repeat."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.engines.sheets.opening import open_sheets
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.models import Person, PersonImport
from linli.rooms.files.jobs.imports import carry_on_one
from linli.rooms.files.tests.importing import NANSHAN, number, person, sheet
from tests.support.imports import CLEAR, make_import
from tests.support.programs import Program
from tests.support.world import World

pytestmark = pytest.mark.django_db
ZHANG = number("1980-05-05")
ROWS = (
    person("张大山", ZHANG, 户号="NS-1", 与户主关系="户主", 联系电话="13800003333"),
    person("李小花", "4.40301E+17", 户号="NS-1", 与户主关系="妻"),
    person("赵六", number("1971-01-01"), 联系电话="123"),
)


@pytest.fixture
def clerk(world: World) -> Program:
    return Program(world, "clerk")


def form(world: World, data: bytes = sheet(*ROWS), **more: Any) -> dict[str, Any]:
    place = world.cast.places[NANSHAN].place_id
    return {"place": place, "file": SimpleUploadedFile("居民.csv", data, "text/csv"), **more}


def machine(world: World, import_id: int) -> None:
    with acting_as(SYSTEM):
        carry_on_one(import_id, now=world.now)


def chosen(body: dict[str, Any]) -> dict[str, Any]:
    """What was proposed, as it is said."""
    return {"revision": body["revision"], "sheets": [named(one) for one in body["sheets"]]}


def named(one: dict[str, Any]) -> dict[str, Any]:
    columns = [{"column": of["column"], "field": of["field"]} for of in one["columns"] if of["field"]]
    return {"sheet": one["sheet"], "columns": columns}


def columns(*letters_and_fields: str, **more: Any) -> list[dict[str, Any]]:
    said = [dict(zip(("column", "field"), one.split("="), strict=True)) for one in letters_and_fields]
    return [{"sheet": 0, "columns": said, **more}]


def test_the_whole_way_of_a_sheet(world: World, clerk: Program) -> None:
    answer = clerk.send("/imports", form=form(world), key="sheet-1")
    body = answer.json()
    assert answer.status_code == 201, body
    path = f"/imports/{body['import_id']}"
    assert (answer.status_code, body["state"], body["sheets"], body["may"]) == (201, "received", [], [])
    assert [entry.act for entry in clerk.left] == ["people.import_received"]

    machine(world, body["import_id"])
    status, body = clerk(path)
    assert (status, body["state"], body["may"]) == (200, "outlined", ["columns", "headers", "drop"])
    assert [(entry.act, entry.object_ref) for entry in clerk.left] == [
        ("files.import", f"import:{body['import_id']}")
    ]
    found = {one["field"]: one for one in body["sheets"][0]["columns"]}
    assert (found["name"]["column"], found["name"]["examples"]) == ("A", ["张大山", "李小花", "赵六"])
    assert ZHANG not in str(body)
    assert "138****3333" in found["phone"]["examples"]

    status, body = clerk(f"{path}/columns", chosen(body))
    assert (status, body["state"]) == (200, "mapped")
    machine(world, body["import_id"])
    body = clerk(path)[1]
    assert (body["state"], body["counts"]["refused"], body["counts"]["doubtful"]) == ("checked", 1, 1)
    assert {one["reason"]: one["rows"] for one in body["doubts"]} == {"phone:form": 1}

    (refused,) = clerk(f"{path}/rows?state=refused")[1]["items"]
    assert (refused["line"], refused["name"]) == (3, "李小花")
    (reason,) = refused["reasons"]
    assert (reason["reason"], reason["value"]) == ("id_number:lost", "B3 «4.40…E+17»")
    assert reason["told"]
    assert reason["mend"]

    status, body = clerk(f"{path}/accept", {"revision": body["revision"], "take": ["phone:form"]})
    assert (status, body["state"]) == (200, "accepted")
    machine(world, body["import_id"])
    body = clerk(path)[1]
    assert (body["state"], body["written"], "undo" in body["may"]) == ("done", 2, True)

    status, body = clerk(f"{path}/undo", {"revision": body["revision"]})
    assert (status, body["state"]) == (200, "undoing")
    machine(world, body["import_id"])
    assert clerk(path)[1]["state"] == "undone"
    with acting_as(SYSTEM):
        assert not Person.objects.filter(name="张大山").exists()


def test_the_same_sheet_with_the_same_key_is_one_import(world: World, clerk: Program) -> None:
    first = clerk.send("/imports", form=form(world), key="sheet-1").json()
    again = clerk.send("/imports", form=form(world), key="sheet-1")
    assert (again.status_code, again.json()["import_id"]) == (201, first["import_id"])
    with acting_as(SYSTEM):
        assert PersonImport.objects.count() == 1
    other = clerk.send("/imports", form=form(world, sheet(ROWS[0])), key="sheet-1")
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


def test_a_step_is_taken_once_however_often_it_is_sent(world: World, clerk: Program) -> None:
    path = f"/imports/{make_import(world, 'checked').pk}"
    status, body = clerk(f"{path}/accept", {"revision": 0}, key="go")
    assert (status, body["state"], body["revision"]) == (200, "accepted", 1)
    with acting_as(SYSTEM):
        PersonImport.objects.update(state="done", revision=2)
    status, again = clerk(f"{path}/accept", {"revision": 0}, key="go")
    assert (status, again["state"], again["revision"]) == (200, "done", 2)
    status, stale = clerk(f"{path}/accept", {"revision": 0})
    assert (status, stale["code"]) == (409, "people_step_taken")


def test_an_import_is_for_those_who_keep_its_place(world: World, clerk: Program) -> None:
    path = f"/imports/{make_import(world, 'checked').pk}"
    stranger, inspector = Program(world, "stranger"), Program(world, "inspector")
    for other in (stranger, inspector):
        assert other(path)[0] == 404
        assert other(f"{path}/rows?state=new")[0] == 404
        assert other.send(f"{path}/returned").status_code == 404
        for verb in ("accept", "drop", "undo"):
            assert other(f"{path}/{verb}", {"revision": 0})[0] == 404
        assert other.left == []
    assert stranger("/imports")[1] == {"items": [], "after": None}
    assert stranger.send("/imports", form=form(world)).status_code == 404
    assert clerk(path)[0] == 200


@pytest.mark.parametrize(
    ("sheets", "field"),
    [
        (columns("A=name", sheet=3), "sheets.0.sheet"),
        (columns("A=name", "ZZ=phone"), "sheets.0.columns.1.column"),
        (columns("B=id_number"), "sheets"),
        (columns("A=name", "B=name"), "sheets"),
        (columns("A=colour"), "sheets.0.columns.0.field"),
        (columns("A=name", more=1), "sheets.0.more"),
    ],
)
def test_columns_that_cannot_be_are_refused_by_their_place(
    world: World, clerk: Program, sheets: Any, field: str
) -> None:
    batch = make_import(world, "outlined")
    status, body = clerk(f"/imports/{batch.pk}/columns", {"revision": 0, "sheets": sheets})
    assert status == 422
    assert field in {body.get("field"), *(one["field"] for one in body.get("errors", ()))}
    batch.refresh_from_db()
    assert (batch.state, batch.revision) == ("outlined", 0)


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4\x00\x80")}, 422, "file"),
        ({"place": "x"}, 422, "place"),
        ({"place": 999_999_999}, 404, None),
        ({"label": "old-age"}, 422, "label"),
        ({"file": "not a file"}, 422, "file"),
    ],
)
def test_what_is_no_sheet_is_refused_at_once(
    world: World, clerk: Program, sent: dict[str, Any], status: int, field: str | None
) -> None:
    answer = clerk.send("/imports", form=form(world, **sent))
    assert answer.status_code == status
    assert field in {None, *(one["field"] for one in answer.json().get("errors", ()))}
    with acting_as(SYSTEM):
        assert not PersonImport.objects.exists()


def test_a_call_that_brings_no_sheet_is_told_so(world: World, clerk: Program) -> None:
    status, body = clerk("/imports", {"place": 1})
    assert (status, body["code"]) == (422, "not_as_described")
    assert {one["field"] for one in body["errors"]} == {"file", "place"}


def test_rows_of_a_state_are_paged_and_masked(world: World, clerk: Program) -> None:
    batch = make_import(world, "checked")
    first = clerk(f"/imports/{batch.pk}/rows?state=refused&limit=1")[1]
    assert (len(first["items"]), first["after"]) == (1, "4")
    assert clerk(f"/imports/{batch.pk}/rows?state=refused&limit=1&after=4")[1] == {"items": [], "after": None}
    (changed,) = clerk(f"/imports/{batch.pk}/rows?state=changed")[1]["items"]
    assert (changed["person"], changed["changes"]) == (world.cast.people["wang"].pk, ["phone"])
    assert CLEAR not in str([first, changed])
    (entry,) = clerk.left
    assert (entry.act, entry.persons) == ("files.import", [world.cast.people["wang"].pk])


def test_rows_that_were_not_taken_come_back_as_excel(world: World, clerk: Program) -> None:
    batch = make_import(world, "checked")
    answer = clerk.send(f"/imports/{batch.pk}/returned")
    assert [entry.act for entry in clerk.left] == ["files.import_returned"]
    rows = open_sheets(io.BytesIO(answer.content).getvalue())[0].rows
    assert rows[0][-1] == "未导入原因"
    assert len(rows) == 3
    assert clerk.send(f"/imports/{make_import(world, 'received').pk}/returned").status_code == 404
