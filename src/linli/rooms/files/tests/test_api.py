"""Programs of offices: a file read, one number in full, a change drafted by one and checked by another."""

from typing import Any, get_args

import pytest

from linli.kernel.crypto import seal, unseal_text
from linli.registers.people.details import KINDS
from linli.registers.people.models import FileChange, Label, LabelKind, Person
from linli.registers.people.sealing import CONTEXT_LABEL, CONTEXT_PHONE, digest_label
from linli.rooms.files.schemas import changes as schemas
from tests.support.cast import ALWAYS
from tests.support.programs import Program
from tests.support.world import World

pytestmark = pytest.mark.django_db
WHY = {"why": "contact", "words": "电话通知领取"}


@pytest.fixture
def clerk(world: World) -> Program:
    return Program(world, "clerk")


@pytest.fixture
def colleague(world: World) -> Program:
    return Program(world, "colleague")


def correction(world: World, **fields: str) -> dict[str, Any]:
    return {"details": {"kind": "correction", "person": world.cast.people["wang"].pk, "fields": fields}}


def test_every_kind_of_change_can_be_drafted() -> None:
    drafted = get_args(schemas.Draft.model_fields["details"].annotation)
    kinds = {get_args(one.model_fields["kind"].annotation)[0] for one in drafted}
    assert kinds == set(KINDS)


