"""Everyone finds their own desk; the planner's is the cockpit, and nobody else has it."""

import pytest
from django.urls import reverse

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
COCKPIT = reverse("planning:cockpit")


@pytest.fixture(autouse=True, scope="module")
def _plan(counter: Counter) -> None:
    """The cockpit needs a plan to stand against."""
    install(folder=builtin("yunnan"), actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("who", "desk"),
    [
        (None, "resident:home"), ("wang", "resident:home"), ("clerk", "workbench:today"),
        ("inspector", "workbench:today"), ("reviewer", "workbench:today"), ("decider", "workbench:today"),
        ("planner", "planning:cockpit"), ("auditor", "workbench:looks"),
        ("administrator", "workbench:installation"), ("security", "security:accounts"),
        ("newcomer", "resident:home"),
    ],
)  # fmt: skip
def test_the_front_door_leads_to_ones_own_desk(counter: Counter, who: str | None, desk: str) -> None:
    answer = counter.client(who).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(desk))
    assert counter.client(who).get(reverse(desk)).status_code == 200


@pytest.mark.parametrize(
    ("who", "desk"), [("administrator", "administrator:items"), ("planner", "home"), ("auditor", "home")]
)
def test_who_has_no_queue_is_sent_on_from_the_workbench(counter: Counter, who: str, desk: str) -> None:
    answer = counter.client(who).get(reverse("workbench:today"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(desk))


@pytest.mark.parametrize(
    ("who", "start"),
    [
        ("planner", "planning:cockpit"), ("clerk", "workbench:today"), ("auditor", "workbench:looks"),
        ("administrator", "workbench:installation"), ("wang", "resident:mine"),
    ],
)  # fmt: skip
def test_navigation_offers_the_cockpit_to_the_planner_alone(counter: Counter, who: str, start: str) -> None:
    found = Html(counter.client(who).get(reverse(start)).content.decode())
    assert (COCKPIT in found.values("href")) == (who == "planner")


def test_a_planners_navigation_has_neither_cases_nor_audit(counter: Counter) -> None:
    links = Html(counter.client("planner").get(COCKPIT).content.decode()).values("href")
    closed = {reverse(name) for name in ("workbench:today", "workbench:involved", "workbench:looks")}
    assert closed & set(links) == set()
