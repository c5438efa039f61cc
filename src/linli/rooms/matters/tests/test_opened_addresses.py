"""The address of a step, opened instead of sent (reloaded, gone back to, typed), leads to the page of the case."""

import pytest
from django.urls import reverse

from tests.support.counter import Counter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "step", "page"),
    [
        ("wang", "matters:reopen", "matters:my_case"),
        ("wang", "matters:withdraw", "matters:my_case"),
        ("wang", "matters:supply", "matters:my_case"),
        ("clerk", "matters:act", "matters:case"),
        ("clerk", "matters:reveal", "matters:case"),
    ],
)
def test_an_opened_step_leads_to_its_case(counter: Counter, who: str, step: str, page: str) -> None:
    number = counter.open_case("wang")
    answer = counter.client(who).get(reverse(step, args=[number]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(page, args=[number])
