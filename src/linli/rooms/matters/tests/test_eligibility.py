"""What a file says about a condition: a hint by the register, «don't know» where a fact is missing, never a refusal."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from linli.engines.cases.models import Case
from linli.registers.people.models import Person, Residence
from linli.registers.people.queries import FileView
from linli.rooms.matters import actions, queries
from linli.rooms.matters.definitions import Eligibility, Matter
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.world import MATTER, typed

TODAY = date(2026, 3, 2)
COUNTY = 7
FILE = FileView(
    person_id=1, name="王桂兰", sex="2", birth_date=date(1942, 1, 5), age=84, id_number="", phone="", address="",
    community=71, registered_community=72, county=COUNTY, registered_county=COUNTY,
)  # fmt: skip


def matter(expression: str | None) -> Matter:
    eligibility = Eligibility(expression=expression, words="条件") if expression else None
    return Matter(
        code="m", title="事项", summary="", audience="", result="", where="", eligibility=eligibility
    )


def fits(expression: str | None, file: FileView = FILE, county: int | None = COUNTY) -> bool | None:
    return queries.is_eligible(matter(expression), file, county=county, day=TODAY)


@pytest.mark.parametrize(
    ("born", "expected"),
    [(date(1946, 3, 2), True), (date(1946, 3, 3), False), (date(2030, 1, 1), False), (None, None)],
    ids=["80 today", "80 tomorrow", "not born yet", "unknown"],
)
def test_age_is_counted_on_the_day_that_is_asked_about(born: date | None, expected: bool | None) -> None:
    assert fits("age(birth_date, today) >= 80", replace(FILE, birth_date=born)) is expected


@pytest.mark.parametrize(
    ("registered", "county", "expected"), [(COUNTY, COUNTY, True), (8, COUNTY, False), (None, COUNTY, False),
                                           (None, None, False)],
)  # fmt: skip
def test_registered_in_the_county_means_in_that_county(
    registered: int | None, county: int | None, expected: bool
) -> None:
    file = replace(FILE, registered_county=registered)
    assert fits("registered_in_county", file, county) is expected


@pytest.mark.parametrize(
    ("lives", "county", "expected"), [(COUNTY, COUNTY, True), (8, COUNTY, False), (None, None, False)]
)
def test_living_in_the_county_is_asked_of_the_dwelling(
    lives: int | None, county: int | None, expected: bool
) -> None:
    assert fits("lives_in_county", replace(FILE, county=lives), county) is expected


def test_without_a_condition_nothing_is_said() -> None:
    assert fits(None) is None


@pytest.mark.parametrize(("sex", "expected"), [("2", True), ("1", False), ("", False)])
def test_the_code_of_the_register_is_compared(sex: str, expected: bool) -> None:
    assert fits("sex == '2'", replace(FILE, sex=sex)) is expected


@pytest.mark.django_db
def test_a_hint_never_hinders_applying(counter: Counter) -> None:
    """Registered nowhere known, birth date unknown: the office decides, not the file."""
    wang = counter.cast.people["wang"]
    Residence.objects.filter(person=wang, kind="registered").delete()
    Person.objects.filter(pk=wang.pk).update(birth_date=None)
    raw = typed("wang", birth_date="1942-01-05")
    case = actions.apply(actor=counter.cast.actor("wang"), now=NOW, code=MATTER, raw=raw)
    assert Case.objects.filter(number=case.number).exists()


WORDS = "年满80周岁 且 户籍在本县（市、区）"


def said(counter: Counter, who: str, address: str) -> str:
    with travel(NOW, tick=False):
        return counter.client(who).get(address).content.decode()


@pytest.mark.django_db
def test_guide_and_desk_say_the_same_of_a_file(counter: Counter) -> None:
    """王桂兰 is 84, 陈有福 75."""
    guide = reverse("matters:guide", args=[MATTER])
    assert f"按档案看，您符合条件：{WORDS}" in said(counter, "wang", guide)
    assert "按档案看您不符合" in said(counter, "chen", guide)
    for who, words in (("wang", "按档案看，符合条件"), ("chen", "按档案看，不符合条件")):
        assert words in said(counter, "clerk", reverse("matters:case", args=[counter.open_case(who)]))


@pytest.mark.django_db
def test_the_desk_asks_about_the_county_of_the_case(counter: Counter) -> None:
    """She moved her registration out of the county after she had applied."""
    desk = reverse("matters:case", args=[counter.open_case("wang")])
    Residence.objects.filter(person=counter.cast.people["wang"], kind="registered").update(
        county=counter.cast.places["532301101"].place_id
    )
    assert "按档案看，不符合条件" in said(counter, "clerk", desk)
