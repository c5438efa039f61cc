"""What can be counted: measures that registers, engines and rooms offer and `insight` collects.

An app offers measures in its `measures.py`, as `MEASURES: tuple[Measure, ...]`. A measure is one unbound Ibis
expression over typed tables. It yields the *rows* that count, and the number is derived from them, so that
number and rows cannot disagree. Ibis takes two seconds to import: only the functions below do it, and
only when measures are compiled; a process that serves pages reads the compiled SQL from a table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.events.registry import Event

ROW_COLUMNS = ("community", "row", "label", "detail", "quantity", "since")

# Names that the expressions below refer to and `insight` binds when it runs their SQL.
REFERENCE_DAY = "reference_day"
COUNTED_PLACE = "counted_place"


@dataclass(frozen=True, slots=True)
class Unit:
    """What an integer counts. `per` of them make one shown unit: areas are kept in cm² and shown in m²."""

    code: str
    label: "str | Promise"
    per: int = 1


AREA = Unit("cm2", _("m²"), per=10_000)
HOUSEHOLDS = Unit("households", _("households"))
PERSONS = Unit("persons", _("persons"))
COMMUNITIES = Unit("communities", _("communities or villages"))
FIELDS = Unit("fields", _("fields"))
RATINGS = Unit("ratings", _("ratings"))


class DayRule(StrEnum):
    """Which rows count for a reference day."""

    IN_FORCE = "in_force"
    LATEST = "latest"
    YEAR_TO_DATE = "year_to_date"


class Absent(StrEnum):
    """What a community without any row means: none of it (a register of things), or not known (a figure)."""

    ZERO = "zero"
    UNKNOWN = "unknown"


class Combine(StrEnum):
    """How the rows of one community make its value: their sum, or 1 if there is any."""

    SUM = "sum"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One additive integer per community and reference day; larger places are sums of communities.

    `relation` is called without arguments and returns an unbound Ibis expression of the rows that count on
    `reference_day()`: `community` (int64, place id), `row` (int64, key of the row), `label` and `detail`
    (string, for people; no sealed data), `quantity` (int64, in `unit`), `since` (date). Build it with
    `table`, `reference_day`, `in_force`, `latest` and `counted` of this module.
    Rows without a community do not count.

    `register` names the rows for people («设施台账»). `touched_by` are published events with a field
    `community` (place id): each lets the worker count that community again.
    """

    code: str
    title: "str | Promise"
    unit: Unit
    register: "str | Promise"
    day_rule: DayRule
    relation: Callable[[], Any]
    absent: Absent = Absent.UNKNOWN
    combine: Combine = Combine.SUM
    touched_by: tuple[type[Event], ...] = field(default=())

    def __post_init__(self) -> None:
        for event in self.touched_by:
            if "community" not in event.__dataclass_fields__:
                raise TypeError(f"measure {self.code}: event {event.NAME} has no field community")


def table(name: str, columns: Mapping[str, str]) -> Any:
    """An unbound table. `columns` maps names to Ibis types, or `daterange` for PostgreSQL's range of days."""
    import ibis  # noqa: PLC0415 - two seconds, only where measures are compiled

    types = {
        column: ibis.dtype(kind) if kind != "daterange" else _daterange() for column, kind in columns.items()
    }
    return ibis.table(types, name=name)


def counted(
    rows: Any, *, community: Any, row: Any, label: Any, quantity: Any, since: Any, detail: Any = ""
) -> Any:
    """The columns that a relation yields; plain text and numbers stand for themselves."""
    import ibis  # noqa: PLC0415 - as in `table`

    given = {
        "community": community,
        "row": row,
        "label": label,
        "detail": detail,
        "quantity": quantity,
        "since": since,
    }
    return rows.select(
        **{
            name: ibis.literal(value) if isinstance(value, str | int) else value
            for name, value in given.items()
        }
    )


def reference_day() -> Any:
    """The day for which is counted, as a scalar expression of type date."""
    return table(REFERENCE_DAY, {"day": "date"}).day.as_scalar()


def in_force(valid: Any) -> Any:
    """True where the range `valid` contains the reference day."""
    import ibis  # noqa: PLC0415 - as in `table`

    signature = ((_daterange(), ibis.dtype("date")), ibis.dtype("boolean"))
    contains = ibis.udf.scalar.builtin(_range_contains, name="range_contains_elem", signature=signature)
    return contains(valid, reference_day())


def first_day(valid: Any) -> Any:
    """The first day of the range `valid`; null if it is open."""
    import ibis  # noqa: PLC0415 - as in `table`

    signature = ((_daterange(),), ibis.dtype("date"))
    return ibis.udf.scalar.builtin(_lower, name="lower", signature=signature)(valid)


def latest(rows: Any, *, by: str, day: str) -> Any:
    """Of `rows` on or before the reference day, the newest for each value of column `by`."""
    import ibis  # noqa: PLC0415 - as in `table`

    known = rows.filter(rows[day] <= reference_day())
    newest_first = ibis.row_number().over(group_by=known[by], order_by=known[day].desc())
    numbered = known.mutate(place_in_line=newest_first)
    return numbered.filter(numbered.place_in_line == 0).drop("place_in_line")


def _daterange() -> Any:
    """Ibis has no ranges; an unknown type passes through to PostgreSQL as it is."""
    from ibis.expr import datatypes  # noqa: PLC0415 - as in `table`

    return datatypes.unknown


def _range_contains(days: Any, day: Any) -> Any:
    """Signature of PostgreSQL's own function."""


def _lower(days: Any) -> Any:
    """Signature of PostgreSQL's own function."""
