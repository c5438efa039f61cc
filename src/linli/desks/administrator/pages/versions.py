"""What came into force: version by version, who wanted it, who agreed, when, why, and what it changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.desks.administrator.display import changes, lists
from linli.desks.administrator.pages.items import actor_of
from linli.engines.overlays import actions, policies, queries
from linli.engines.overlays.refusals import NothingChanged
from linli.kernel import clock
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
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
            "by": pack.approver,  # type: ignore[attr-defined]
            "by_office": pack.installed_office,
            "when": format_moment(pack.installed_at, today=today),
        }
        for pack in found
    ]
    following = f"?before={found[-1].pk}" if len(found) == PAGE else ""
    return render(request, "administrator/versions.html", {"rows": rows, "next": following})


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: every difference to the one before, and the steps that led to it; posted, a draft that goes back
    to it."""
    actor = actor_of(request)
    policies.check_may_change(actor)
    pack = queries.get_version(str(number))
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            draft = actions.restore(actor=actor, now=clock.now(), version=pack.version)
            messages.success(request, _("A draft: look at what it changes, and submit it."))
            return redirect("administrator:proposal", proposal_id=draft.pk)
        except NothingChanged as error:
            refusal = error
    newest = queries.newest_version()
    proposal = pack.proposal
    context = {
        "pack": pack,
        "proposal": proposal,
        "newest": newest is not None and newest.pk == pack.pk,
        "error": ui.Notice(str(refusal), "risk") if refusal else None,
        "changes": [changes.show_change(row, editable=False) for row in queries.list_changes(proposal)],
        "timeline": lists.timeline(queries.list_steps(proposal)),
    }
    return render(request, "administrator/version.html", context, status=refusal.status if refusal else 200)
