"""The table as rows of a sheet: figures exact to four places, one line for each place and indicator."""

from collections.abc import Iterator

from linli.insight.rules import Formula
from linli.rooms.planning.display.words import gap_text, state_text
from linli.rooms.planning.rules import Row, Standing, Table

HEAD = (
    "place_code", "place", "level", "indicator", "title", "value", "unit", "numerator", "denominator",
    "operator", "target", "softness", "deadline", "state", "remark", "requirement",
    "plan", "plan_status", "counted_day",
)  # fmt: skip


def write_rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The head, then place, towns and communities of every indicator."""
    yield HEAD
    for row in table.rows:
        for standing in (row.place, *row.towns, *row.communities):
            yield tuple(guard(cell) for cell in _line(table, row, standing))


def _line(table: Table, row: Row, standing: Standing) -> Iterator[str]:
    spot, target, ratio = standing.spot, row.target, standing.ratio
    yield from (spot.code, spot.name, spot.level, row.indicator.code, row.indicator.title)
    yield "" if standing.value is None else f"{float(standing.value):.4f}"
    yield row.indicator.unit
    if ratio is None or not isinstance(row.formula, Formula):
        yield from ("", "")
    else:
        yield _shown(ratio.numerator, row.formula.numerator_unit.per)
        yield _shown(ratio.denominator, row.formula.denominator_unit.per)
    if target is None:
        yield from ("", "", "", "")
    else:
        yield from (target.operator, str(target.value), target.softness, target.deadline.isoformat())
    yield from (state_text(standing.state), gap_text(row, standing))
    yield target.requirement if target else ""
    yield from (table.plan.code, table.plan.status, str(table.counted_day or ""))


def _shown(quantity: int, per: int) -> str:
    return str(quantity) if per == 1 else f"{quantity / per:.2f}"


def guard(cell: str) -> str:
    """A text that a spreadsheet program would run as a formula stays a text."""
    starts = cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if starts and not cell.replace(".", "", 1).lstrip("-").isdigit() else cell
