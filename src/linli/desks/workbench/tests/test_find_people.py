"""The box on the desk lists people of one's places, masked, with a way to the file; the page leaves one entry."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.desks.workbench import finding_pages
from linli.kernel.audit.models import AuditEntry
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
FIND = reverse("workbench:find")


def ask(counter: Counter, who: str, query: str, **more: str) -> Any:
    answer = counter.client(who).post(FIND, {"q": query, **more}, follow=True)
    assert answer.status_code == 200
    return answer


def people(counter: Counter, who: str, query: str) -> list[str]:
    return [row.name for row in ask(counter, who, query).context["people"]]


@pytest.mark.parametrize("query", ["王桂兰", "桂兰", "wgl", "wangguilan", "1111", "王 1942", "301 王桂"])
def test_whoever_keeps_the_files_finds_people_and_nobody_else_does(counter: Counter, query: str) -> None:
    found = {
        who: people(counter, who, query) for who in ("clerk", "inspector", "stranger", "reviewer", "decider")
    }
    assert found == {
        "clerk": ["王桂兰"],
        "inspector": ["王桂兰"],
        "stranger": [],
        "reviewer": [],
        "decider": [],
    }


def test_a_line_leads_to_the_file_and_hides_the_numbers(counter: Counter) -> None:
    answer = ask(counter, "clerk", "wgl")
    (row,) = answer.context["people"]
    assert row.href == reverse("files:person", args=[counter.cast.people["wang"].pk])
    assert (row.phone, row.place) == ("138****1111", "南山社区")
    page = answer.content.decode()
    assert "13800001111" not in page
    assert row.id_number in page


def test_cases_of_whom_was_found_are_listed_beside_and_one_entry_names_all(counter: Counter) -> None:
    number = counter.open_case("wang")
    before = AuditEntry.objects.count()
    answer = ask(counter, "clerk", "wgl")
    assert [row.number for group in answer.context["queue"].groups for row in group.rows] == [number]
    (look,) = AuditEntry.objects.order_by("id")[before:]
    assert (look.act, look.persons) == ("queue.find", [counter.cast.people["wang"].pk])


def test_pages_of_people_follow_by_post(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_pages, "PAGE", 1)
    first = ask(counter, "clerk", "301")
    second = ask(counter, "clerk", "301", after=first.context["after"])
    assert b'name="after"' in first.content
    shown = [row.name for answer in (first, second) for row in answer.context["people"]]
    assert sorted(shown) == ["王桂兰", "陈有福"]
    assert b'name="after"' not in second.content


def test_however_many_are_found_fourteen_statements_do(counter: Counter) -> None:
    browser = counter.client("clerk")

    def cost(query: str) -> int:
        browser.post(FIND, {"q": query}, follow=True)
        with CaptureQueriesContext(connection) as statements:
            browser.post(FIND, {"q": query}, follow=True)  # two requests: keep what is asked, find
        return len(statements)

    assert cost("王桂") == cost("301") <= 14
