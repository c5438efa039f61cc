"""Files whose term is over, or will be within 90 days, as the night found them."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.registers.retention import actions, queries
from linli.registers.retention.models import Due
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import PAGE, actor_of, attempt, needed, number_of


def _ask(actor: Actor, sent: QueryDict) -> Any:
    return actions.ask_deletion(actor=actor, now=clock.now(), person_id=needed(sent, "person"), basis="term")


@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest) -> HttpResponse:
    """The next to end first; by number only. What is over can be asked for."""
    error = attempt(request, {"ask": _ask})
    if request.method == "POST" and error is None:
        response = redirect("keeping:deletions")
        held.let_go(request, response)
        return response
    actor, day = actor_of(request), clock.today()
    found = _page(actor, request.GET.get("after", ""))
    asked = queries.visible_deletions(actor).filter(
        person_number__in=[one.person_id for one in found], state__in=queries.OPEN
    )
    open_ = dict(asked.values_list("person_number", "pk"))
    context = {
        "rows": [shown.due_row(one, open_, day=day) for one in found],
        "following": f"?after={found[-1].due_on}.{found[-1].pk}" if len(found) == PAGE else "",
        "terms": shown.term_rows(queries.list_terms()),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "keeping/due.html", context, status=error.status if error else 200)


def _page(actor: Actor, after: str) -> list[Due]:
    """By day and number: the cursor is both."""
    rows = queries.visible_due(actor)
    text, _dot, key = after.partition(".")
    number = number_of(key)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        number = None
    if number is not None:
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=number))
    return list(rows.order_by("due_on", "pk")[:PAGE])
