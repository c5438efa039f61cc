"""What a resident wrote stands where her matter is listed, and first on its page: sealed, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.rooms.matters import actions
from linli.rooms.matters.models import CatalogueEntry
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
COMPLAINT = "environment-complaint"
WHAT = "旧家具挡住了路，摔了一跤"
LINE = "楼道堆放 · 3栋2单元楼道"


@pytest.fixture
def worked(counter: Counter) -> Counter:
    with acting_as(SYSTEM):
        if not CatalogueEntry.objects.filter(code=COMPLAINT).exists():
            install(folder=builtin("worked"), actor=SYSTEM, now=NOW)
    return counter


def complain(counter: Counter, where: str = "3栋2单元楼道") -> str:
    actor = counter.cast.actor("wang")
    raw = {"kind": "stairway", "what": WHAT, "where": where, "phone": "13800001111"}
    with acting_as(actor):
        return actions.apply(actor=actor, now=NOW, code=COMPLAINT, raw=raw, again=True).number


def read(counter: Counter, who: str, route: str, *args: str) -> Html:
    with travel(NOW + timedelta(minutes=5)):
        return Html(counter.client(who).get(reverse(route, args=args)).content.decode())


@pytest.mark.parametrize(
    ("who", "route"), [("wang", "resident:mine"), ("wang", "resident:home"), ("clerk", "workbench:today")]
)
def test_two_complaints_are_told_apart_in_a_list(worked: Counter, who: str, route: str) -> None:
    complain(worked)
    complain(worked, "花园路口")
    page = read(worked, who, route).text
    assert LINE in page
    assert "楼道堆放 · 花园路口" in page
    assert WHAT not in page


def test_her_page_and_the_clerks_show_it_before_anything_is_to_be_done(worked: Counter) -> None:
    number = complain(worked)
    hers = read(worked, "wang", "matters:my_case", number).text
    assert hers.index(LINE) < hers.index(WHAT) < hers.index("办到哪一步")
    theirs = read(worked, "clerk", "matters:case", number)
    assert theirs.text.index(WHAT) < theirs.text.index("轮到你办")
    assert theirs.text.count(WHAT) == 1


def test_a_list_that_shows_it_says_so_in_the_record_of_looks(worked: Counter) -> None:
    complain(worked)
    read(worked, "clerk", "workbench:today")
    entry = AuditEntry.objects.filter(act="queue.page").latest("id")
    assert "answers" in entry.fields


def test_the_lines_of_a_list_take_one_statement(worked: Counter) -> None:
    def count() -> int:
        read(worked, "wang", "resident:mine")
        with CaptureQueriesContext(connection) as statements:
            read(worked, "wang", "resident:mine")
        return len(statements)

    complain(worked)
    one = count()
    for _ in range(3):
        complain(worked)
    assert count() == one
