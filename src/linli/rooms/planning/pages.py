"""The planner's pages: the cockpit, one indicator, and the table as CSV."""

import csv
import io
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.insight.rules import Missing
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.rooms.planning.display.cockpit import build_cockpit
from linli.rooms.planning.display.drilldown import build_drill_down
from linli.rooms.planning.display.sheet import write_rows
from linli.rooms.planning.queries import (
    Evidence,
    get_home_place,
    get_place,
    get_row,
    get_table,
    list_evidence,
    list_targets_elsewhere,
)
from linli.rooms.planning.rules import Row, Table

_KEY = re.compile(r"(\d{1,18})-(\d{1,18})")


@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """`?place=532301&plan=yunnan&by=KPI-01-U`; without them the place of the post, its first plan."""
    view = build_cockpit(_table(request), by=request.GET.get("by", ""))
    return render(request, "planning/cockpit.html", {"view": view})


@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """`?rows=facility_area&after=17-812` pages through the rows of one measure."""
    table = _table(request)
    row = get_row(table, key)
    view = build_drill_down(
        table, row, _evidence(request, table, row), list_targets_elsewhere(row, table.plan)
    )
    return render(request, "planning/indicator.html", {"view": view})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The table as CSV, with a mark that lets spreadsheet programs read it as UTF-8."""
    table = _table(request)
    text = io.StringIO()
    csv.writer(text).writerows(write_rows(table))
    name = f"{table.plan.code}-{table.spot.code}-{table.counted_day or table.day}.csv"
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotFound(_("There is no such place."))
    return actor


def _table(request: HttpRequest) -> Table:
    actor, today = _actor(request), clock.today()
    code = request.GET.get("place", "")
    place = get_place(actor, code, today) if code else get_home_place(actor, today)
    return get_table(actor, place, request.GET.get("plan", ""), today)


def _evidence(request: HttpRequest, table: Table, row: Row) -> Evidence | None:
    if isinstance(row.formula, Missing):
        return None
    measure = request.GET.get("rows") or next(iter(row.formula.numerator.names))
    match = _KEY.fullmatch(request.GET.get("after", ""))
    after = (int(match[1]), int(match[2])) if match else (0, 0)
    return list_evidence(table, row, measure, after=after)
