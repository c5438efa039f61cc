"""Protective looks: withheld from whom they are about, guardian and household; shown to the auditor."""

from typing import Any

import pytest
from django.urls import reverse

from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.files import list_reuses
from linli.registers.people.models import Household, Membership
from linli.rooms.files.display.purposes import PROTECTIVE
from tests.support.cast import ALWAYS
from tests.support.world import World

from .conftest import Visit

pytestmark = pytest.mark.django_db
LOOKS, WITHHELD = reverse("mine:looks"), reverse("workbench:withheld")
WORDS = "接到学校反映"


def reveal(world: World, visit: Visit, why: str, who: str = "clerk") -> list[AuditEntry]:
    path = reverse("files:reveal", args=[world.cast.people["wang"].pk])
    response, entries = visit(path, who, {"what": "phone", "why": why, "words": WORDS})
    assert response.status_code == 200
    return entries


def told(visit: Visit, who: str = "wang") -> list[str]:
    """What stands on her page of looks and on that of her file."""
    pages = (visit(path, who)[0].content.decode() for path in (LOOKS, reverse("mine:file")))
    return [page.split("<main", 1)[1].split("</main>", 1)[0] for page in pages]


@pytest.mark.parametrize("why", sorted(PROTECTIVE))
def test_the_look_and_the_page_around_it_are_marked(world: World, visit: Visit, why: str) -> None:
    assert [(entry.act, entry.withheld) for entry in reveal(world, visit, why)] == [
        ("files.reveal", True), ("files.person", True),
    ]  # fmt: skip


def test_an_ordinary_purpose_is_told(world: World, visit: Visit) -> None:
    assert {entry.withheld for entry in reveal(world, visit, "contact")} == {False}
    assert WORDS in told(visit)[0]


def test_neither_she_nor_her_household_reads_of_it(world: World, visit: Visit) -> None:
    household = Household.objects.get(number="H-532301-1")
    chen = world.cast.people["chen"]
    Membership.objects.create(household=household, person=chen, relation="10", valid=ALWAYS)
    before = {who: told(visit, who) for who in ("wang", "chen")}
    entries = reveal(world, visit, "domestic-violence")
    assert chen.pk in entries[1].persons, "the page named him, too"
    assert {who: told(visit, who) for who in ("wang", "chen")} == before


def test_whoever_acts_in_her_name_reads_no_more_than_she(world: World, visit: Visit) -> None:
    """A guardian reads by the lock of the child's file: the rows are not there."""
    reveal(world, visit, "child-protection")
    wang = world.cast.people["wang"].pk
    guardian = world.cast.actor("chen").for_another(wang, name="王桂兰", standing="监护人代办")
    with acting_as(guardian):
        assert not AuditEntry.objects.filter(purpose__contains=WORDS).exists()


def test_colleagues_do_not_read_the_reason_among_who_uses_the_file(world: World, visit: Visit) -> None:
    reveal(world, visit, "domestic-violence")
    assert WORDS not in {
        reuse.purpose.partition("：")[2] for reuse in list_reuses(world.cast.people["wang"].pk)
    }


def test_the_auditor_reads_who_and_why_and_that_it_was_withheld(world: World, visit: Visit) -> None:
    reveal(world, visit, "investigation")
    page = visit(WITHHELD, "auditor")[0].content.decode()
    assert "有权机关调查：接到学校反映" in page
    assert "李芳" in page
    assert "王桂兰" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert visit(WITHHELD, "auditor-next")[0].context["table"] == []


def test_looks_at_restricted_labels_stand_there_too(world: World, visit: Visit) -> None:
    clerk = world.cast.actor("clerk")
    with acting_as(clerk):
        actions.give_restricted_label(
            actor=clerk, now=world.now, person_id=world.cast.people["wang"].pk, code="child-protection",
            day=ALWAYS.lower, needs=[], purpose="强制报告",
        )  # fmt: skip
    rows: list[dict[str, Any]] = visit(WITHHELD, "auditor")[0].context["table"]
    assert [(row["purpose"], row["persons"]) for row in rows] == [("强制报告", 0)]


@pytest.mark.parametrize("who", ["clerk", "wang", "administrator", "security", "planner"])
def test_nobody_else_opens_the_list(visit: Visit, who: str) -> None:
    assert visit(WITHHELD, who)[0].status_code == 404
