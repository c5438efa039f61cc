"""Holds in my places, those in force and those that were lifted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.ui import components as ui
from linli.registers.retention import actions, queries
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import (
    PAGE,
    Verbs,
    actor_of,
    attempt,
    names_of,
    needed,
    note_look,
    number_of,
)

VERBS: Verbs = {
    "lift": lambda actor, sent: actions.lift_hold(actor=actor, now=clock.now(), hold_id=needed(sent, "hold")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    error = attempt(request, VERBS)
    if request.method == "POST" and error is None:
        response = redirect("keeping:holds")
        held.let_go(request, response)
        return response
    actor, before = actor_of(request), number_of(request.GET.get("before", ""))
    rows = queries.visible_holds(actor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[:PAGE])
    names = names_of(one.person_id for one in found)
    note_look(actor, "keeping.holds", names)
    context = {
        "rows": [shown.hold_row(one, names, day=clock.today()) for one in found],
        "following": f"?before={found[-1].pk}" if len(found) == PAGE else "",
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "keeping/holds.html", context, status=error.status if error else 200)
