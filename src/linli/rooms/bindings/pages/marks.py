"""Protective marks that this account may know of: confirmed by the second, lifted by both. Each look is an entry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.mandates import blocks, queries
from linli.rooms.bindings.display import mark_rows
from linli.rooms.bindings.forms import Typed, purpose_field
from linli.rooms.bindings.queries import names_of


@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest) -> HttpResponse:
    """Whom a mark keeps apart, as far as I am named in it."""
    actor: Actor = request.actor.as_staff()  # type: ignore[attr-defined]
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _do(request, actor, Typed.of(request.POST))
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
    now = clock.now()
    known = queries.list_known_blocks(actor)
    pairs = {mark.pk: blocks.read_pair(actor=actor, now=now, mark=mark) for mark in known}
    names = names_of({person for pair in pairs.values() for person in pair})
    typed = Typed.of(request.POST if error else None, error)
    purpose = purpose_field(typed)
    loose = typed.loose([purpose])
    context = {
        "rows": mark_rows(known, pairs, names, actor.user_id or 0, today=clock.today()),
        "purpose": purpose,
        "error": ui.Notice(loose, "overdue") if loose else None,
        "faults": ui.FaultList.of([purpose]),
    }
    return render(request, "bindings/marks.html", context, status=error.status if error else 200)


def _do(request: HttpRequest, actor: Actor, typed: Typed) -> HttpResponse:
    now, number, purpose = clock.now(), typed.number("mark"), typed.get("purpose")
    if typed.get("verb") == "confirm":
        blocks.confirm_bar(actor=actor, now=now, mark_id=number, purpose=purpose)
        messages.success(request, _("Confirmed."))
    elif blocks.lift_bar(actor=actor, now=now, mark_id=number, purpose=purpose):
        messages.success(request, _("Lifted."))
    else:
        messages.success(request, _("Asked for: the other one of you lifts it."))
    return redirect("bindings:marks")
