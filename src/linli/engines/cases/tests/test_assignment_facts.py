"""What a table learns about a real case, and which posts its rules come to."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from linli.engines.cases.assignment import Assignment, AssignmentTable, Reason, Triage, rehearse
from linli.engines.cases.assignment.facts import Atlas, decide, past_cases, triage_post
from linli.engines.cases.tests.conftest import COMMUNITY, Desk, statements
from linli.engines.packs.models import PackItem
from linli.kernel.actors import SYSTEM
from linli.kernel.clock import local_day
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Appointment, Organisation, Post
from linli.registers.places.models import PlaceVersion
from tests.support.cast import NOW

pytestmark = pytest.mark.django_db
DAY = local_day(NOW)


@pytest.fixture(autouse=True)
def _system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def table(*rows: dict[str, Any], **keys: Any) -> AssignmentTable:
    defaults = {"role": "clerk", "at": "community"}
    return AssignmentTable.model_validate({"code": "who", "rows": [defaults | row for row in rows]} | keys)


def decided(desk: Desk, *rows: dict[str, Any], **keys: Any) -> Assignment | Triage:
    return decide(desk.open(), table(*rows, **keys), state="received", day=DAY)


def test_a_case_goes_to_the_post_at_its_own_place(desk: Desk) -> None:
    place = desk.cast.places[COMMUNITY]
    found = decided(desk, {})
    assert isinstance(found, Assignment)
    assert found.holder == ("clerk", f"community:{place.community}")


@pytest.mark.parametrize(
    "when",
    [
        "matter == 'old-age-allowance' && procedure == 'old-age-allowance' && state == 'received'",
        "level == 'community' && grid == null",
        f"community == '{COMMUNITY}' && town.startsWith('532301') && county == '532301'",
        "!by_agent && length(tags) == 0",
    ],
)
def test_what_a_rule_may_ask_is_known_of_a_case(desk: Desk, when: str) -> None:
    assert decided(desk, {"when": when}, {}).number == 1


@pytest.mark.parametrize(("urban_class", "number"), [("111", 1), ("220", 2), ("", 3)])
def test_urban_is_what_the_register_of_places_says(desk: Desk, urban_class: str, number: int) -> None:
    place = desk.cast.places[COMMUNITY].place_id
    PlaceVersion.objects.filter(place_id=place).update(urban_class=urban_class)
    assert decided(desk, {"when": "urban == true"}, {"when": "urban == false"}, {}).number == number


def test_a_level_without_a_place_has_no_code() -> None:
    found = Atlas({1: ("532301", "111")}).facts({"county": None})
    assert (found["county"], found["town"], found["level"], found["urban"]) == (None, None, "county", None)


@pytest.mark.parametrize(("grid", "urban"), [("", True), ("220", False)])
def test_a_place_of_which_nothing_is_said_is_urban_as_the_one_around_it(grid: str, urban: bool) -> None:
    atlas = Atlas({1: ("532301100001", "111"), 2: ("532301100001001", grid)})
    assert atlas.facts({"community": 1, "grid": 2})["urban"] is urban


def test_a_post_that_was_left_sends_the_case_to_triage(desk: Desk) -> None:
    place = desk.cast.places[COMMUNITY]
    Appointment.objects.filter(post__role="reviewer", post__scope=f"town:{place.town}").delete()
    found = decided(desk, {"role": "reviewer", "at": "town"}, {})
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.NOBODY, 1)


def test_a_rule_may_name_a_unit_wherever_it_is(desk: Desk) -> None:
    code = "12532301MB1234567X"
    post = Post.objects.filter(role="clerk", appointments__isnull=False).exclude(
        scope=f"community:{desk.cast.places[COMMUNITY].community}"
    )[0]
    Organisation.objects.filter(pk=post.organisation_id).update(credit_code=code)
    rules = table({"at": "", "unit": code})
    found = decide(desk.open(), rules, state="received", day=DAY)
    assert isinstance(found, Assignment)
    assert found.holder == ("clerk", post.scope)
    [past] = past_cases(since=NOW, day=DAY)
    assert past.resolve(rules.rows[0]) == found.holder


def test_a_post_at_a_level_that_the_case_does_not_reach_is_nobodys(desk: Desk) -> None:
    found = decided(desk, {"at": "grid"}, {})
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.NOBODY, 1)
    [past] = past_cases(since=NOW, day=DAY)
    assert past.resolve(table({"at": "grid"}).rows[0]) is None


def test_answers_that_the_table_declares_can_be_asked(desk: Desk) -> None:
    found = decide(
        desk.open(), table({"when": "answer.amount > 100"}, answers={"amount": "number"}), state="received",
        day=DAY, answers={"amount": 200, "name": "王"},
    )  # fmt: skip
    assert isinstance(found, Assignment)


def test_triage_goes_to_who_is_there_in_the_county(desk: Desk) -> None:
    case = desk.open()
    county = f"county:{case.county}"
    Appointment.objects.filter(post__role__in=("administrator", "reviewer"), post__scope=county).delete()
    assert triage_post(case, day=DAY) == ("administrator", county)
    held = Appointment.objects.select_related("post").order_by("id")[0]
    held.post = Post.objects.create(
        organisation=held.post.organisation, title="县级审核岗", role="reviewer", scope=county
    )
    held.save()
    assert triage_post(case, day=DAY) == ("reviewer", county)


def test_a_decision_takes_few_statements(desk: Desk) -> None:
    case = desk.open()
    with statements(4):
        decide(case, table({"when": "urban == true"}, {}), state="received", day=DAY)


def test_cases_of_the_past_are_decided_as_they_would_be_one_by_one(desk: Desk) -> None:
    cases = {case.number: case for case in (desk.open(), desk.open())}
    old, new = table({}), table({"when": "by_agent"}, {"role": "reviewer", "at": "town"})
    past = list(past_cases(since=NOW, day=DAY, state="received"))
    assert [one.case for one in past] == list(cases)
    found = rehearse(old, new, past)
    assert (found.total, found.same) == (2, 0)
    for one in past:
        alone = decide(cases[one.case], new, state="received", day=DAY)
        assert isinstance(alone, Assignment)
        assert alone.holder == one.resolve(new.rows[1])


def test_of_cases_of_the_past_is_known_what_is_known_of_a_new_one(desk: Desk) -> None:
    PlaceVersion.objects.filter(place_id=desk.cast.places[COMMUNITY].place_id).update(urban_class="111")
    tagged = PackItem.objects.create(
        pack=desk.matter.pack, section="matter", code="tagged", content={"need_tags": ["aged"]}
    )
    desk.open(matter_item=tagged)
    desk.open()
    found = [one.facts for one in past_cases(since=NOW, day=DAY, state="received", answers=["amount"])]
    assert found[0] == {
        "county": "532301", "town": "532301100", "community": COMMUNITY, "grid": None, "level": "community",
        "urban": True, "matter": "tagged", "procedure": "old-age-allowance", "tags": ["aged"],
        "by_agent": False, "state": "received", "today": DAY, "answer.amount": None,
    }  # fmt: skip
    assert (found[1]["matter"], found[1]["tags"]) == ("old-age-allowance", [])


def test_later_cases_only(desk: Desk) -> None:
    desk.open()
    assert not list(past_cases(since=NOW.replace(year=NOW.year + 1), day=date(2027, 1, 1)))


def test_an_answer_that_was_not_given_sends_to_triage(desk: Desk) -> None:
    found = decided(desk, {"when": "answer.amount > 100"}, {}, answers={"amount": "number"})
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.UNDECIDED, 1)


def test_an_answer_of_another_kind_than_declared_sends_to_triage(desk: Desk) -> None:
    found = decide(
        desk.open(), table({"when": "answer.amount > 100"}, {}, answers={"amount": "number"}), state="received",
        day=DAY, answers={"amount": "200元"},
    )  # fmt: skip
    assert isinstance(found, Triage)
    assert (found.reason, found.number) == (Reason.UNDECIDED, 1)
