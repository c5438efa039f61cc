"""The file of a child, in the hands of a parent; and what an agent with a mandate does not do there."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from linli.kernel import clock
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import list_standings
from linli.registers.mandates import actions
from linli.registers.people.models import FileChange, Person, Relationship, Residence
from tests.support.world import World

pytestmark = pytest.mark.django_db
DO, ACTING = reverse("bindings:acting_do"), reverse("bindings:acting")
PAGES = ("file", "looks", "requests", "consents", "copy", "erase")


@pytest.fixture
def child(world: World) -> Person:
    """王小宝 of 南山社区, five years old, child of 王桂兰."""
    born = clock.local_day(world.now) - timedelta(days=2000)
    made = Person.objects.create(name="王小宝", sex="1", birth_date=born, synthetic=True)
    since, place = DateRange(born, None), world.cast.places["532301100001"].columns()
    Residence.objects.create(person=made, kind="registered", address="花园路12号", valid=since, **place)
    Relationship.objects.create(person=made, other=world.cast.people["wang"], kind="parent", valid=since)
    return made


@pytest.fixture
def guardian(world: World, child: Person) -> Client:
    """王桂兰 has consented, and acts for the child."""
    browser = world.client("wang")
    browser.post(DO, {"verb": "consent", "who": child.pk, "sure": "yes"})
    return browser


def purpose_of(child: Person) -> str:
    """A purpose that rests on consent."""
    found = (one.purpose for each in list_standings(child, day=clock.today()) for one in each.purposes)
    return next(one.code for one in found if one.basis == "consent")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_file_opens_and_leaves_its_look(guardian: Client, child: Person, page: str) -> None:
    answer = guardian.get(reverse(f"mine:{page}"))
    assert answer.status_code == 200
    look = AuditEntry.objects.latest("id")
    assert (look.act, look.object_ref, look.office) == (f"mine.{page}", f"person:{child.pk}", "监护人代办")


def test_the_way_to_it_stands_on_the_home_page(guardian: Client) -> None:
    home = guardian.get(reverse("resident:home")).content.decode()
    assert "王小宝的档案" in home
    assert reverse("mine:file") in home


def test_she_sees_which_office_looked_at_the_child(world: World, guardian: Client, child: Person) -> None:
    world.client("clerk").get(reverse("files:person", args=[child.pk]))
    assert "南山社区服务站" in guardian.get(reverse("mine:looks")).content.decode()


def test_she_asks_for_a_correction_and_takes_it_back(guardian: Client, child: Person) -> None:
    guardian.post(reverse("mine:correct", args=["name"]), {"name": "王小葆", "key": "a"})
    change = FileChange.objects.latest("id")
    assert (change.source, list(change.persons.values_list("person", flat=True))) == ("resident", [child.pk])
    assert "王小葆" in guardian.get(reverse("mine:requests")).content.decode()
    guardian.post(reverse("mine:withdraw"), {"change": change.pk, "revision": change.revision})
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_she_agrees_for_the_child_and_withdraws(guardian: Client, child: Person, world: World) -> None:
    with acting_as(world.cast.actor("clerk")):
        purpose = purpose_of(child)
    for verb in ("give", "withdraw"):
        assert guardian.post(reverse("mine:consents"), {verb: purpose}).status_code == 302
    said = Consent.objects.filter(person=child, purpose=purpose).order_by("id")
    wang = world.cast.people["wang"].pk
    assert [(one.said, one.for_child, one.by_person_id) for one in said] == [
        ("given", True, wang),
        ("withdrawn", True, wang),
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("how", ["grown", "withdrawn", "no-parent"])
def test_it_is_closed_with_the_next_request(guardian: Client, child: Person, how: str, page: str) -> None:
    if how == "grown":
        fourteen = clock.today().replace(day=1) - timedelta(days=14 * 366)
        Person.objects.filter(pk=child.pk).update(birth_date=fourteen)
    elif how == "withdrawn":
        guardian.post(DO, {"verb": "withdraw", "who": child.pk})
    else:
        Relationship.objects.filter(person=child).update(valid=DateRange(child.birth_date, clock.today()))
    assert "王小宝" not in guardian.get(reverse(f"mine:{page}")).content.decode()
    assert not AuditEntry.objects.filter(
        act=f"mine.{page}", object_ref=f"person:{child.pk}", kind="look"
    ).exists()


@pytest.mark.parametrize("who", ["chen", "clerk", "auditor", "security", "administrator", "newcomer"])
def test_nobody_else_gets_there(world: World, child: Person, who: str) -> None:
    browser = world.client(who)
    for verb in ("switch", "consent"):
        assert browser.post(DO, {"verb": verb, "who": child.pk, "sure": "yes"}).status_code == 404
    assert "王小宝" not in browser.get(reverse("mine:file")).content.decode()


def test_an_agent_reads_the_file_and_decides_nothing(world: World) -> None:
    clerk, wang = world.cast.actor("clerk"), world.cast.people["wang"]
    terms = actions.Terms(clock.local_day(world.now) + timedelta(days=9), reads_file=True)
    with acting_as(clerk):
        actions.give_mandate(
            actor=clerk, now=world.now, person_id=wang.pk, agent_id=world.cast.people["chen"].pk, terms=terms,
            checked=("face", "id-card"),
        )  # fmt: skip
    browser = world.client("chen")
    browser.post(DO, {"verb": "switch", "who": wang.pk})
    assert "王桂兰的档案" in browser.get(reverse("resident:home")).content.decode()
    page = browser.get(reverse("mine:file")).content.decode()
    assert "王桂兰" in page
    for route in ("looks", "requests", "consents", "copy", "erase"):
        assert reverse(f"mine:{route}") not in page
        assert browser.get(reverse(f"mine:{route}")).headers["Location"] == ACTING
    assert reverse("mine:correct", args=["name"]) not in page
    answer = browser.post(reverse("mine:correct", args=["name"]), {"name": "王桂花", "key": "a"})
    assert answer.headers["Location"] == ACTING
