"""The pages of sharing, walked by who uses them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from linli.kernel import clock
from linli.kernel.audit.models import AuditEntry
from linli.registers.people.models import Person, Residence
from linli.rooms.sharing.jobs import make_exports
from linli.rooms.sharing.models import Agreement, Export
from linli.rooms.sharing.pages import reading
from linli.rooms.sharing.queries.cursors import read_cursor, write_cursor
from tests.support.cast import ALWAYS
from tests.support.sharing import asking
from tests.support.world import World, kept_world, rolled_back

pytestmark = pytest.mark.django_db
BORN = "1942-01-05"
"""Of 王桂兰, whose name stands in the strip of the demo."""


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with kept_world(django_db_blocker) as found:
        yield found


@pytest.fixture
def world(kept: World, db: None) -> Iterator[World]:
    with rolled_back():
        yield kept


def ask(world: World, who: str, route: str, *args: Any, sent: Any = None, query: str = "") -> HttpResponse:
    browser, path = world.client(who), reverse(f"sharing:{route}", args=args) + query
    answer = browser.get(path) if sent is None else browser.post(path, sent)
    assert isinstance(answer, HttpResponse)
    return answer


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_from_the_request_to_the_first_look(world: World) -> None:
    answer = ask(world, "recipient", "ask", sent=asking(world))
    number = Agreement.objects.latest("pk").number
    assert answer.headers["Location"] == reverse("sharing:agreement", args=[number])
    assert ask(world, "recipient", "people", number).status_code == 403
    page = text_of(ask(world, "decider", "agreement", number))
    assert "核对长期护理保险参保人" in page
    assert "《社会保险法》第七十四条" in page
    given = {"verb": "approve", "revision": "0", "reason": "用途明确"}
    assert ask(world, "decider", "step", number, sent=given).status_code == 302
    answer = ask(world, "recipient", "people", number, query="?list=yes")
    assert answer.status_code == 200
    assert BORN in text_of(answer)
    entry = AuditEntry.objects.latest("id")
    assert (entry.act, entry.object_ref) == ("share.page", f"share:{number}")
    assert len(entry.persons) == 2


def test_the_forms_alone_show_and_record_nobody(world: World) -> None:
    last = AuditEntry.objects.latest("id").pk
    page = text_of(ask(world, "recipient", "people", world.agreement))
    assert BORN not in page
    assert not AuditEntry.objects.filter(id__gt=last).exists()


def test_a_number_is_looked_up_without_standing_in_an_address(world: World) -> None:
    wrong = ask(world, "recipient", "people", world.agreement, sent={"id_number": "532301"})
    assert wrong.status_code == 422
    assert "身份证号不正确" in text_of(wrong)
    born = {"name": "王桂兰", "birth_date": "1942-01-05"}
    found = ask(world, "recipient", "people", world.agreement, sent=born)
    assert found.context["table"].rows[0][0] == ("姓名", "王桂兰")
    nobody = ask(world, "recipient", "people", world.agreement, sent={**born, "birth_date": "1942-01-06"})
    assert "协议范围内没有符合的人" in text_of(nobody)


def test_a_list_goes_on_by_a_cursor_that_names_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 1)
    first = ask(world, "recipient", "people", world.agreement, query="?list=yes")
    following = first.context["following"]
    rest = ask(world, "recipient", "people", world.agreement, query=following)
    assert rest.context["table"].rows[0][0][1] == "陈有福"
    assert rest.context["following"] == ""
    cursor = write_cursor(world.agreement, 17)
    assert read_cursor(world.agreement, cursor) == 17
    assert [read_cursor(world.request, cursor), read_cursor(world.agreement, "17"), read_cursor("", "…")] == [
        0,
        0,
        0,
    ]


def test_narrowing_by_what_is_not_opened_is_told_in_place(world: World) -> None:
    answer = ask(world, "recipient", "people", world.agreement, query="?list=yes&label=low-income")
    assert answer.status_code == 422
    assert "协议没有约定这个标签" in text_of(answer)
    assert BORN not in text_of(answer)


def test_after_the_last_day_the_department_reads_nothing_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=181)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "已到期" in text_of(ask(world, "recipient", "agreement", world.agreement))
    for query in ("", "?list=yes"):
        answer = ask(world, "recipient", "people", world.agreement, query=query)
        assert answer.status_code == 403
        assert BORN not in text_of(answer)


def test_a_renewal_stands_beside_what_is_in_force(world: World) -> None:
    sent = asking(world) | {"fields": ["name"], "revision": "1"}
    assert ask(world, "recipient", "renew", world.agreement, sent=sent).status_code == 302
    answer = ask(world, "decider", "agreement", world.agreement)
    assert answer.context["compared"]
    changed = {row.label: (row.before, row.value) for row in answer.context["terms"] if row.changed}
    assert set(changed) == {"共享字段"}
    assert changed["共享字段"][1] == "姓名"
    assert ask(world, "recipient", "renew", world.agreement).status_code == 404


def test_a_bulk_export_from_the_list_of_files_to_the_fetched_file(world: World) -> None:
    sent = {"fields": ["name", "phone"], "format": "csv", "reason": "节前慰问名单", "youngest": "80"}
    answer = ask(world, "clerk", "ask_kept", sent=sent)
    export = Export.objects.latest("pk")
    assert answer.headers["Location"] == reverse("sharing:export", args=[export.pk])
    assert "要由另一岗位的人审批" in text_of(ask(world, "clerk", "export", export.pk))
    assert ask(world, "clerk", "fetch", export.pk, sent={}).status_code == 410
    refused = ask(world, "inspector", "decide", export.pk, sent={"verb": "approve", "reason": ""})
    assert refused.status_code == 422
    approved = ask(
        world, "inspector", "decide", export.pk, sent={"verb": "approve", "reason": "节前走访需要"}
    )
    assert approved.status_code == 302
    assert make_exports(clock.now()) == 1
    assert "文件已经生成" in text_of(ask(world, "clerk", "export", export.pk))
    assert "文件已经生成" not in text_of(ask(world, "inspector", "export", export.pk))
    fetched = ask(world, "clerk", "fetch", export.pk, sent={})
    assert fetched.headers["Content-Disposition"] == f'attachment; filename="linli-{export.pk}.csv"'
    assert "13800001111" in text_of(fetched)
    assert "陈有福" not in text_of(fetched)
    assert ask(world, "clerk", "fetch", export.pk, sent={}).status_code == 410


def test_a_short_list_is_there_at_once(world: World) -> None:
    sent = {"format": "xlsx", "reason": "季度核对"}
    answer = ask(world, "recipient", "ask_shared", world.agreement, sent=sent)
    assert "文件已经生成" in world.client("recipient").get(answer.headers["Location"]).content.decode()
    fetched = ask(world, "recipient", "fetch", Export.objects.latest("pk").pk, sent={})
    assert fetched.content[:2] == b"PK"


def test_the_list_of_files_leads_to_an_export_narrowed_likewise(world: World) -> None:
    page = world.client("clerk").get(reverse("files:people") + "?label=old-age&from=80").content.decode()
    assert f"{reverse('sharing:ask_kept')}?label=old-age&amp;youngest=80" in page


def test_staff_see_on_a_file_which_agreements_give_it_away(world: World) -> None:
    person = world.cast.people["wang"]
    page = world.client("clerk").get(reverse("files:person", args=[person.pk])).content.decode()
    assert world.agreement in page
    assert world.request not in page
    place = world.cast.places["532301100002"].columns()
    other = Person.objects.create(name="北湖居民", sex="1")
    Residence.objects.create(person=other, kind="dwelling", address="x", valid=ALWAYS, **place)
    page = world.client("stranger").get(reverse("files:person", args=[other.pk])).content.decode()
    assert world.agreement not in page
