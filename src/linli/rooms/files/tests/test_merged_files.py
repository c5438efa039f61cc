"""Two files that became one: what the merged one did is shown and found with the one that stays."""

import pytest
from django.urls import reverse

from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.details import PersonMerge
from linli.registers.people.models import Person, Residence
from linli.registers.people.search import refresh_keys
from linli.rooms.matters.queries import get_open_number
from tests.support.cast import ALWAYS, TODAY
from tests.support.world import MATTER, World

from .conftest import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def survivor(world: World) -> Person:
    """A file under another name, into which that of 王桂兰 is merged."""
    wang = world.cast.people["wang"]
    place = world.cast.places["532301100001"].columns()
    made = Person.objects.create(name="王贵岚", sex="2", birth_date=wang.birth_date, synthetic=True)
    Residence.objects.create(person=made, kind="dwelling", address="x", valid=ALWAYS, **place)
    refresh_keys([made.pk], day=TODAY)
    clerk, colleague = world.cast.actor("clerk"), world.cast.actor("colleague")
    with acting_as(clerk):
        change = actions.draft_change(
            actor=clerk, now=world.now, details=PersonMerge(survivor=made.pk, other=wang.pk)
        )
    with acting_as(colleague):
        for verb in (actions.check_change, actions.apply_change):
            change = verb(actor=colleague, now=world.now, change_id=change.pk, revision=change.revision)
    return made


def test_cases_of_the_merged_file_stand_on_the_page_of_the_one_that_stays(
    world: World, visit: Visit, survivor: Person
) -> None:
    page = visit(reverse("files:person", args=[survivor.pk]))[0].content.decode()
    assert world.cases["decided"] in page
    old = visit(reverse("files:person", args=[world.cast.people["wang"].pk]))[0]
    assert old.context["whole"].person == survivor


def test_they_are_found_by_the_name_of_the_one_that_stays(
    world: World, visit: Visit, survivor: Person
) -> None:
    found, entries = visit(reverse("workbench:find"), sent={"q": "王贵岚"})
    assert world.cases["fresh"] in {case.number for case in found.context["cases"]}
    assert world.cast.people["wang"].pk in {person for entry in entries for person in entry.persons}


def test_an_open_case_of_the_merged_file_is_told_before_another_is_opened(
    world: World, survivor: Person
) -> None:
    assert get_open_number(survivor.pk, MATTER) in world.cases.values()
