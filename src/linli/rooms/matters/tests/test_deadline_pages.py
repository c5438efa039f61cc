"""How urgent a case looks, and what its page says about becoming late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from linli.engines.cases.models import Case
from linli.engines.cases.pace import LEAST_CASES, Pace
from linli.kernel.clock import LOCAL
from linli.rooms.matters import display
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
END = datetime(2026, 3, 6, 23, 59, 59, tzinfo=LOCAL)  # Friday: four working days left


def waiting(counter: Counter, due: datetime | None = END) -> Case:
    case = Case.objects.get(number=counter.open_case("wang", photos=()))
    case.due_at = due
    return case


@pytest.mark.parametrize(
    ("pace", "state"),
    [
        (None, "new"),
        (Pace(LEAST_CASES - 1, 3, 9), "new"),
        (Pace(LEAST_CASES, 3, 5), "risk"),
        (Pace(99, 3, 4), "new"),
    ],
)
def test_a_case_is_at_risk_when_less_is_left_than_the_unit_usually_takes(
    counter: Counter, pace: Pace | None, state: str
) -> None:
    assert display.chip(waiting(counter), now=NOW, pace=pace).state == state


def test_a_case_that_is_due_today_is_at_risk_whatever_the_past_says(counter: Counter) -> None:
    assert display.chip(waiting(counter), now=END - timedelta(hours=9)).state == "risk"


def test_hours_are_told_to_the_minute(counter: Counter) -> None:
    case = waiting(counter, datetime(2026, 3, 2, 15, 30, tzinfo=LOCAL))
    with translation.override("en"):
        assert (
            display.chip(case, now=NOW).left == "3 h 30 min of working time left"
        )  # 10:00–12:00, 14:00–15:30
        late = display.chip(case, now=NOW + timedelta(hours=6))
        assert (late.state, late.left) == ("overdue", "30 minutes of working time over")


def test_the_page_says_what_the_past_says(counter: Counter) -> None:
    case = waiting(counter)
    with translation.override("zh-hans"):
        risk = display.pace_words(case, Pace(32, 4, 6), now=NOW)
        calm = display.pace_words(case, Pace(32, 2, 3, county=True), now=NOW)
        none = display.pace_words(case, None, now=NOW)
    assert risk is not None
    assert calm is not None
    assert (risk.tone, calm.tone) == ("risk", "info")
    assert "只剩4个" in risk.text
    assert "全县近半年办过32件" in calm.text
    assert none is None, "where the past is too short, nothing is said"


def test_where_no_day_is_fixed_or_it_has_passed_nothing_is_said(counter: Counter) -> None:
    assert display.pace_words(waiting(counter, None), None, now=NOW) is None
    assert display.pace_words(waiting(counter), None, now=END + timedelta(hours=1)) is None
