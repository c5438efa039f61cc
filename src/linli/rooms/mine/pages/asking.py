"""Asking for a correction or a deletion, and what became of what was asked."""

from secrets import token_hex
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.registers.consents import queries as consents
from linli.registers.people import actions, files
from linli.registers.people.details import CORRECTABLE, Correction, Deletion
from linli.registers.people.labels import list_labels
from linli.registers.people.policies import OWN
from linli.registers.people.words import field_word
from linli.registers.retention.queries import list_own
from linli.rooms.mine import forms, queries
from linli.rooms.mine.display import ending
from linli.rooms.mine.display import requests as shown
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose

KEY: Final = 64


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def correct(request: HttpRequest, whose: Whose, field: str) -> HttpResponse:
    """One field: what it says, what it should say. A refusal comes back with what was typed."""
    whole = files.read_whole(whose.actor, whose.person_id, day=clock.today())
    if field not in CORRECTABLE or whole.person.deceased_on:
        raise Http404("no such field")
    typed, error = None, None
    if request.method == "POST":
        typed = request.POST.get(field, "")
        try:
            _draft(whose, forms.read_correction(whole, field, typed), request.POST.get("key", ""))
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Handed in. The community checks it and answers here."))
            response = redirect("mine:requests")
            held.let_go(request, response)
            return response
    elif restored := held.restore(request):
        messages.info(request, held.WORDS)
        typed = restored[0].get(field, "")
    note_look(whose, "mine.correct", fields=[field])
    fields = [forms.ask_correction(whole, field, typed, _fault(error))]
    context = {
        "whose": whose,
        "label": field_word(field),
        "now": forms.now_told(whole, field),
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "key": request.POST.get("key") or token_hex(16),
    }
    return render(request, "mine/correct.html", context, status=error.status if error else 200)


def _draft(whose: Whose, details: Correction | Deletion, key: str) -> None:
    actions.draft_change(actor=whose.actor, now=clock.now(), details=details, source=OWN, key=key[:KEY])


def _fault(error: DomainError | None) -> str:
    """The page asks one thing: whatever is wrong is wrong with it."""
    if isinstance(error, Faults):
        return "; ".join(str(text) for text in error.faults.values())
    return str(error.message) if error else ""


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def erase(request: HttpRequest, whose: Whose) -> HttpResponse:
    """What the file can be without, as boxes; what has to stay, and how long."""
    day = clock.today()
    whole = files.read_whole(whose.actor, whose.person_id, day=day)
    labels = list_labels([whole.person.pk], day=day, opened=True).get(whole.person.pk, [])
    sent: QueryDict | None = None
    error: DomainError | None = None
    if request.method == "POST":
        sent = request.POST
        try:
            _draft(whose, forms.read_deletion(whole.person.pk, sent), sent.get("key", ""))
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Handed in. The community checks it and answers here."))
            response = redirect("mine:requests")
            held.let_go(request, response)
            return response
    elif restored := held.restore(request):
        messages.info(request, held.WORDS)
        sent = restored[0]
    note_look(whose, "mine.erase", fields=["labels", "documents"])
    fields = forms.ask_deletion(whole, labels, sent, _faults(error))
    context = {
        "whose": whose,
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "kept": shown.kept(consents.list_notices()),
        "key": request.POST.get("key") or token_hex(16),
    }
    return render(request, "mine/erase.html", context, status=error.status if error else 200)


def _faults(error: DomainError | None) -> dict[str, str]:
    if error is None:
        return {}
    if isinstance(error, Faults):
        return {name: str(text) for name, text in error.faults.items()}
    return {error.field or "fields": str(error.message)}


@require_safe
@opens
def requests(request: HttpRequest, whose: Whose) -> HttpResponse:
    """What was asked about the file, how far it is, what was answered."""
    found = queries.list_requests(whose)
    note_look(whose, "mine.requests", fields=["changes"])
    cards = shown.cards(found, whose, today=clock.today())
    endings = ending.cards(list_own(whose.person_id), today=clock.today()) if whose.own else []
    return render(request, "mine/requests.html", {"whose": whose, "cards": cards, "endings": endings})


@held.asked_on("mine:requests")
@require_POST
@opens
def withdraw(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Take back what was asked, as long as nobody has decided."""
    change, revision = request.POST.get("change", ""), request.POST.get("revision", "")
    try:
        if not queries.is_id(change) or not queries.is_id(revision):
            raise NotFound(_("There is no such change."))
        actions.withdraw_change(
            actor=whose.actor, now=clock.now(), change_id=int(change), revision=int(revision)
        )
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Withdrawn. Nothing was changed."))
    return redirect("mine:requests")
