"""«Told to you»: what one's posts were told stands on the desk until somebody there has taken note of it."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.engines.notices.actions import To, notify
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
TODAY, TOLD = reverse("workbench:today"), reverse("workbench:told_posts")
INSTALLATION = reverse("workbench:installation")


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(counter: Counter) -> Case:
    return Case.objects.get(number=counter.open_case("wang"))


def tell(case: Case, count: int = 1, *, role: str = "clerk") -> None:
    scope = f"community:{case.community}" if role == "clerk" else f"county:{case.county}"
    for index in range(count):
        notify(
            event="matters-triage",
            subject=f"case:{case.pk}",
            recipients=[To("handler", role=role, scope=scope)],
            facts={"title": f"第{index}件", "number": case.number, "matter": "m", "reason": "nobody"},
            now=NOW,
            key=f"{role}:{index}",
            link=f"/desk/cases/{case.number}/" if role == "clerk" else "",
        )


def page(counter: Counter, who: str, address: str = TODAY) -> Html:
    answer = counter.client(who).get(address)
    assert answer.status_code == 200
    return Html(answer.content.decode())


def test_who_holds_the_post_reads_it_and_comes_to_the_case(counter: Counter, case: Case) -> None:
    tell(case)
    for who in ("clerk", "colleague"):
        shown = page(counter, who)
        assert "“第0件”" in shown.text
        assert f"/desk/cases/{case.number}/" in shown.values("href")
    for who in ("stranger", "inspector", "reviewer", "decider"):
        assert "第0件" not in page(counter, who).text
        assert "第0件" not in page(counter, who, TOLD).text


def test_today_shows_the_five_newest_and_the_page_all(counter: Counter, case: Case) -> None:
    tell(case, 7)
    today = page(counter, "clerk").text
    assert [f"第{index}件" in today for index in range(7)] == [False, False, True, True, True, True, True]
    assert today.index("第6件") < today.index("第2件")
    assert all(f"第{index}件" in page(counter, "clerk", TOLD).text for index in range(7))


def test_what_one_has_taken_note_of_leaves_the_desk_of_all_and_stays_on_the_page(
    counter: Counter, case: Case
) -> None:
    tell(case, 2)
    newest = max(Dispatch.objects.filter(template="matters-triage").values_list("pk", flat=True))
    answer = counter.client("clerk").post(TOLD, {"message": [newest], "from": "today"})
    assert answer.headers["Location"] == TODAY
    for who in ("clerk", "colleague"):
        today = page(counter, who).text
        assert ("第0件" in today, "第1件" in today) == (True, False)
        assert "第1件" in page(counter, who, TOLD).text
    entry = AuditEntry.objects.get(act="notice.heard")
    assert (entry.actor_user_id, entry.object_ref) == (counter.cast.users["clerk"].pk, f"case:{case.pk}")


def test_nobody_takes_note_for_another_post(counter: Counter, case: Case) -> None:
    tell(case)
    row = Dispatch.objects.get(template="matters-triage")
    for sent in ([row.pk], ["x", "", "9" * 30]):
        assert counter.client("stranger").post(TOLD, {"message": sent}).status_code == 302
    row.refresh_from_db()
    assert row.read_at is None
    assert AuditEntry.objects.filter(act="notice.heard").count() == 0


def test_the_administrator_reads_it_on_the_page_of_the_installation(counter: Counter, case: Case) -> None:
    tell(case, role="administrator")
    shown = page(counter, "administrator", INSTALLATION)
    assert "“第0件”" in shown.text
    assert f"/desk/cases/{case.number}/" not in shown.values("href"), "she sees no case"
    assert "第0件" in page(counter, "administrator", TOLD).text
    row = Dispatch.objects.get(template="matters-triage")
    back = counter.client("administrator").post(TOLD, {"message": [row.pk], "from": "installation"})
    assert back.headers["Location"] == INSTALLATION
    assert "第0件" not in page(counter, "administrator", INSTALLATION).text


def test_a_desk_without_news_is_calm(counter: Counter) -> None:
    shown = page(counter, "clerk")
    assert "知道了" not in shown.text
    assert TOLD in shown.values("href")
    assert "还没有告诉您所在岗位的事" in page(counter, "clerk", TOLD).text


def test_what_was_told_costs_the_desk_one_statement_and_nothing_where_there_is_none(
    counter: Counter, case: Case
) -> None:
    def statements() -> tuple[int, int]:
        browser: Any = counter.client("clerk")
        browser.get(TODAY)
        with CaptureQueriesContext(
            connection,
        ) as made:
            browser.get(TODAY)
        about = [one for one in made.captured_queries if 'FROM "dispatch"' in one["sql"]]
        return len(about), len(made.captured_queries)

    without = statements()
    tell(case, 5)
    many = statements()
    assert without[0] == 1, "whether there is anything stands in one statement with what else may wait"
    assert many == (without[0] + 1, without[1] + 1)
    assert without[1] <= 7
