"""Papers by the API: taken in as on the pages, listed, opened for a purpose with an entry of its own."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.registers.documents.models import Document
from tests.support.calls import WHY, proven
from tests.support.programs import Program
from tests.support.world import World, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world: World) -> Program:
    return Program(world, "clerk")


def file(data: bytes, name: str = "a.bin") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


def test_a_photo_is_encoded_anew_and_a_repeat_keeps_one(clerk: Program) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    first = clerk.send("/documents", form=file(out.getvalue(), "x.exe"), key="one")
    body = first.json()
    assert (first.status_code, body["media_type"], body["width"], body["height"]) == (
        201,
        "image/jpeg",
        40,
        20,
    )
    again = clerk.send("/documents", form=file(jpeg()), key="one").json()
    assert again["paper"] == body["paper"]
    assert Document.objects.filter(token=body["paper"], claimed=False).count() == 1


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"PK\x03\x04 word", b"", jpeg()[:100], b"<svg/>"])
def test_what_is_neither_photo_nor_pdf_is_refused(clerk: Program, data: bytes) -> None:
    before = Document.objects.count()
    answer = clerk.send("/documents", form=file(data))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")
    assert Document.objects.count() == before


def test_a_paper_is_opened_for_a_purpose_by_who_keeps_the_file(world: World, clerk: Program) -> None:
    wang, paper = proven(world)
    (listed,) = clerk(f"/people/{wang}/papers")[1]
    assert (listed["paper"], listed["proves"], listed["media_type"]) == (paper, "label", "image/jpeg")
    assert [(entry.act, entry.persons) for entry in clerk.left] == [("files.papers", [wang])]
    path = f"/people/{wang}/papers/{paper}/open"
    assert clerk.send(path, {"why": "identity", "words": "看"}).status_code == 422
    assert clerk.left == []
    answer = clerk.send(path, WHY)
    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:3]) == (
        200,
        "image/jpeg",
        b"\xff\xd8\xff",
    )
    (entry,) = clerk.left
    assert (entry.act, entry.persons) == ("files.paper", [wang])
    assert "电话通知领取" in entry.purpose


def test_a_paper_of_somebody_else_or_of_nobody_is_not_there(world: World, clerk: Program) -> None:
    wang, paper = proven(world)
    chen = world.cast.people["chen"].pk
    loose = clerk.send("/documents", form=file(jpeg())).json()["paper"]
    for person, token in ((chen, paper), (wang, loose), (wang, "nothing")):
        assert clerk.send(f"/people/{person}/papers/{token}/open", WHY).status_code == 404
        assert clerk.left == []
    assert Program(world, "stranger").send(f"/people/{wang}/papers/{paper}/open", WHY).status_code == 404
    assert Program(world, "wang").send(f"/people/{wang}/papers/{paper}/open", WHY).status_code == 404


def test_a_label_that_needs_a_proof_names_an_upload_of_ones_own(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    details = {"kind": "label-given", "person": wang, "code": "disability-kind", "day": "2026-01-01"}
    paper = clerk.send("/documents", form=file(jpeg())).json()["paper"]
    other = Program(world, "colleague").send("/documents", form=file(jpeg())).json()["paper"]
    status, body = clerk("/changes", {"details": {**details, "evidence": other}})
    assert (status, body["errors"][0]["field"]) == (422, "details.evidence")
    status, body = clerk("/changes", {"details": {**details, "evidence": paper}})
    assert (status, body["details"]["evidence"]) == (201, Document.objects.get(token=paper).pk)


def test_bindings_and_mandates_are_read_by_who_keeps_the_file(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    for what, act in (("bindings", "bindings.account"), ("mandates", "mandates.page")):
        assert clerk(f"/people/{wang}/{what}")[0] == 200
        assert [entry.act for entry in clerk.left] == [act]
        assert Program(world, "stranger")(f"/people/{wang}/{what}")[0] == 404
    (binding,) = clerk(f"/people/{wang}/bindings")[1]
    assert (binding["open"], binding["login"]) == (True, "w***")
