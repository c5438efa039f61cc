"""Lists of persons and households, and files that may be about one person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel.clock import local_day
from linli.kernel.crypto import seal
from linli.kernel.guard import acting_as
from linli.registers.people.models import DuplicatePair, FileChange, Label, Person, Residence
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label
from linli.rooms.files import queries
from linli.rooms.files.pages import lists
from tests.support.cast import ALWAYS
from tests.support.world import HOUSEHOLD, World

from .conftest import Visit

pytestmark = pytest.mark.django_db
BUDGET = 20
"""Statements of a list, whatever stands on it."""


def names(visit: Visit, query: str = "") -> list[str]:
    rows = visit(reverse("files:people") + query)[0].context["rows"]
    return [row.name for row in rows]


def test_the_list_is_narrowed_by_label_age_and_where_she_is_registered(world: World, visit: Visit) -> None:
    assert names(visit) == ["王桂兰", "陈有福"]
    assert names(visit, "?label=old-age") == ["王桂兰"]
    assert names(visit, "?label=none") == []
    assert names(visit, "?from=80") == ["王桂兰"]
    assert names(visit, "?to=80") == ["陈有福"]
    assert names(visit, "?from=x&to=99999999999999999999999") == ["王桂兰", "陈有福"]
    assert names(visit, "?apart=yes") == []
    home = Residence.objects.filter(person=world.cast.people["chen"], kind="registered")
    home.update(**world.cast.places["532301100002"].columns())
    assert names(visit, "?apart=yes") == ["陈有福"]


def test_the_list_goes_on_where_the_page_ended(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    following = visit(reverse("files:people") + "?from=1")[0].context["following"]
    assert names(visit, following) == ["陈有福"]


def test_a_page_looks_at_so_many_homes_and_says_where_to_go_on(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_STEPS", (2,))
    first = visit(reverse("files:people") + "?to=80")[0]
    assert first.context["rows"] == []
    assert names(visit, first.context["following"]) == ["陈有福"]
    actor, day = world.cast.actor("clerk"), local_day(world.now)
    with acting_as(actor, day=day):
        found = queries.list_people(actor, queries.Filter(oldest=80), day=day, after=0, limit=9)
    assert [one.name for one in found] == ["陈有福"]


def test_a_label_that_is_sealed_lists_nobody(world: World, visit: Visit) -> None:
    code = "chronic-illness"
    Label.objects.create(
        person=world.cast.people["wang"], code_sealed=seal(code, context=CONTEXT_LABEL),
        code_digest=digest_label(code), valid=ALWAYS, source="counter",
    )  # fmt: skip
    assert names(visit, f"?label={code}") == []


def test_a_list_leaves_one_entry_and_keeps_its_budget_however_long(world: World, visit: Visit) -> None:
    _response, (entry,) = visit(reverse("files:people"))
    assert (entry.act, len(entry.persons)) == ("files.people", 2)
    for number in range(20):
        person = Person.objects.create(name=f"居民{number}", sex="1", birth_date=date(1980, 1, 1))
        place = world.cast.places["532301100001"].columns()
        Residence.objects.create(person=person, kind="dwelling", address="x", valid=ALWAYS, **place)
    for route in ("people", "households", "changes", "duplicates"):
        with CaptureQueriesContext(connection) as statements:
            visit(reverse(f"files:{route}"))
        assert len(statements) <= BUDGET, route


def test_a_household_is_told_with_its_members_and_what_they_are(world: World, visit: Visit) -> None:
    response, (entry,) = visit(reverse("files:household", args=[world.household]))
    page = response.content.decode()
    assert HOUSEHOLD in page
    assert "户主" in page
    assert entry.object_ref == f"household:{world.household}"
    assert HOUSEHOLD in visit(reverse("files:households"))[0].content.decode()


def test_two_persons_stay_two_for_good(world: World, visit: Visit) -> None:
    address = reverse("files:pair", args=[world.pair])
    page, (entry,) = visit(address)
    assert entry.persons == sorted(world.cast.people[who].pk for who in ("wang", "chen"))
    assert "不同" in page.content.decode()
    assert visit(address, sent={"verb": "other"})[0].status_code == 302
    assert DuplicatePair.objects.get(pk=world.pair).state == "dismissed"
    assert visit(reverse("files:duplicates"))[0].context["rows"] == []


def test_one_person_becomes_one_file_and_two_again(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    place = world.cast.places["532301100001"].columns()
    twin = Person.objects.create(name="王桂兰", sex="2", birth_date=wang.birth_date)
    Residence.objects.create(person=twin, kind="dwelling", address="x", valid=ALWAYS, **place)
    pair = DuplicatePair.objects.create(first=wang, second=twin, rule="name-birth")
    address = reverse("files:pair", args=[pair.pk])
    assert visit(address, sent={"verb": "same", "survivor": "0"})[0].status_code == 422
    visit(address, sent={"verb": "same", "survivor": str(wang.pk)})
    merge = FileChange.objects.latest("id")
    _carry(visit, merge)
    twin.refresh_from_db()
    assert twin.merged_into_id == wang.pk
    assert "1份档案并入了这份" in visit(reverse("files:person", args=[wang.pk]))[0].content.decode()
    sent = {"verb": "undo", "revision": "3"}
    visit(reverse("files:step", args=[merge.pk]), sent=sent)
    undo = FileChange.objects.latest("id")
    assert undo.kind == "merge-undone"
    _carry(visit, undo)
    twin.refresh_from_db()
    assert twin.merged_into_id is None


def _carry(visit: Visit, change: FileChange) -> None:
    """Checked by the colleague, applied by who drafted it."""
    for verb, who in (("check", "colleague"), ("apply", "clerk")):
        change.refresh_from_db()
        sent = {"verb": verb, "revision": str(change.revision)}
        assert visit(reverse("files:step", args=[change.pk]), who, sent)[0].status_code == 302
    change.refresh_from_db()
    assert change.state == "applied"