def test_a_person_is_found_read_and_left_one_entry_for_each_look(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    status, found = clerk("/people/search", {"text": "王桂"})
    assert (status, [one["person"] for one in found["items"]]) == (200, [wang])
    assert [(one.act, one.persons) for one in clerk.left] == [("people.find", [wang])]
    status, body = clerk(f"/people/{wang}")
    assert (status, body["name"], body["phone"]) == (200, "王桂兰", "138****1111")
    assert "*" in body["id_number"]
    assert [(one.act, one.kind, one.persons) for one in clerk.left] == [("files.person", "look", [wang])]


def test_one_number_is_read_in_full_for_a_purpose_with_an_entry_of_its_own(
    world: World, clerk: Program
) -> None:
    wang = world.cast.people["wang"].pk
    assert clerk(f"/people/{wang}/unmask", {"what": "phone", "why": "contact", "words": "看"})[0] == 422
    assert clerk.left == []
    status, body = clerk(f"/people/{wang}/unmask", {"what": "phone", **WHY})
    assert (status, body) == (200, {"what": "phone", "value": "13800001111", "labels": None})
    (entry,) = clerk.left
    assert (entry.act, entry.fields, entry.persons) == ("files.reveal", ["phone"], [wang])
    assert "电话通知领取" in entry.purpose


def test_a_document_of_somebody_else_is_not_opened(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    status, body = clerk(f"/people/{wang}/unmask", {"what": "document", "document": 999, **WHY})
    assert (status, body["code"]) == (422, "people_purpose_missing")
    assert clerk.left == []


def test_a_weighty_change_is_drafted_by_one_and_checked_by_another(
    world: World, clerk: Program, colleague: Program
) -> None:
    wang = world.cast.people["wang"]
    status, drafted = clerk("/changes", correction(world, name="王桂芝"), key="one")
    assert (status, drafted["state"], drafted["needs_second"]) == (201, "draft", True)
    assert "check" not in drafted["may"]
    path, revision = f"/changes/{drafted['change']}", {"revision": drafted["revision"]}
    status, refused = clerk(f"{path}/check", revision)
    assert (status, refused["code"]) == (422, "people_needs_second")
    status, checked = colleague(f"{path}/check", revision)
    assert (status, checked["state"]) == (200, "checked")
    assert colleague(f"{path}/check", revision)[0] == 409
    status, applied = clerk(f"{path}/apply", {"revision": checked["revision"]}, key="two")
    assert (status, applied["state"]) == (200, "applied")
    again = clerk(f"{path}/apply", {"revision": checked["revision"]}, key="two")
    assert (again[0], again[1]["change"]) == (200, applied["change"])
    wang.refresh_from_db()
    assert (wang.name, wang.former_names) == ("王桂芝", ["王桂兰"])


def test_the_same_key_again_drafts_nothing_new_and_another_body_is_refused(
    world: World, clerk: Program
) -> None:
    first = clerk("/changes", correction(world, phone="13900001234"), key="one")[1]
    again = clerk("/changes", correction(world, phone="13900001234"), key="one")[1]
    assert again["change"] == first["change"]
    status, other = clerk("/changes", correction(world, phone="13900009999"), key="one")
    assert (status, other["code"]) == (409, "key_used")
    assert FileChange.objects.count() == 2  # one stands in the world


def test_a_draft_from_a_file_that_was_changed_since_is_refused(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    read = clerk(f"/people/{wang}")[1]
    based = {"based_on": [{"person": wang, "revision": read["revision"]}]}
    assert clerk("/changes", {**correction(world, phone="13900001234"), "at_once": True, **based})[0] == 201
    status, body = clerk("/changes", {**correction(world, phone="13900005678"), **based})
    assert (status, body["code"]) == (409, "people_changed_since")
    assert unseal_text(Person.objects.get(pk=wang).phone_sealed, context=CONTEXT_PHONE) == "13900001234"


def test_numbers_in_a_change_are_masked(world: World, clerk: Program) -> None:
    change = clerk("/changes", correction(world, phone="13900001234"))[1]
    assert change["details"]["fields"] == {"phone": "139****1234"}
    assert "13900001234" not in str(clerk(f"/changes/{change['change']}")[1])


def test_a_sealed_label_is_told_only_that_it_is_there_and_narrows_no_list(
    world: World, clerk: Program
) -> None:
    wang = world.cast.people["wang"]
    kind = LabelKind.objects.filter(tier="sealed").first()
    assert kind is not None
    Label.objects.create(
        person=wang, code_sealed=seal(kind.code, context=CONTEXT_LABEL), code_digest=digest_label(kind.code),
        valid=ALWAYS, source="counter",
    )  # fmt: skip
    labels = clerk(f"/people/{wang.pk}")[1]["labels"]
    assert [(one["code"], one["sealed"]) for one in labels] == [("old-age", False), ("", True)]
    assert clerk(f"/people?label={kind.code}")[1]["items"] == []
    opened = clerk(f"/people/{wang.pk}/unmask", {"what": "labels", **WHY})[1]
    assert kind.code in {one["code"] for one in opened["labels"]}


def test_lists_lead_on_by_their_last_row(world: World, clerk: Program) -> None:
    first = clerk("/people?limit=1")[1]
    second = clerk(f"/people?limit=1&after={first['after']}")[1]
    names = [page["items"][0]["name"] for page in (first, second)]
    assert names == ["王桂兰", "陈有福"]
    assert clerk(f"/people?limit=1&after={second['after']}")[1] == {"items": [], "after": None}


def test_a_question_that_is_misspelt_is_refused(clerk: Program) -> None:
    status, body = clerk("/people?lable=old-age")
    assert (status, body["code"], body["errors"][0]["field"]) == (422, "not_as_described", "lable")


def test_a_stranger_finds_the_files_of_another_place_missing(world: World) -> None:
    stranger, wang = Program(world, "stranger"), world.cast.people["wang"].pk
    for path, body in (
        (f"/people/{wang}", None),
        (f"/people/{wang}/unmask", {"what": "phone", **WHY}),
        (f"/people/{wang}/protected/look", WHY),
        ("/changes", correction(world, phone="13900001234")),
        (f"/changes/{world.change}/check", {"revision": 1}),
    ):
        assert stranger(path, body)[0] == 404, path
        assert stranger.left == []
    assert stranger("/people/search", {"text": "王桂兰"})[1]["items"] == []


def test_a_protected_label_is_known_to_who_gave_it_and_to_whom_she_names(
    world: World, clerk: Program, colleague: Program
) -> None:
    wang, later = world.cast.people["wang"].pk, {"until": "2026-01-02"}
    given = {**WHY, "code": "child-protection", "day": "2026-01-01"}
    status, label = clerk(f"/people/{wang}/protected", given, key="one")
    assert status == 201
    look = f"/people/{wang}/protected/look"
    user = world.cast.users["colleague"].pk
    assert [one["label"] for one in clerk(look, WHY)[1]] == [label["label"]]
    assert colleague(look, WHY) == (200, [])
    tell = f"/protected/{label['label']}/tell"
    assert colleague(tell, {**WHY, "needs": [{"user": user}]})[0] == 404
    assert clerk(tell, {**WHY, "needs": [{"user": user, **later}]})[1]["code"] == "people_bad_day"
    assert clerk(tell, {**WHY, "needs": [{"user": user}]})[0] == 204
    assert [one["code"] for one in colleague(look, WHY)[1]] == ["child-protection"]
    assert all(not entry.persons for entry in colleague.left)
