"""From a measure to SQL. `compile_measure` is the only caller of Ibis besides `kernel.measures`."""

import hashlib
import inspect
import sys
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from linli.kernel import measures
from linli.kernel.measures import COUNTED_PLACE, REFERENCE_DAY, ROW_COLUMNS, Combine, Measure


@dataclass(frozen=True, slots=True)
class Compiled:
    """`values` yields (county, town, community, value, rows); `rows` yields `ROW_COLUMNS`.

    Both read the tables named `reference_day` and `counted_place`, which the caller binds with `bind`.
    """

    values: str
    rows: str


@cache
def compile_measure(measure: Measure) -> Compiled:
    """PostgreSQL for `measure`. Raises ValueError if its relation has other columns than promised."""
    import ibis  # noqa: PLC0415 - two seconds, only where measures are compiled

    counted = measure.relation()
    if set(counted.columns) != set(ROW_COLUMNS):
        raise ValueError(f"measure {measure.code}: its relation yields {counted.columns}, not {ROW_COLUMNS}")
    places = measures.table(COUNTED_PLACE, {"community": "int64", "town": "int64", "county": "int64"})
    placed = counted.inner_join(places, "community")
    total = (
        placed.quantity.sum().cast("int64") if measure.combine is Combine.SUM else ibis.literal(1, "int64")
    )
    values = placed.group_by("county", "town", "community").agg(
        value=total, rows=placed.count().cast("int64")
    )
    return Compiled(values=_text(values), rows=_text(placed.select(*ROW_COLUMNS)))


def _text(expression: object) -> str:
    import ibis  # noqa: PLC0415 - as above

    return str(ibis.to_sql(expression, dialect="postgres")).replace("%", "%%")


def digest(measure: Measure) -> str:
    """Of the sources that make the SQL of `measure`, without compiling it."""
    return _digest_of(measure.relation.__module__)


@cache
def _digest_of(module_name: str) -> str:
    sources = (sys.modules[module_name], measures, sys.modules[__name__])
    return hashlib.sha256("\0".join(_source(module) for module in sources).encode()).hexdigest()


def _source(module: ModuleType) -> str:
    return inspect.getsource(module)


_PLACES = "SELECT place_id AS community, town, county FROM place_version WHERE level = 'community' AND "
BY_COUNTY = _PLACES + "county = %s::bigint AND valid @> %s::date"
BY_COMMUNITIES = _PLACES + "place_id = ANY(%s::bigint[]) AND valid @> %s::date"


def bind(places: str) -> str:
    """The head of a statement: the reference day (first parameter), places to count (`BY_…`, two more)."""
    return f"WITH {REFERENCE_DAY} AS (SELECT %s::date AS day), {COUNTED_PLACE} AS ({places}) "
