"""The table in a terminal: the same figures, targets and reasons as on the page."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from linli.kernel.ui.format import format_full_date
from linli.rooms.planning.display.words import (
    deadline_text,
    exclusions_text,
    gap_text,
    headline,
    short_name,
    state_text,
    target_text,
    value_text,
)
from linli.rooms.planning.rules import Row, Standing, State, Table

_NAME, _VALUE, _STATE = 32, 12, 10


def render_text(table: Table) -> str:
    return "\n".join(line.rstrip() for line in _lines(table))


def _lines(table: Table) -> Iterator[str]:
    plan = table.plan
    yield f"{plan.title}  [{plan.status}]"
    place = " › ".join(step.name for step in table.path)
    counted = table.counted_day
    when = _("counted for %(day)s") % {"day": format_full_date(counted)} if counted else _("not counted yet")
    yield f"{place} ({table.spot.code})  {when}"
    yield headline(table)
    for row in table.rows:
        yield ""
        yield from _row_lines(table, row)


def _row_lines(table: Table, row: Row) -> Iterator[str]:
    indicator = row.indicator
    yield f"{indicator.code} {indicator.title} ({indicator.unit})"
    if row.target is None:
        yield "  " + _("This plan sets no target.")
    else:
        yield "  " + _("target %(target)s, due %(deadline)s") % {
            "target": target_text(row.target),
            "deadline": deadline_text(row.target, table.day),
        }
        yield f"  {row.target.requirement} «{row.target.clause}»".replace("   «", "  «")
    yield _standing_line(row, row.place, indent=2)
    for text in exclusions_text(row):
        yield f"    · {text}"
    for town in row.towns:
        yield _standing_line(row, town, indent=4)
        for community in row.communities:
            if community.spot.town == town.spot.place_id:
                yield _standing_line(row, community, indent=6)
    if not row.towns:
        for community in row.communities:
            yield _standing_line(row, community, indent=6)


def _standing_line(row: Row, standing: Standing, *, indent: int) -> str:
    name = _pad(" " * indent + short_name(standing.spot.name), _NAME)
    state = "" if standing.state in (State.NO_DATA, State.NO_TARGET) else state_text(standing.state)
    value = _pad(value_text(row.indicator, standing), _VALUE, right=True)
    return f"{name}{value}  {_pad(state, _STATE)}  {gap_text(row, standing)}"


def _pad(text: str, width: int, *, right: bool = False) -> str:
    """Han characters take two columns."""
    room = " " * max(0, width - sum(2 if east_asian_width(char) in "WF" else 1 for char in text))
    return room + text if right else text + room
