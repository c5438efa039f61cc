"""The mart follows events, and the nightly comparison tells what it missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest
from django.db import connection

from linli.insight import reactions
from linli.insight.actions import compile_measures, rebuild
from linli.insight.jobs import reconcile
from linli.insight.models import MartDifference, MeasureSql, MeasureValue
from linli.insight.queries import list_stale, read_values
from linli.insight.registry import MEASURES
from linli.insight.tests.small_county import SmallCounty
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.events.actions import publish
from linli.kernel.events.registry import EVENTS, SUBSCRIBERS, Event, register
from linli.kernel.events.worker import deliver_all
from linli.kernel.measures import RATINGS, Absent, DayRule, Measure, counted, reference_day, table

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafFell(Event):
    """Something that a measure of these tests counts."""

    NAME: ClassVar[str] = "test.leaf_fell"
    community: int | None


def _leaves() -> Any:
    leaf = table("leaf", {"id": "int64", "community": "int64", "day": "date"})
    found = leaf.filter(leaf.day <= reference_day(), leaf.day >= reference_day().truncate("Y"))
    return counted(
        found, community=found.community, row=found.id, label="leaf", detail="", quantity=1, since=found.day
    )


LEAVES = Measure(
    code="leaves",
    title="leaves",
    unit=RATINGS,
    register="garden",
    day_rule=DayRule.YEAR_TO_DATE,
    relation=_leaves,
    absent=Absent.ZERO,
    touched_by=(LeafFell,),
)


@pytest.fixture
def leaves(county: SmallCounty) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE leaf (id bigserial, community bigint, day date) ON COMMIT DROP")
    register(LeafFell)
    MEASURES[LEAVES.code] = LEAVES
    compile_measures(now=NOW)
    reactions.subscribe_all()
    yield
    del MEASURES[LEAVES.code], EVENTS[LeafFell.NAME], SUBSCRIBERS[LeafFell.NAME]


def drop_leaf(community: int, day: date, *, tell: bool = True) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO leaf (community, day) VALUES (%s, %s)", [community, day])
    if tell:
        publish(LeafFell(subject=f"leaf:{community}", community=community), actor=SYSTEM, now=NOW)


def read(county: SmallCounty, day: date) -> dict[int, int]:
    return read_values(county=county.county, day=day, measures=["leaves"])["leaves"]


def test_an_event_counts_its_community_again_and_no_other(county: SmallCounty, leaves: None) -> None:
    today = clock.today()
    rebuild(county=county.county, day=today, now=clock.now())
    drop_leaf(county.market, today)
    drop_leaf(county.bridge, today, tell=False)
    deliver_all()
    assert read(county, today) == {county.market: 1}


def test_the_first_event_of_a_day_counts_the_whole_county(county: SmallCounty, leaves: None) -> None:
    today = clock.today()
    drop_leaf(county.bridge, today, tell=False)
    drop_leaf(county.market, today)
    deliver_all()
    assert read(county, today) == {county.market: 1, county.bridge: 1}


def test_redelivery_changes_nothing(county: SmallCounty, leaves: None) -> None:
    today = clock.today()
    drop_leaf(county.market, today)
    handle = SUBSCRIBERS[LeafFell.NAME][reactions.SUBSCRIBER]
    for _ in range(3):
        handle(LeafFell(subject="leaf:1", community=county.market))
    assert read(county, today) == {county.market: 1}


def test_events_without_a_known_community_are_let_pass(county: SmallCounty, leaves: None) -> None:
    handle = SUBSCRIBERS[LeafFell.NAME][reactions.SUBSCRIBER]
    handle(LeafFell(subject="leaf:1", community=None))
    handle(LeafFell(subject="leaf:1", community=999_999_999))
    assert not MeasureValue.objects.exists()


def test_last_years_rows_do_not_count_to_date(county: SmallCounty, leaves: None) -> None:
    drop_leaf(county.market, date(2025, 12, 31), tell=False)
    drop_leaf(county.market, date(2026, 1, 1), tell=False)
    drop_leaf(county.market, date(2026, 3, 3), tell=False)
    rebuild(county=county.county, day=DAY, now=NOW)
    assert read(county, DAY) == {county.market: 1}


def test_the_nightly_comparison_reports_what_events_missed_and_mends_it(
    county: SmallCounty, leaves: None
) -> None:
    drop_leaf(county.market, date(2026, 3, 1), tell=False)
    rebuild(county=county.county, day=date(2026, 3, 1), now=NOW)
    assert reconcile(now=NOW) == 0
    drop_leaf(county.market, date(2026, 3, 1), tell=False)
    drop_leaf(county.hill, date(2026, 3, 1), tell=False)
    assert reconcile(now=NOW) == 2
    found = MartDifference.objects.order_by("id").values_list("measure", "community", "stored", "counted")
    assert list(found) == [("leaves", county.market, 1, 2), ("leaves", county.hill, None, 1)]
    assert read(county, DAY) == {county.market: 2, county.hill: 1}
    assert reconcile(now=NOW) == 0


def test_a_changed_source_makes_the_compiled_measure_stale(county: SmallCounty) -> None:
    assert list_stale() == []
    assert compile_measures(now=NOW) == []
    MeasureSql.objects.filter(code="households").update(digest="older")
    assert list_stale() == ["households"]
    assert compile_measures(now=NOW) == ["households"]


def test_a_measure_whose_event_names_no_community_is_refused() -> None:
    with pytest.raises(TypeError, match="no field community"):
        Measure(
            code="x",
            title="",
            unit=RATINGS,
            register="",
            day_rule=DayRule.LATEST,
            relation=_leaves,
            touched_by=(Event,),
        )
