"""The resident: which devices and accounts open her file; binding by slip; taking back what she knows nothing of."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.client import client_address
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.people import bindings, files
from linli.rooms.bindings import actions
from linli.rooms.bindings.display import lines_of
from linli.rooms.bindings.forms import Typed, read_born, slip_fields, undo_fields


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Devices and bindings: what opens my file, since when, how."""
    actor = _actor(request)
    found = bindings.list_bindings(files.ids_of(actor.person_id)) if actor.person_id is not None else []
    context = {
        "rows": lines_of(found, today=clock.today(), own=actor.user_id),
        "bound": actor.person_id is not None,
    }
    return render(request, "bindings/devices.html", context)


@held.asked_on("bindings:devices")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """My account opens my file no more; I am signed out everywhere."""
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Tick that you want it: nothing was taken back."))
        return redirect("bindings:devices")
    actions.revoke_own(actor=_actor(request), now=clock.now())
    messages.success(
        request, _("Taken back. At the counter of your community you can bind an account again.")
    )
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """Bind my file by the slip of my community."""
    actor = _actor(request)
    if actor.person_id is not None:
        return redirect("bindings:devices")
    if request.method != "POST":
        restored = held.restore(request)
        if restored is not None:
            messages.info(request, held.WORDS)
        return _ask(request, restored[0] if restored else None)
    typed = Typed.of(request.POST)
    try:
        actions.redeem_slip(actor=actor, now=clock.now(), code=typed.get("code"), birth_date=read_born(typed))
    except DomainError as refusal:
        return _ask(request, request.POST, refusal)
    messages.success(request, _("Your account opens your file now."))
    response = redirect("bindings:devices")
    held.let_go(request, response)
    return response


def _ask(request: HttpRequest, sent: QueryDict | None, error: DomainError | None = None) -> HttpResponse:
    return _form(request, "bindings/bind.html", slip_fields(Typed.of(sent, error)), error)


@require_http_methods(["GET", "HEAD", "POST"])
def unbind(request: HttpRequest) -> HttpResponse:
    """Take a binding back by the code of the message that told of it; no log-in is asked."""
    if request.method != "POST":
        return _form(request, "bindings/unbind.html", undo_fields(Typed()), None)
    try:
        actions.revoke_by_code(
            now=clock.now(), code=request.POST.get("code", ""), source=client_address(request)
        )
    except NotFound:
        error: DomainError = DomainError(
            _("This code takes nothing back: look at it once more."), field="code"
        )
    except DomainError as refusal:
        error = refusal
    else:
        return render(request, "bindings/unbound.html")
    return _form(request, "bindings/unbind.html", undo_fields(Typed.of(request.POST, error)), error)


def _form(
    request: HttpRequest, template: str, fields: list[ui.Field], error: DomainError | None
) -> HttpResponse:
    shown = {field.name for field in fields}
    loose = error is not None and error.field not in shown and not ui.FaultList.of(fields)
    context = {
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "error": ui.Notice(str(error.message), "overdue") if error and loose else None,
    }
    return render(request, template, context, status=error.status if error else 200)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
