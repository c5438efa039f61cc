"""Two workers count the same community at the same time: the later count wins, and sees what the earlier saw."""

import threading
import time
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from linli.insight.actions import compile_measures, rebuild, refresh
from linli.insight.models import MeasureValue
from linli.insight.tests.small_county import SmallCounty, make_small_county

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def count_again(county: SmallCounty, faults: list[Exception]) -> None:
    try:
        refresh(measures=["community_workers"], community=county.market, day=DAY, now=NOW)
    except Exception as fault:
        faults.append(fault)
    finally:
        connection.close()


def wait_until_somebody_waits() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("the second count did not wait for the first")


@pytest.mark.django_db(transaction=True)
def test_a_count_that_had_to_wait_counts_what_was_written_meanwhile() -> None:
    compile_measures(now=NOW)
    county = make_small_county()
    county.add_workers(county.market, 1)
    rebuild(county=county.county, day=DAY, now=NOW)
    faults: list[Exception] = []
    second = threading.Thread(target=count_again, args=(county, faults))
    with transaction.atomic():
        county.add_workers(county.market, 2)
        refresh(measures=["community_workers"], community=county.market, day=DAY, now=NOW)
        second.start()
        wait_until_somebody_waits()
    second.join()
    assert faults == []
    values = MeasureValue.objects.filter(measure="community_workers", community=county.market)
    assert list(values.values_list("value", "rows")) == [(3, 3)]
