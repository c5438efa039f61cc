"""A newer version of a pack against the city's own changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.desks.administrator.display import changes, lists
from linli.desks.administrator.pages.items import actor_of, find_item
from linli.engines.overlays import actions, policies
from linli.kernel import clock
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui


@require_http_methods(["GET", "HEAD", "POST"])
def upgrade(request: HttpRequest, section: str, code: str) -> HttpResponse:
    """Path by path; conflicts are chosen by hand, and the result goes into the actor's draft."""
    actor = actor_of(request)
    policies.check_may_change(actor)
    declared, standing = find_item(section, code)
    rows = changes.list_three_ways(standing)
    refusal: DomainError | None = None
    if request.method == "POST":
        ours = frozenset(row.key for row in rows if row.clash and request.POST.get(row.key) == "ours")
        try:
            proposal = actions.take_upgrade(
                actor=actor, now=clock.now(), section=section, code=code, ours=ours
            )
            return redirect("administrator:proposal", proposal_id=proposal.pk)
        except NotFound:
            raise
        except DomainError as error:
            refusal = error
    context = {
        "title": lists.title_of(standing.effective.content, code),
        "declared": declared,
        "code": code,
        "standing": standing,
        "rows": rows,
        "clashes": sum(row.clash for row in rows),
        "chosen": request.POST,
        "error": ui.Notice(str(refusal), "overdue") if refusal else None,
    }
    return render(request, "administrator/upgrade.html", context, status=refusal.status if refusal else 200)
