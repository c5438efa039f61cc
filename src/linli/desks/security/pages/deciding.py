"""Weighty posts that wait for a second person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.desks.security import actions, display, policies, queries
from linli.desks.security.pages.accounts import actor_of
from linli.desks.security.pages.again import ask_again
from linli.kernel import clock, held
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(request: HttpRequest, *, refusal: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    own = policies.account_of(actor)
    rows = display.request_rows(queries.list_requests(actor), own=own, today=clock.today())
    context = {"rows": rows, "refused": ui.Notice(str(refusal), "overdue") if refusal else None}
    return render(request, "security/requests.html", context, status=refusal.status if refusal else 200)


@held.asked_on("security:requests")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Give the post, or not."""
    given = request.POST.get("request", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    grant = request.POST.get("do") == "give"
    if not policies.visible_requests(actor_of(request)).filter(pk=number).exists():
        raise NotFound(_("There is no such request, or it was decided."))
    ask_again(request)
    try:
        actions.decide_post(actor=actor_of(request), now=clock.now(), request_id=number, grant=grant)
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, refusal=refusal)
    messages.success(request, _("The post is given.") if grant else _("The post is not given."))
    return redirect("security:requests")
