"""What came into force: version by version, who wanted it, who agreed, when, why, and what it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.desks.administrator.display import changes, lists
from linli.desks.administrator.pages.items import actor_of
from linli.engines.overlays import policies, queries
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.ui.format import format_moment

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Newest first; versions never change."""
    policies.check_may_change(actor_of(request))
    before = request.GET.get("before", "")
    versions = queries.list_versions()
    if before.isdecimal():
        versions = versions.filter(id__lt=int(before))
    found = list(versions[:PAGE])
    today = clock.today()
    rows = [
        {
            "number": pack.version,
            "reason": pack.proposal.reason,
            "who": pack.proposal.author.name,
            "office": pack.proposal.office,
            "by": pack.installed_office,
            "when": format_moment(pack.installed_at, today=today),
        }
        for pack in found
    ]
    following = f"?before={found[-1].pk}" if len(found) == PAGE else ""
    return render(request, "administrator/versions.html", {"rows": rows, "next": following})


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: every difference to the one before, and the steps that led to it."""
    policies.check_may_change(actor_of(request))
    pack = queries.list_versions().filter(version=str(number)).first()
    if pack is None:
        raise NotFound(_("There is no such version."))
    proposal = pack.proposal
    context = {
        "pack": pack,
        "proposal": proposal,
        "changes": [changes.show_change(row, editable=False) for row in queries.list_changes(proposal)],
        "timeline": lists.timeline(queries.list_steps(proposal)),
    }
    return render(request, "administrator/version.html", context)
