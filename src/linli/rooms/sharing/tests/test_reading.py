"""What an agreement opens: exactly its fields of exactly its persons, today, written down first."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from linli.registers.people.models import Household, Membership, Person, Residence
from linli.rooms.sharing.actions import agreeing, reading
from linli.rooms.sharing.display.reuse import fields_of
from linli.rooms.sharing.models import Agreement, Use
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import Asked, NotInForce, NotOpened, WayClosed
from linli.rooms.sharing.queries.reuse import agreements_reusing
from linli.rooms.sharing.rules.needs import Need
from tests.support.cast import ALWAYS, NOW, TODAY

from .conftest import BEIHU, NANSHAN, Sharing

pytestmark = pytest.mark.django_db
NOBODY_READS = (
    "recipient-next", "clerk", "colleague", "stranger", "inspector", "reviewer", "decider", "planner", "auditor",
    "administrator", "security", "wang", "chen",
)  # fmt: skip


def read(
    sharing: Sharing, number: str, *, who: str = "recipient", days: int = 0, **more: Any
) -> reading.Page:
    actor = sharing.actor(who)
    given = {"way": "page", "wanted": Wanted(), "after": 0, "limit": 50} | more
    with acting_as(actor, day=TODAY):
        return reading.read_list(actor=actor, now=NOW + timedelta(days=days), number=number, **given)


def look_up(sharing: Sharing, number: str, **asked: Any) -> list[dict[str, object]]:
    actor = sharing.actor("recipient")
    with acting_as(actor, day=TODAY):
        page = reading.look_up(actor=actor, now=NOW, number=number, way="page", asked=Asked(**asked))
    return [dict(row.values) for row in page.rows]


def values(page: reading.Page) -> list[dict[str, object]]:
    return [dict(row.values) for row in page.rows]


def test_a_department_reads_the_fields_that_were_agreed(sharing: Sharing) -> None:
    first, second = values(read(sharing, sharing.agree().number))
    assert (first["name"], first["birth_date"]) == ("王桂兰", date(1942, 1, 5))
    assert re.fullmatch(r"9999\*{10}[0-9X]{4}", str(first["id_number_masked"]))
    assert second.keys() == {"name", "birth_date", "id_number_masked"}


def test_each_read_is_written_down_with_number_fields_persons_and_purpose(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name", "phone"), label="old-age").number
    last = AuditEntry.objects.order_by("-id").values_list("id", flat=True)[0]
    read(sharing, number)
    look_up(sharing, number, name="没有人", birth_date=TODAY)
    found, none = AuditEntry.objects.filter(id__gt=last).order_by("id")
    assert (found.kind, found.act, found.object_ref) == ("look", "share.page", f"share:{number}")
    assert found.persons == [sharing.cast.people["wang"].pk]
    assert found.fields == ["name", "phone", "label:old-age"]
    assert found.purpose == f"{number} 核对长期护理保险参保人"
    assert found.office == "楚雄市医疗保障局 · 数据使用岗"
    assert (none.act, none.persons) == ("share.page", [])


def test_nobody_else_reads_under_it_not_even_the_owner(sharing: Sharing) -> None:
    number = sharing.agree().number
    for who in NOBODY_READS:
        with pytest.raises(NotFound):
            read(sharing, number, who=who)


def test_a_department_sees_no_person_beside_its_agreements(sharing: Sharing) -> None:
    sharing.agree()
    with acting_as(sharing.actor("recipient"), day=TODAY):
        assert not Person.objects.exists()
        assert not Residence.objects.exists()


def test_nothing_is_opened_before_after_and_while_it_is_halted(sharing: Sharing) -> None:
    asked = sharing.ask().number
    with pytest.raises(NotInForce):
        read(sharing, asked)
    number = sharing.agree().number
    read(sharing, number, days=364)
    with pytest.raises(NotInForce):
        read(sharing, number, days=365)
    decider = sharing.actor("decider")
    agreeing.suspend(actor=decider, now=NOW, number=number, revision=1, reason="核实外泄线索")
    with pytest.raises(NotInForce):
        read(sharing, number)
    agreeing.resume(actor=decider, now=NOW, number=number, revision=2, reason="已经核实")
    read(sharing, number)
    agreeing.revoke(actor=decider, now=NOW, number=number, revision=3, reason="用途已经完成")
    with pytest.raises(NotInForce):
        read(sharing, number)


def test_a_way_that_was_not_agreed_is_closed(sharing: Sharing) -> None:
    number = sharing.agree(ways=("page",)).number
    for way in ("export", "api"):
        with pytest.raises(WayClosed):
            read(sharing, number, way=way)


def test_only_persons_of_its_places_are_found(sharing: Sharing) -> None:
    number = sharing.agree(places=(BEIHU,)).number
    assert values(read(sharing, number)) == []
    assert look_up(sharing, number, name="王桂兰", birth_date=date(1942, 1, 5)) == []
    Residence.objects.filter(person=sharing.cast.people["chen"], kind="dwelling").update(
        **sharing.cast.places[BEIHU].columns()
    )
    assert [row["name"] for row in values(read(sharing, number))] == ["陈有福"]


def test_the_dead_and_merged_files_are_left_out(sharing: Sharing) -> None:
    number = sharing.agree().number
    Person.objects.filter(pk=sharing.cast.people["chen"].pk).update(deceased_on=TODAY)
    assert [row["name"] for row in values(read(sharing, number))] == ["王桂兰"]
    told = sharing.agree(fields=("name", "deceased_on")).number
    assert values(read(sharing, told))[1] == {"name": "陈有福", "deceased_on": TODAY}


def test_a_person_is_found_by_whole_number_or_by_name_and_birth_date(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name", "id_number")).number
    wang = {"name": "王桂兰", "birth_date": date(1942, 1, 5)}
    (found,) = look_up(sharing, number, **wang)
    given = str(found["id_number"])
    assert look_up(sharing, number, id_number=given) == [found]
    assert look_up(sharing, number, id_number=given[:-1]) == []
    assert look_up(sharing, number, **(wang | {"birth_date": TODAY})) == []
    assert look_up(sharing, number, name="王桂兰") == []


def test_what_is_looked_up_is_given_whole() -> None:
    for asked in (
        {"id_number": "5323", "name": "", "birth_date": None},
        {"id_number": "", "name": "王桂兰", "birth_date": None},
        {"id_number": "", "name": " ", "birth_date": TODAY},
    ):
        with pytest.raises(reading.BadNumber):
            reading.read_asked(today=TODAY, **asked)  # type: ignore[arg-type]
    assert reading.read_asked(
        id_number=" 110105 19491231 002x", name="x", birth_date=None, today=TODAY
    ) == Asked(id_number="11010519491231002X")


def test_a_list_cannot_be_narrowed_by_what_is_not_opened(sharing: Sharing) -> None:
    number = sharing.agree(fields=("name",)).number
    for wanted in (Wanted(label="old-age"), Wanted(youngest=60), Wanted(oldest=60)):
        with pytest.raises(NotOpened):
            read(sharing, number, wanted=wanted)
    opened = sharing.agree(fields=("name", "age", "label:chronic-illness")).number
    narrowed = values(read(sharing, opened, wanted=Wanted(label="chronic-illness", oldest=80)))
    assert narrowed == [{"name": "陈有福", "age": 75, "label:chronic-illness": True}]
    assert values(read(sharing, opened, wanted=Wanted(youngest=80)))[0]["label:chronic-illness"] is False


def test_a_list_goes_on_where_the_page_ended(sharing: Sharing) -> None:
    number = sharing.agree().number
    first = read(sharing, number, limit=1)
    assert first.following == sharing.cast.people["wang"].pk
    rest = read(sharing, number, limit=1, after=first.following)
    assert [row.values["name"] for row in rest.rows] == ["陈有福"]
    assert rest.following is None


def test_what_was_read_is_counted_by_month_way_and_community(sharing: Sharing) -> None:
    number = sharing.agree().number
    for _ in range(2):
        read(sharing, number)
    read(sharing, number, way="api")
    read(sharing, number, days=31)
    counted = Use.objects.order_by("month", "way").values_list(
        "month", "way", "reads", "persons", "fields", "community"
    )
    place = sharing.cast.places[NANSHAN].place_id
    assert list(counted) == [
        (date(2026, 3, 1), "api", 1, 2, 6, place),
        (date(2026, 3, 1), "page", 2, 4, 12, place),
        (date(2026, 4, 1), "page", 1, 2, 6, place),
    ]


def test_a_read_across_communities_counts_once(sharing: Sharing) -> None:
    number = sharing.agree(places=("532301100",)).number
    chen = Residence.objects.filter(person=sharing.cast.people["chen"])
    chen.update(**sharing.cast.places[BEIHU].columns())
    read(sharing, number)
    read(sharing, number)
    assert sorted(Use.objects.values_list("reads", "persons")) == [(0, 2), (2, 2)]


def test_a_person_is_told_which_agreements_give_her_data_away(sharing: Sharing) -> None:
    wang, chen = sharing.cast.people["wang"].pk, sharing.cast.people["chen"].pk
    number = sharing.agree(label="old-age", fields=("name",)).number
    sharing.agree(places=(BEIHU,))
    sharing.ask()
    with acting_as(sharing.actor("wang"), day=TODAY):
        (found,) = agreements_reusing(wang, day=TODAY)
        assert (found.number, found.unit, found.fields) == (number, "楚雄市医疗保障局", ("name",))
        assert agreements_reusing(chen, day=TODAY) == []
        assert agreements_reusing(wang, day=TODAY + timedelta(days=400)) == []
    Agreement.objects.update(halt="suspended")
    assert agreements_reusing(wang, day=TODAY) == []


def test_a_household_is_told_where_it_was_agreed(sharing: Sharing) -> None:
    wang, chen = sharing.cast.people["wang"], sharing.cast.people["chen"]
    house = Household.objects.create(number="H-1", **sharing.cast.places[NANSHAN].columns())
    for person, relation in ((wang, "02"), (chen, "10")):
        Membership.objects.create(household=house, person=person, relation=relation, valid=ALWAYS)
    number = sharing.agree(fields=("household_number", "household_relation", "household_size")).number
    assert values(read(sharing, number))[1] == {
        "household_number": "H-1",
        "household_relation": "10",
        "household_size": 2,
    }


def test_an_unreadable_number_of_an_agreement_is_not_found(sharing: Sharing) -> None:
    with pytest.raises(DomainError):
        read(sharing, "GX-2026-9999")


def test_a_person_is_told_field_by_field_who_gets_it_and_for_what(sharing: Sharing) -> None:
    sharing.agree(fields=("name", "phone"), needs=(
        Need("person", "认出参保人", "duty", ""), Need("phone", "约上门的时间", "duty", ""),
    ))  # fmt: skip
    sharing.agree(fields=("name",))
    wang = sharing.cast.people["wang"].pk
    name, phone = fields_of(agreements_reusing(wang, day=TODAY))
    assert [(line.number, line.purpose) for line in name.lines] == [
        ("GX-2026-0001", "认出参保人"), ("GX-2026-0002", "核对参保人身份和住址"),
    ]  # fmt: skip
    assert [line.purpose for line in phone.lines] == ["约上门的时间"]
