"""Asking for the end of the whole file, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock, held
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.consents import queries as consents
from linli.registers.people.queries import get_person
from linli.registers.retention import actions, queries
from linli.rooms.mine.display import ending as shown
from linli.rooms.mine.display import requests as duties
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose, is_id


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def end(request: HttpRequest, whose: Whose) -> HttpResponse:
    """What would go, what has to stay by which term, and the button; hers alone."""
    if not whose.own:
        raise Http404("only who it is about")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            _ask(request, whose)
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Handed in. The community checks it and answers here."))
            response = redirect("mine:requests")
            held.let_go(request, response)
            return response
    elif held.restore(request):
        messages.info(request, held.WORDS)
    return _show(request, whose, error)


def _ask(request: HttpRequest, whose: Whose) -> None:
    if not request.POST.get("sure"):
        raise DomainError(_("Tick that you have understood it."), field="sure")
    actions.want_deletion(actor=whose.actor, now=clock.now())


def _show(request: HttpRequest, whose: Whose, error: DomainError | None) -> HttpResponse:
    day = clock.today()
    person = get_person(whose.actor, whose.person_id, day=day)
    found = queries.list_own(person.pk)
    note_look(whose, "mine.end", fields=["changes"])
    sure = ui.Field(
        "sure", _("I understand: nothing of it comes back, and my account opens no file any more."), "checkbox",
        error=str(error.message) if error and error.field == "sure" else "",
    )  # fmt: skip
    context = {
        "whose": whose,
        "open": next((card for card in shown.cards(found, today=day) if card.can_stay), None),
        "going": shown.going(),
        "staying": shown.staying(),
        "terms": shown.terms(queries.list_terms()),
        "duties": duties.kept(consents.list_notices()),
        "sure": sure,
        "error": ui.Notice(str(error.message), "overdue") if error and not error.field else None,
    }
    return render(request, "mine/end.html", context, status=error.status if error else 200)


@held.asked_on("mine:requests")
@require_POST
@opens
def stay(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Her file stays after all, as long as it is there."""
    deletion = request.POST.get("deletion", "")
    if not is_id(deletion):
        raise NotFound(_("There is no such deletion."))
    actions.keep_own(actor=whose.actor, now=clock.now(), deletion_id=int(deletion))
    messages.success(request, _("Withdrawn. Nothing was changed."))
    return redirect("mine:requests")
