"""Consents by the API: read by who keeps the file, noted from paper, withdrawn by herself; never given by a program."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.registers.consents.models import Consent, NoticeVersion
from linli.registers.documents.models import Document
from tests.support.programs import Program
from tests.support.world import World, jpeg

pytestmark = pytest.mark.django_db
PURPOSE = "care-visits"


@pytest.fixture
def clerk(world: World) -> Program:
    return Program(world, "clerk")


def notice() -> int:
    return NoticeVersion.objects.get(code="resident-files", retired=False).pk


def said(word: str, **more: Any) -> dict[str, Any]:
    return {"notice": notice(), "said": [{"purpose": PURPOSE, "said": word}], **more}


def state_in(body: dict[str, Any]) -> str:
    purposes = [one for each in body["notices"] for one in each["purposes"]]
    return next(str(one["state"]) for one in purposes if one["purpose"] == PURPOSE)


def photographed(program: Program) -> str:
    answer = program.send("/documents", form={"file": SimpleUploadedFile("a.png", jpeg(), "image/png")})
    assert answer.status_code == 201
    return str(answer.json()["paper"])


def test_what_was_signed_at_the_counter_is_noted_with_the_paper(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    path = f"/people/{wang}/consents"
    assert state_in(clerk(path)[1]) == "open"
    assert [(entry.act, entry.persons) for entry in clerk.left] == [("consents.counter", [wang])]
    status, refused = clerk(path, said("given"))
    assert (status, refused["code"], refused["field"]) == (422, "consents_paper_missing", "paper")
    paper = photographed(clerk)
    status, body = clerk(path, said("given", paper=paper), key="once")
    assert (status, state_in(body)) == (200, "given")
    assert clerk(path, said("given", paper=paper), key="once")[0] == 200
    assert Consent.objects.filter(person=wang, purpose=PURPOSE).count() == 1
    assert Document.objects.get(token=paper).claimed
    word = body["words"][-1]
    assert (word["said"], word["way"], word["notice"]) == ("given", "counter", notice())
    papers = clerk(f"/people/{wang}/papers")[1]
    assert [(one["paper"], one["proves"], one["purpose"]) for one in papers] == [(paper, "consent", PURPOSE)]


def test_another_s_upload_is_no_paper_of_mine(world: World, clerk: Program) -> None:
    paper = photographed(Program(world, "colleague"))
    status, body = clerk(f"/people/{world.cast.people['wang'].pk}/consents", said("given", paper=paper))
    assert (status, body["code"]) == (422, "consents_paper_missing")


def test_she_withdraws_by_her_own_key_and_nobody_else_does(world: World, clerk: Program) -> None:
    wang = world.cast.people["wang"].pk
    clerk(f"/people/{wang}/consents", said("given", paper=photographed(clerk)))
    hers, his = Program(world, "wang"), Program(world, "chen")
    assert (hers("/my/consents")[1]["person"], state_in(hers("/my/consents")[1])) == (wang, "given")
    assert [(entry.act, entry.persons) for entry in hers.left] == [("mine.consents", [wang])]
    assert state_in(his("/my/consents")[1]) == "open"
    assert clerk("/my/consents")[0] == 404
    assert hers(f"/people/{wang}/consents")[0] == 404
    status, body = hers("/my/consents/withdraw", {"purpose": PURPOSE})
    assert (status, state_in(body)) == (200, "withdrawn")
    assert "consents.withdrew" in [entry.act for entry in hers.left]
    assert hers("/my/consents/withdraw", {"purpose": "no-such"})[0] == 404


def test_who_does_not_keep_the_file_reads_and_notes_nothing(world: World) -> None:
    path = f"/people/{world.cast.people['wang'].pk}/consents"
    stranger = Program(world, "stranger")
    assert stranger(path)[0] == 404
    assert stranger(path, said("declined"))[0] == 404
    assert stranger.left == []
    assert not Consent.objects.exists()


def test_words_that_cannot_be_are_refused_by_their_place(world: World, clerk: Program) -> None:
    path = f"/people/{world.cast.people['wang'].pk}/consents"
    twice = said("declined")
    twice["said"] *= 2
    status, body = clerk(path, twice)
    assert (status, body["errors"][0]["field"]) == (422, "said.1.purpose")
    status, body = clerk(path, said("declined", by_person=world.cast.people["chen"].pk))
    assert (status, body["errors"][0]["field"]) == (422, "by_person")
    status, body = clerk(path, {**said("declined"), "notice": 999_999})
    assert (status, body["code"]) == (409, "consents_notice_changed")


def test_a_notice_is_read_by_its_version(world: World, clerk: Program) -> None:
    (one,) = (one for one in clerk("/notices")[1] if one["code"] == "resident-files")
    assert PURPOSE in {purpose["code"] for purpose in one["purposes"]}
    NoticeVersion.objects.filter(pk=one["notice"]).update(retired=True)
    status, body = clerk(f"/notices/{one['notice']}")
    assert (status, body["in_force"], body["sha256"]) == (200, False, one["sha256"])
    assert clerk("/notices/999999")[0] == 404
