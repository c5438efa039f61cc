"""Records that end without their file: how many are over their term, and their deletion by two."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.ui import components as ui
from linli.registers.places.queries import get_names
from linli.registers.retention import actions, queries
from linli.registers.retention.models import Run
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import PAGE, Verbs, actor_of, attempt, needed

VERBS: Verbs = {
    "ask": lambda actor, sent: actions.ask_run(actor=actor, now=clock.now(), ripe_id=needed(sent, "ripe")),
    "delete": lambda actor, sent: actions.carry_out_run(
        actor=actor, now=clock.now(), run_id=needed(sent, "run")
    ),
    "withdraw": lambda actor, sent: actions.withdraw_run(
        actor=actor, now=clock.now(), run_id=needed(sent, "run")
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """Counts by kind and community; what was asked and waits for a second clerk."""
    error = attempt(request, VERBS)
    if request.method == "POST" and error is None:
        response = redirect("keeping:records")
        held.let_go(request, response)
        return response
    actor, day = actor_of(request), clock.today()
    ripe = list(queries.visible_ripe(actor).order_by("kind", "community", "pk")[: 4 * PAGE])
    waiting = list(queries.visible_runs(actor).filter(state=Run.State.ASKED).order_by("pk")[:PAGE])
    names = get_names({one.community or one.town or one.county for one in [*ripe, *waiting]})
    context = {
        "rows": [shown.ripe_row(one, names, waiting) for one in ripe],
        "runs": [shown.run_row(one, names, actor, today=day) for one in waiting],
        "terms": shown.term_rows(queries.list_terms()),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "keeping/records.html", context, status=error.status if error else 200)
