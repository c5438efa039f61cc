"""Counting. Whoever writes a county's mart holds its lock: no older count overwrites a newer one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from linli.insight.models import CountedDay, MeasureSql, MeasureValue
from linli.insight.queries import get_county, get_sql
from linli.insight.registry import MEASURES
from linli.insight.sql import BY_COMMUNITIES, BY_COUNTY, bind, compile_measure, digest

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('insight'), hashtext(%s))"
_INSERT = """{head}
INSERT INTO measure_value (measure, day, county, town, community, value, rows, computed_at)
SELECT %s, %s::date, county, town, community, value, rows, %s::timestamptz FROM ({values}) AS counted
"""


def compile_measures(*, now: datetime, only_stale: bool = True) -> list[str]:
    """Compile the installed measures into `MeasureSql`; returns their codes. Imports Ibis if any is stale."""
    known = dict(MeasureSql.objects.values_list("code", "digest"))
    stale = [one for one in MEASURES.values() if not only_stale or known.get(one.code) != digest(one)]
    with transaction.atomic():
        for measure in stale:
            compiled = compile_measure(measure)
            MeasureSql.objects.update_or_create(
                code=measure.code,
                defaults={
                    "digest": digest(measure),
                    "value_sql": compiled.values,
                    "rows_sql": compiled.rows,
                    "compiled_at": now,
                },
            )
        MeasureSql.objects.exclude(code__in=MEASURES).delete()
    return [measure.code for measure in stale]


@transaction.atomic
def rebuild(*, county: int, day: date, now: datetime) -> None:
    """Count all measures of `county` for `day` anew: delete, then insert."""
    _lock(county)
    MeasureValue.objects.filter(county=county, day=day).delete()
    for code in MEASURES:
        _insert(code, day=day, now=now, places=BY_COUNTY, which=county)
    CountedDay.objects.update_or_create(county=county, day=day, defaults={"computed_at": now})


@transaction.atomic
def refresh(*, measures: Iterable[str], community: int, day: date, now: datetime) -> None:
    """Count `measures` of one community for `day` again; the first time on a day, its whole county."""
    county = get_county(community, day)
    if county is None:
        return
    _lock(county)
    if not CountedDay.objects.filter(county=county, day=day).exists():
        rebuild(county=county, day=day, now=now)
        return
    codes = sorted(measures)
    MeasureValue.objects.filter(community=community, day=day, measure__in=codes).delete()
    for code in codes:
        _insert(code, day=day, now=now, places=BY_COMMUNITIES, which=[community])


def _insert(code: str, *, day: date, now: datetime, places: str, which: int | list[int]) -> None:
    statement = _INSERT.format(head=bind(places), values=get_sql(code).value_sql)
    with connection.cursor() as cursor:
        cursor.execute(statement, [day, which, day, code, day, now])


def _lock(county: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(county)])
