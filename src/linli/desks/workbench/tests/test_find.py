"""Finding a case by number or name: among those that one may see."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from linli.registers.people.models import Person
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
FIND = reverse("workbench:find")


def find(counter: Counter, who: str, query: str) -> Any:
    """Where it leads: a case page, or the numbers that are listed."""
    browser = counter.client(who)
    answer = browser.get(browser.post(FIND, {"q": query}).headers["Location"])
    if answer.status_code == 302:
        return answer.headers["Location"]
    assert answer.status_code == 200
    return [row.number for group in answer.context["queue"].groups for row in group.rows]


def test_a_number_leads_to_its_case(counter: Counter) -> None:
    number = counter.open_case("wang")
    assert find(counter, "clerk", f" {number} ") == reverse("matters:case", args=[number])


def test_a_number_of_elsewhere_and_one_that_never_was_look_alike(counter: Counter) -> None:
    number = counter.open_case("wang")
    assert find(counter, "stranger", number) == find(counter, "stranger", number[:-1] + "x") == []


def test_a_part_of_a_name_lists_the_newest_first(counter: Counter) -> None:
    first, second, third = (counter.open_case(who) for who in ("wang", "wang", "chen"))
    assert find(counter, "clerk", "王桂") == [second, first]
    assert find(counter, "clerk", "桂兰") == [second, first]
    assert find(counter, "clerk", "陈有福") == [third]


@pytest.mark.parametrize("who", ["stranger", "reviewer", "reviewer-next", "decider"])
def test_a_name_shows_no_case_that_did_not_come_to_ones_post(counter: Counter, who: str) -> None:
    counter.open_case("wang")
    assert find(counter, who, "王桂兰") == []


def test_each_sees_of_a_person_what_came_to_their_post(counter: Counter) -> None:
    fresh, review, decided = (counter.open_case("wang", until) for until in ("fresh", "review", "decided"))
    found = {who: set(find(counter, who, "王桂兰")) for who in ("clerk", "inspector", "reviewer", "decider")}
    assert found == {
        "clerk": {fresh, review, decided}, "inspector": {review, decided}, "reviewer": {review, decided},
        "decider": {decided},
    }  # fmt: skip


@pytest.mark.parametrize("query", ["", " ", "王", "%", "%%", "__", "王%兰", "' OR 1=1 --", "王桂兰\\"])
def test_signs_and_single_characters_find_nobody(counter: Counter, query: str) -> None:
    counter.open_case("wang")
    assert find(counter, "clerk", query) == []


def test_at_most_fifty_are_listed(counter: Counter) -> None:
    numbers = [counter.open_case("wang", photos=()) for _ in range(52)]
    assert find(counter, "clerk", "王桂兰") == numbers[:1:-1]


def test_a_name_is_asked_for_by_post_and_shown_escaped(counter: Counter) -> None:
    browser = counter.client("clerk")
    assert browser.get(FIND, {"q": "王桂兰"}).headers["Location"] == reverse("workbench:today")
    Person.objects.filter(pk=counter.cast.people["wang"].pk).update(name="<b>王桂兰")
    counter.open_case("wang")
    page = browser.post(FIND, {"q": "<b>王"}, follow=True).content.decode()
    assert "<b>王" not in page
    assert "&lt;b&gt;王桂兰" in page


def test_going_back_to_what_was_found_finds_it_again_and_names_nobody_in_the_address(
    counter: Counter,
) -> None:
    number = counter.open_case("wang")
    browser = counter.client("clerk")
    address = browser.post(FIND, {"q": "王桂兰"}).headers["Location"]
    assert "王" not in unquote(address)
    for _again in range(2):
        assert number in browser.get(address).content.decode()


def test_the_address_of_what_was_found_opens_for_nobody_else(counter: Counter) -> None:
    counter.open_case("wang")
    address = counter.client("clerk").post(FIND, {"q": "王桂兰"}).headers["Location"]
    answer = counter.client("colleague").get(address)
    assert answer.headers["Location"] == reverse("workbench:today")


def test_the_token_of_a_search_carries_nothing_out_elsewhere(counter: Counter) -> None:
    number = counter.open_case("wang")
    browser = counter.client("clerk")
    asked = browser.post(FIND, {"q": "王桂兰", "action": "accept"}).headers["Location"].partition("?")[2]
    answer = browser.get(f"{reverse('matters:act', args=[number])}?{asked}")
    assert answer.headers["Location"] == reverse("matters:case", args=[number])
