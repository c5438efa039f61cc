"""Labels that end soon and children who are fourteen soon stand on one page, for the places of who asks."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from linli.kernel.clock import local_day
from linli.registers.people.models import Label, Person, Relationship, Residence
from linli.registers.people.rules import years_before
from tests.support.cast import ALWAYS
from tests.support.world import World

from .conftest import Visit

pytestmark = pytest.mark.django_db


def in_days(world: World, days: int) -> date:
    return date.fromordinal(local_day(world.now).toordinal() + days)


def shown(visit: Visit, group: str, who: str = "clerk") -> list[tuple[str, str]]:
    response, _entries = visit(reverse("files:ending"), who)
    return [(row.name, row.what) for row in response.context[group]]


@pytest.mark.parametrize(("days", "told"), [(1, True), (31, True), (32, False), (0, False)])
def test_a_label_is_told_of_in_the_month_before_it_ends(
    world: World, visit: Visit, days: int, told: bool
) -> None:
    Label.objects.create(
        person=world.cast.people["wang"], code="living-alone", valid=DateRange(date(2020, 1, 1), in_days(world, days)),
        source="counter",
    )  # fmt: skip
    assert (("王桂兰", "独居老人") in shown(visit, "labels")) == told
    assert shown(visit, "labels", "stranger") == []


def test_the_dead_are_left_alone_and_the_look_is_written(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    Label.objects.create(
        person=wang,
        code="living-alone",
        valid=DateRange(date(2020, 1, 1), in_days(world, 5)),
        source="counter",
    )
    _response, (entry,) = visit(reverse("files:ending"))
    assert (entry.act, entry.persons) == ("files.ending", [wang.pk])
    Person.objects.filter(pk=wang.pk).update(deceased_on=date(2026, 1, 1))
    assert shown(visit, "labels") == []


@pytest.mark.parametrize(("days", "told"), [(1, True), (31, True), (32, False), (0, False)])
def test_a_child_with_a_guardian_is_told_of_before_the_fourteenth_birthday(
    world: World, visit: Visit, days: int, told: bool
) -> None:
    place = world.cast.places["532301100001"].columns()
    child = Person.objects.create(name="王小宝", sex="1", birth_date=years_before(in_days(world, days), 14))
    Residence.objects.create(person=child, kind="dwelling", address="x", valid=ALWAYS, **place)
    assert shown(visit, "children") == []
    Relationship.objects.create(person=child, other=world.cast.people["wang"], kind="guardian", valid=ALWAYS)
    assert (("王小宝", "") in shown(visit, "children")) == told
