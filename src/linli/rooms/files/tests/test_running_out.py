"""Labels that end soon and children who are fourteen soon stand on one page, for the places of who asks."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as
from linli.registers.people import reminders
from linli.registers.people.models import Label, Person, Relationship, Residence
from linli.registers.people.rules import years_before
from linli.rooms.files.pages.reminders import AHEAD, PAGE
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


def plant(world: World, count: int) -> None:
    """Labels of one person, each of a kind of its own, that end some day of the next three years."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE person_label DROP CONSTRAINT person_label_once")
        cursor.execute(
            """INSERT INTO person_label (person_id, code, valid, source)
            SELECT %s, 'k' || n, daterange(%s, %s::date + 1 + n %% 1000), 'demo' FROM generate_series(1, %s) AS n""",
            [world.cast.people["wang"].pk, date(2020, 1, 1), local_day(world.now), count],
        )
        cursor.execute("ANALYZE person_label")


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(one for below in plan.get("Plans", ()) for one in nodes(below))]


@pytest.mark.parametrize("who", ["clerk", "inspector"])
def test_of_a_hundred_thousand_labels_only_those_of_the_page_are_read(world: World, who: str) -> None:
    plant(world, 100_000)
    actor, day = world.cast.actor(who), local_day(world.now)
    with acting_as(actor, day=day), CaptureQueriesContext(connection) as asked:
        found = reminders.list_ending(actor, day=day, until=day + AHEAD, limit=PAGE)
        (statement,) = [one["sql"] for one in asked if "person_label" in one["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement.replace("%", "%%"), [])
            (plan,) = cursor.fetchone()[0]
    assert len(found) == PAGE
    read = [node for node in nodes(plan["Plan"]) if node.get("Relation Name") == "person_label"]
    assert [node["Index Name"] for node in read] == ["person_label_ending"]
    assert (
        sum(
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            for node in read
        )
        < 500
    )


def test_what_runs_out_is_read_on_page_by_page_without_a_gap(world: World) -> None:
    plant(world, 3_000)
    actor, day = world.cast.actor("clerk"), local_day(world.now)
    with acting_as(actor, day=day):
        whole = [one.pk for one in reminders.list_ending(actor, day=day, until=day + AHEAD, limit=10_000)]
        seen: list[int] = []
        after: reminders.After | None = None
        while page := reminders.list_ending(actor, day=day, until=day + AHEAD, limit=7, after=after):
            seen += [one.pk for one in page]
            after = page[-1].valid.upper, page[-1].pk
    assert len(whole) > 60
    assert seen == whole


def test_the_page_leads_to_further_rows_and_any_nonsense_to_the_first(world: World, visit: Visit) -> None:
    plant(world, 3_000)
    first, _entries = visit(reverse("files:ending"))
    following, _entries = visit(reverse("files:ending") + first.context["more_labels"])
    assert first.context["labels"] != following.context["labels"]
    for nonsense in ("x", "2026-13-01.1", "2026-12-01", "2026-12-01.x", "."):
        again, _entries = visit(f"{reverse('files:ending')}?after={nonsense}")
        assert again.context["labels"] == first.context["labels"]
