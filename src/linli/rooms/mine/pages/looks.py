"""Which unit and post looked at the file or changed something, when and why; never a name."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.kernel.ui import components as ui
from linli.rooms.mine import queries
from linli.rooms.mine.display import looks as shown
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose
from linli.rooms.mine.rules import cut

PAGE: Final = 30
READ: Final = 120
"""Entries read for one page: four in a line, if all are folded."""


@require_safe
@opens
def looks(request: HttpRequest, whose: Whose) -> HttpResponse:
    """One line for what one office did on one day; withheld looks are not among them."""
    after = request.GET.get("after", "")
    rows = queries.list_looks(whose, after=int(after) if queries.is_id(after) else None, limit=READ)
    told = [row for row in rows if queries.is_about(whose, row)]
    groups, more = cut(shown.folded(told), most=PAGE, ended=len(rows) < READ)
    if not whose.own:
        note_look(whose, "mine.looks", fields=["looks"])
    traces = shown.traces(groups, reader=request.user.pk, today=clock.today())
    context = {
        "whose": whose,
        "timeline": ui.Timeline(traces) if traces else None,
        "after": (groups[-1][-1] if groups else rows[-1]).pk if more else None,
    }
    return render(request, "mine/looks.html", context)
