"""What was counted, and the rows behind it. Callers pass places that their actor may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from linli.insight.models import CountedDay, MeasureSql, MeasureValue
from linli.insight.registry import MEASURES
from linli.insight.sql import BY_COMMUNITIES, BY_COUNTY, bind, digest
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import ConfigurationError, NotFound
from linli.kernel.guard import acting_as
from linli.registers.places.models import PlaceVersion


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A row that counted: `quantity` in the measure's unit, `since` when it holds, or its day."""

    community: int
    row: int
    label: str
    detail: str
    quantity: int
    since: date | None


def get_sql(code: str) -> MeasureSql:
    """The compiled measure. Raises NotFound for an unknown one, ConfigurationError if it is not compiled."""
    if code not in MEASURES:
        raise NotFound(_("There is no such measure."))
    found = MeasureSql.objects.filter(code=code).first()
    if found is None:
        raise ConfigurationError(f"measure {code} is not compiled: run «linli insight compile»")
    return found


def list_stale() -> list[str]:
    """Codes of measures that are not compiled, or whose sources changed since."""
    known = dict(MeasureSql.objects.values_list("code", "digest"))
    return [code for code, measure in MEASURES.items() if known.get(code) != digest(measure)]


def get_county(community: int, day: date) -> int | None:
    """The county in which a community stands on `day`."""
    return (
        PlaceVersion.objects.filter(place_id=community, valid__contains=day)
        .values_list("county", flat=True)
        .first()
    )


def get_counted_day(county: int, day: date) -> CountedDay | None:
    """The newest day on or before `day` for which the county was counted."""
    return CountedDay.objects.filter(county=county, day__lte=day).order_by("-day").first()


def read_values(*, county: int, day: date, measures: Collection[str]) -> dict[str, dict[int, int]]:
    """Values by measure and community on a counted day. A community without an entry had no rows."""
    found = MeasureValue.objects.filter(county=county, day=day, measure__in=measures)
    values: dict[str, dict[int, int]] = {code: {} for code in measures}
    for measure, place, value in found.values_list("measure", "community", "value"):
        values[measure][place] = value
    return values


def list_rows(
    *, measure: str, day: date, communities: Iterable[int], after: tuple[int, int] = (0, 0), limit: int = 50
) -> list[CountedRow]:
    """Rows that count for `measure` on `day`, after the key (row, community) of the last one seen.

    Measures tell of a row what a planner may know (ids, levels, days), so the second lock is lifted for it.
    """
    statement = (
        f"{bind(BY_COMMUNITIES)} SELECT community, row, label, detail, quantity, since"  # noqa: S608 - our own SQL
        f" FROM ({get_sql(measure).rows_sql}) AS counted"
        " WHERE (row, community) > (%s::bigint, %s::bigint) ORDER BY row, community LIMIT %s::int"
    )
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, [day, list(communities), day, *after, limit])
        return [CountedRow(*row) for row in cursor.fetchall()]


def count_county(*, measure: str, county: int, day: date) -> dict[int, int]:
    """Values by community, counted from the rows at this moment."""
    statement = f"{bind(BY_COUNTY)} SELECT community, value FROM ({get_sql(measure).value_sql}) AS counted"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [day, county, day])
        return dict(cursor.fetchall())
