"""Nightly: compare what events kept up to date with a count from the rows, report, and count the new day."""

from datetime import date, datetime

import structlog
from django.db import transaction

from linli.insight.actions import rebuild
from linli.insight.models import CountedDay, MartDifference
from linli.insight.queries import count_county, get_counted_day, read_values
from linli.insight.registry import MEASURES
from linli.kernel.clock import local_day

log = structlog.get_logger(__name__)


def reconcile(*, now: datetime) -> int:
    """In each counted county report and mend differences of the newest counted day, then count today."""
    found = 0
    for county in CountedDay.objects.order_by("county").values_list("county", flat=True).distinct():
        found += len(reconcile_county(county=county, now=now))
    return found


@transaction.atomic
def reconcile_county(*, county: int, now: datetime) -> list[MartDifference]:
    today = local_day(now)
    counted = get_counted_day(county, today)
    found = [] if counted is None else compare(county=county, day=counted.day, now=now)
    MartDifference.objects.bulk_create(found)
    if found and counted is not None:
        log.warning("insight.differences", county=county, count=len(found))
        rebuild(county=county, day=counted.day, now=now)
    rebuild(county=county, day=today, now=now)
    return found


def compare(*, county: int, day: date, now: datetime) -> list[MartDifference]:
    """Where the mart of `day` and a count from the rows disagree; nothing is written."""
    stored = read_values(county=county, day=day, measures=tuple(MEASURES))
    found = []
    for code in MEASURES:
        counted = count_county(measure=code, county=county, day=day)
        for community in sorted(stored[code].keys() | counted.keys()):
            if stored[code].get(community) != counted.get(community):
                found.append(
                    MartDifference(
                        measure=code,
                        day=day,
                        county=county,
                        community=community,
                        stored=stored[code].get(community),
                        counted=counted.get(community),
                        found_at=now,
                    )
                )
    return found
