"""Reading under an agreement on a page: one person by her number or by name and birth date, or the list by pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.display.rows import Table, table_of
from linli.rooms.sharing.forms import listing
from linli.rooms.sharing.forms.typed import Typed, faults_of
from linli.rooms.sharing.pages.agreements import actor_of
from linli.rooms.sharing.queries.agreements import label_titles
from linli.rooms.sharing.queries.cursors import read_cursor, write_cursor
from linli.rooms.sharing.queries.opening import Opening, open_agreement

PAGE = 50
WAY = "page"


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, number: str) -> HttpResponse:
    """The forms alone show nobody; what is asked is written down before it is shown. Numbers stand in no address."""
    actor = actor_of(request)
    opening = open_agreement(actor, number, way=WAY, day=clock.today())
    if request.method == "POST":
        return _look_up(request, opening)
    if request.GET.get("list"):
        return _list(request, opening)
    restored = held.restore(request)
    return _show(request, opening, Typed(restored[0] if restored else None))


def _look_up(request: HttpRequest, opening: Opening) -> HttpResponse:
    typed = Typed(request.POST)
    try:
        asked = reading.read_asked(
            id_number=typed.get("id_number"), name=typed.get("name"), birth_date=typed.day("birth_date"),
            today=clock.today(),
        )  # fmt: skip
        page = reading.look_up(
            actor=actor_of(request), now=clock.now(), number=opening.agreement.number, way=WAY, asked=asked
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, opening, Typed(request.POST, faults_of(refusal)), error=refusal)
    response = _show(request, opening, typed, table=table_of(page))
    held.let_go(request, response)
    return response


def _list(request: HttpRequest, opening: Opening) -> HttpResponse:
    typed, number = Typed(request.GET), opening.agreement.number
    try:
        page = reading.read_list(
            actor=actor_of(request), now=clock.now(), number=number, way=WAY, wanted=listing.read_wanted(typed),
            after=read_cursor(number, request.GET.get("after", "")), limit=PAGE,
        )  # fmt: skip
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, opening, Typed(request.GET, faults_of(refusal)), error=refusal, listed=True)
    rest = request.GET.copy()
    rest["after"] = write_cursor(number, page.following) if page.following else ""
    following = f"?{rest.urlencode()}" if page.following else ""
    return _show(request, opening, typed, table=table_of(page), listed=True, following=following)


def _show(
    request: HttpRequest,
    opening: Opening,
    typed: Typed,
    *,
    table: Table | None = None,
    error: DomainError | None = None,
    listed: bool = False,
    following: str = "",
) -> HttpResponse:
    nothing = Typed()
    asking = listing.look_up_fields(nothing if listed else typed)
    narrowing = listing.narrowing(typed if listed else nothing, opening.known, label_titles())
    names = {field.name for field in (*asking, *narrowing)}
    context: Mapping[str, Any] = {
        "number": opening.agreement.number,
        "purpose": opening.version.purpose,
        "asking": asking,
        "narrowing": narrowing,
        "listed": listed,
        "table": table,
        "following": following,
        "error": ui.Notice(str(error.message), "overdue") if error and error.field not in names else None,
        "nobody": _("Nobody whom the agreement is about fits."),
    }
    return render(request, "sharing/people.html", context, status=error.status if error else 200)
