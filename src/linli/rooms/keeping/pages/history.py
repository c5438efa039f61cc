"""What ended: tombstones and runs, with counts by kind. Nothing of it is personal data, so auditors read it too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.registers.places.queries import get_names
from linli.registers.retention import queries
from linli.registers.retention.models import Run
from linli.registers.retention.policies import KEEPERS
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import PAGE, actor_of, number_of

RUNS = 20


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The latest first; or those of one number, be it the file's or the receipt's."""
    actor, day = actor_of(request), clock.today()
    asked = request.GET.get("number", "").strip()
    before = number_of(request.GET.get("before", ""))
    stones = queries.visible_tombstones(actor)
    if asked:
        stones = queries.of_number(stones, number_of(asked) or 0)
    if before is not None:
        stones = stones.filter(pk__lt=before)
    found = list(stones.order_by("-pk")[:PAGE])
    done = queries.visible_runs(actor).filter(state=Run.State.DONE).order_by("-pk")
    runs = [] if asked or before else list(done[:RUNS])
    names = get_names({one.community or one.town or one.county for one in [*found, *runs]})
    context = {
        "keeps": bool(actor.scopes(*KEEPERS)),
        "asked": asked,
        "rows": [shown.tombstone_row(one, names, today=day) for one in found],
        "runs": [shown.run_row(one, names, actor, today=day) for one in runs],
        "following": f"?before={found[-1].pk}" if len(found) == PAGE else "",
    }
    return render(request, "keeping/history.html", context)
