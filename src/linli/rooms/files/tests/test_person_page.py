"""The page of a person: what it shows, what it leaves in the audit log, and what is shown for a purpose only."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel import codes
from linli.kernel.crypto import seal
from linli.registers.people.models import Label, Residence
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label
from tests.support.world import PHONES, World

from .conftest import Visit

pytestmark = pytest.mark.django_db
BUDGET = 60
"""Statements of the page with session, actor, frame, file, cases and the entry that it leaves."""


def path(world: World, route: str = "person", who: str = "wang") -> str:
    return reverse(f"files:{route}", args=[world.cast.people[who].pk])


def test_the_page_leaves_one_entry_with_subjects_fields_and_purpose(world: World, visit: Visit) -> None:
    response, (entry,) = visit(path(world))
    wang = world.cast.people["wang"].pk
    assert response.status_code == 200
    assert (entry.kind, entry.act, entry.object_ref) == ("look", "files.person", f"person:{wang}")
    assert entry.persons == [wang]
    assert {"name", "addresses", "labels", "cases"} <= set(entry.fields)
    assert entry.purpose == "本辖区档案管理"


def test_numbers_stand_masked_and_cases_come_from_their_own_room(world: World, visit: Visit) -> None:
    page = visit(path(world))[0].content.decode()
    assert "138****1111" in page
    assert PHONES["wang"] not in page
    assert codes.id_number_for("999999", date(1942, 1, 5), 2) not in page
    assert "高龄老人" in page
    assert world.cases["decided"] in page


def test_the_page_keeps_its_budget(world: World, visit: Visit) -> None:
    visit(path(world))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visit(path(world))
    assert len(queries) <= BUDGET


def test_who_lives_elsewhere_than_registered_is_marked(world: World, visit: Visit) -> None:
    words = "户籍和居住不在同一个社区"
    assert words not in visit(path(world))[0].content.decode()
    home = Residence.objects.get(person=world.cast.people["wang"], kind="registered")
    Residence.objects.filter(pk=home.pk).update(**world.cast.places["532301100002"].columns())
    assert words in visit(path(world))[0].content.decode()


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"what": "phone", "why": "", "words": "通知领取补贴"}, "请选择用途"),
        ({"what": "phone", "why": "contact", "words": "看"}, "请用几个字说明用途"),
        ({"what": "document:1", "why": "contact", "words": "通知领取补贴"}, "请选择要看什么"),
    ],
)
def test_without_a_purpose_no_number_is_shown_and_what_was_typed_stays(
    world: World, visit: Visit, sent: dict[str, str], fault: str
) -> None:
    response, entries = visit(path(world, "reveal"), sent=sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert fault in page
    assert f'value="{sent["words"]}"' in page
    assert PHONES["wang"] not in page
    assert [entry.act for entry in entries] == ["files.person"]


def test_a_number_is_shown_for_a_purpose_which_stands_in_an_entry_of_its_own(
    world: World, visit: Visit
) -> None:
    sent = {"what": "phone", "why": "contact", "words": "通知领取补贴"}
    response, entries = visit(path(world, "reveal"), sent=sent)
    assert PHONES["wang"] in response.content.decode()
    reveal, page = entries
    assert (reveal.act, reveal.fields, reveal.purpose) == (
        "files.reveal",
        ["phone"],
        "联系本人：通知领取补贴",
    )
    assert reveal.persons == [world.cast.people["wang"].pk]
    assert page.act == "files.person"
    assert PHONES["wang"] not in visit(path(world))[0].content.decode()


def test_a_sealed_label_is_told_to_be_there_and_opened_for_a_purpose(world: World, visit: Visit) -> None:
    code = "chronic-illness"
    Label.objects.create(
        person=world.cast.people["wang"], code_sealed=seal(code, context=CONTEXT_LABEL),
        code_digest=digest_label(code), valid=DateRange(date(2020, 1, 1), None), source="counter",
    )  # fmt: skip
    page = visit(path(world))[0].content.decode()
    assert "加密标签" in page
    assert "慢性病" not in page
    sent = {"what": "labels", "why": "service", "words": "家庭医生签约"}
    response, entries = visit(path(world, "reveal"), sent=sent)
    assert "慢性病" in response.content.decode()
    assert entries[0].fields == ["labels"]
