"""What counts of ratings: those given this year, by residents themselves; the worker counts again at each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from time_machine import travel

from linli.engines.cases.models import Case
from linli.insight.actions import compile_measures, rebuild, refresh
from linli.insight.models import MeasureValue
from linli.insight.queries import list_rows, read_values
from linli.kernel.events.worker import deliver_all
from linli.kernel.guard import acting_as
from linli.rooms.feedback import actions
from linli.rooms.feedback.models import Rating
from tests.support.cast import NOW, TODAY
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
CODES = ("ratings_active", "ratings_satisfied")


@pytest.fixture(scope="module")
def counting(counter: Counter) -> Counter:
    compile_measures(now=NOW)
    return counter


def rated(counter: Counter, level: int, *, now: datetime = NOW, who: str = "wang") -> Rating:
    number = counter.open_case(who, "decided")
    return actions.rate(actor=counter.cast.actor(who), now=now, number=number, level=level)


def by_default(counter: Counter, level: int = 5) -> Rating:
    """A rating that nobody gave: the case was not rated in time (默认评价)."""
    case = Case.objects.get(number=counter.open_case("wang", "decided"))
    return Rating.objects.create(
        case=case, level=level, source="default", given_at=NOW, day=TODAY, county=case.county, town=case.town,
        community=case.community,
    )  # fmt: skip


def counted(counter: Counter, day: date = TODAY) -> dict[str, int]:
    """The values of the community, after one count of it."""
    place = counter.cast.places["532301100001"]
    assert place.county is not None
    refresh(measures=CODES, community=place.place_id, day=day, now=NOW)
    values = read_values(county=place.county, day=day, measures=CODES)
    return {code: by_community.get(place.place_id, 0) for code, by_community in values.items()}


def test_good_ratings_are_those_of_fairly_satisfied_or_better(counting: Counter) -> None:
    for level in (1, 2, 3, 4, 5, 5):
        rated(counting, level)
    assert counted(counting) == {"ratings_active": 6, "ratings_satisfied": 4}


def test_a_default_rating_says_nothing_about_quality(counting: Counter) -> None:
    rated(counting, 2)
    by_default(counting)
    by_default(counting, 1)
    assert counted(counting) == {"ratings_active": 1, "ratings_satisfied": 0}


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), 0),  # the last minute of the year in Shanghai
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), 1),
        (NOW, 1),
        (NOW + timedelta(days=1), 0),
    ],
    ids=["last year", "first minute of the year", "today", "tomorrow"],
)
def test_only_ratings_of_this_year_up_to_the_day_count(
    counting: Counter, given: datetime, counts: int
) -> None:
    rated(counting, 5, now=given)
    assert counted(counting) == {"ratings_active": counts, "ratings_satisfied": counts}


def test_each_community_counts_its_own(counting: Counter) -> None:
    rating = rated(counting, 5)
    north = counting.cast.places["532301100002"]
    Rating.objects.filter(pk=rating.pk).update(community=north.place_id)
    rated(counting, 1)
    assert counted(counting) == {"ratings_active": 1, "ratings_satisfied": 0}
    assert north.county is not None
    rebuild(county=north.county, day=TODAY, now=NOW)
    values = read_values(county=north.county, day=TODAY, measures=CODES)
    assert values["ratings_satisfied"] == {north.place_id: 1}


def test_a_number_opens_to_its_ratings_without_words_or_names(counting: Counter) -> None:
    rating = rated(counting, 4)
    by_default(counting)
    (row,) = list_rows(measure="ratings_active", day=TODAY, communities=[rating.community or 0])
    assert (row.row, row.label, row.detail, row.quantity) == (rating.pk, "4", "", 1)


def test_the_worker_counts_a_rating_when_its_event_arrives(counting: Counter) -> None:
    """On a day that was counted already only what the event touches is counted again."""
    county = counting.cast.places["532301"].place_id
    rebuild(county=county, day=TODAY, now=NOW)
    rated(counting, 5)
    with travel(NOW, tick=False):
        deliver_all()
    values = MeasureValue.objects.filter(
        measure__in=CODES, day=TODAY, community=counting.cast.places["532301100001"].place_id
    )
    assert dict(values.values_list("measure", "value")) == {"ratings_active": 1, "ratings_satisfied": 1}


def test_a_planner_sees_the_rows_behind_the_number_and_no_rating_otherwise(counting: Counter) -> None:
    rated(counting, 4)
    place = counting.cast.places["532301100001"].place_id
    with acting_as(counting.cast.actor("planner")):
        rows = list_rows(measure="ratings_active", day=TODAY, communities=[place])
        assert [row.label for row in rows] == ["4"]
        assert not Rating.objects.exists()
