"""What can be changed, and what waits for somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from linli.desks.administrator.display import lists, overview
from linli.desks.administrator.pages.items import actor_of
from linli.engines.overlays import adjustable, listing, queries
from linli.engines.overlays.models import Proposal
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.ui import components as ui

PENDING = 5
"""Open proposals at the top of the page."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Items by section, found by words and by how they stand; who waits for a decision stands first."""
    actor, asked = actor_of(request), _asked(request)
    pending = list(queries.list_open(actor)[: PENDING + 1])
    draft = queries.get_draft(actor)
    drafted = frozenset((row.section, row.code) for row in draft.changes.all()) if draft else frozenset()
    standings = overview.Standings.of(
        listing.get_marks(), drafted=drafted, waiting=frozenset(queries.open_addresses())
    )
    context = {
        "asked": asked,
        "view": overview.build(asked, standings),
        "draft": _draft_notice(draft, len(drafted)),
        "pending": lists.list_rows(pending[:PENDING], actor, clock.today()),
        "more_pending": len(pending) > PENDING,
    }
    return render(request, "administrator/items.html", context)


def _asked(request: HttpRequest) -> overview.Asked:
    given = request.GET
    section, state = given.get("section", ""), given.get("state", "")
    if section and section not in {declared.section for declared in adjustable.list_declared()}:
        raise NotFound(_("Nothing of this kind can be changed here."))
    if state not in overview.STATES:
        state = ""
    return overview.Asked(given.get("q", "").strip()[:64], section, state, given.get("after", "")[:64])


def _draft_notice(draft: Proposal | None, count: int) -> ui.Notice | None:
    if draft is None or not count:
        return None
    words = ngettext(
        "Your draft holds %(count)d change that is not in force yet.",
        "Your draft holds %(count)d changes that are not in force yet.",
        count,
    )
    href = reverse("administrator:proposal", args=[draft.pk])
    return ui.Notice(words % {"count": count}, "new", href, _("Look at it and submit it"))
