"""For whom I act, who acts for me (为谁办、谁替我办): the choice is kept in the session; all of this as oneself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.guard import acting_as
from linli.kernel.throttle import count_try
from linli.kernel.ui import components as ui
from linli.registers.mandates import actions as mandates
from linli.registers.mandates import queries
from linli.registers.mandates.rules import CONSENT_TEXT
from linli.registers.people.files import ids_of
from linli.rooms.bindings import actions
from linli.rooms.bindings.display import acting_rows, mandate_rows
from linli.rooms.bindings.forms import Typed, ask_fields, code_fields, read_ask, service_titles

SESSION_KEY = "acting_for"


@require_safe
def acting(request: HttpRequest) -> HttpResponse:
    """The choice, my mandates on either side, and how to ask for one."""
    own, day = own_actor(request), clock.today()
    with acting_as(own, day=day):
        found = queries.may_act_for(own, day=day)
        listed = queries.list_mandates(ids_of(own.person_id or 0)) if own.person_id else []
        asked = queries.list_own_requests(own, now=clock.now())
        titles = service_titles()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "rows": acting_rows(found, titles, now=actor.person_id if actor.agent_id else None),
        "mandates": mandate_rows(listed, own.person_id or 0, titles, day=day),
        "asked": [one for one in asked if not one.used],
        "acting": actor.in_name_of,
        "consent": CONSENT_TEXT,
    }
    return render(request, "bindings/acting.html", context)


@held.asked_on("bindings:acting")
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Choose somebody, be oneself again, consent as guardian, withdraw that, end a mandate."""
    own, verb = own_actor(request), request.POST.get("verb", "")
    if verb == "back":
        request.session.pop(SESSION_KEY, None)
        return redirect("resident:home")
    step = _VERBS.get(verb)
    if step is None:
        raise NotFound("no such verb")
    with acting_as(own, day=clock.today()):
        return step(request, own, _number(request.POST.get("who", "")))


def _switch(request: HttpRequest, own: Actor, person_id: int) -> HttpResponse:
    now = clock.now()
    acting, how = queries.act_for(own, person_id, day=clock.local_day(now))
    record(
        actor=acting, now=now, kind="look", act="mandates.act_for", object_ref=f"person:{person_id}",
        persons=[person_id], fields=["name", "cases", *(["file"] if how.scope.file else [])], purpose=acting.standing,
    )  # fmt: skip
    request.session[SESSION_KEY] = person_id
    return redirect("resident:home")


def _consent(request: HttpRequest, own: Actor, person_id: int) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Read the consent and tick it first."))
        return redirect("bindings:acting")
    mandates.consent_as_guardian(actor=own, now=clock.now(), child_id=person_id)
    return _switch(request, own, person_id)


def _withdraw(request: HttpRequest, own: Actor, person_id: int) -> HttpResponse:
    mandates.withdraw_consent(actor=own, now=clock.now(), child_id=person_id)
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("Withdrawn: you act for the child no more."))
    return redirect("bindings:acting")


def _end(request: HttpRequest, own: Actor, mandate_id: int) -> HttpResponse:
    mandates.revoke_mandate(actor=own, now=clock.now(), mandate_id=mandate_id)
    messages.success(request, _("The mandate is over. Both of you are told."))
    return redirect("bindings:acting")


_VERBS: dict[str, Callable[[HttpRequest, Actor, int], HttpResponse]] = {
    "switch": _switch, "consent": _consent, "withdraw": _withdraw, "end": _end,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to act for a relative, or type the code that she gave me. The answer tells nothing about her."""
    own = own_actor(request)
    restored = held.restore(request) if request.method != "POST" else None
    if restored is not None:
        messages.info(request, held.WORDS)
    sent, error = (restored[0] if restored else None), None
    if request.method == "POST":
        sent = request.POST
        try:
            with acting_as(own, day=clock.today()):
                response = _confirm(request, own) if "code" in sent else _ask(request, own)
        except DomainError as refusal:
            error = refusal
        else:
            held.let_go(request, response)
            return response
    return _show_ask(request, sent, error)


def _ask(request: HttpRequest, own: Actor) -> HttpResponse:
    now = clock.now()
    if count_try(what="mandate-ask", source=f"user:{own.user_id}", seconds=86_400, now=now) > 5:
        raise actions.TooManyTries(
            _("You asked five times today. Go on tomorrow, or go to the counter together.")
        )
    name, number, terms = read_ask(Typed.of(request.POST))
    mandates.request_mandate(actor=own, now=now, name=name, id_number=number, terms=terms)
    messages.success(
        request,
        _(
            "Asked. If what you typed fits a file, a code comes to the phone that the file knows; without one, the "
            "counter prints it for her. Type here what she tells you."
        ),
    )
    return redirect("bindings:ask")


def _confirm(request: HttpRequest, own: Actor) -> HttpResponse:
    now = clock.now()
    if mandates.confirm_request(actor=own, now=now, code=request.POST["code"]) is None:
        raise DomainError(_("The code does not fit, or its time is over."), field="code")
    messages.success(request, _("The mandate holds from now on. Both of you are told."))
    return redirect("bindings:acting")


def _show_ask(request: HttpRequest, sent: QueryDict | None, error: DomainError | None) -> HttpResponse:
    confirming = sent is not None and "code" in sent
    asking, typing = (
        Typed.of(None if confirming else sent, error),
        Typed.of(sent if confirming else None, error),
    )
    fields, code = ask_fields(asking, today=clock.today()), code_fields(typing)
    loose = asking.loose([*fields, *code])
    context = {
        "fields": fields,
        "code": code,
        "faults": ui.FaultList.of([*fields, *code]),
        "error": ui.Notice(loose, "overdue") if loose else None,
    }
    return render(request, "bindings/ask.html", context, status=error.status if error else 200)


def own_actor(request: HttpRequest) -> Actor:
    """Who is logged in, whomever she acts for now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own: Actor = getattr(request, "own_actor", actor)
    return own.as_resident()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
