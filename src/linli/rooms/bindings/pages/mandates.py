"""The clerk's page of mandates: who acts for this person, a new one signed at the counter, codes on paper, marks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, crypto, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date
from linli.registers.mandates import actions, blocks, queries, rules
from linli.registers.people.files import ids_of, list_kin
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person
from linli.rooms.bindings.display import mandate_rows
from linli.rooms.bindings.forms import (
    Typed,
    bar_fields,
    give_fields,
    read_checked,
    read_terms,
    reason_field,
    service_titles,
)
from linli.rooms.bindings.queries import list_colleagues

VERBS = ("text", "give", "code", "revoke", "bar")


@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything about acting for this person, on one page."""
    actor = _actor(request)
    person = get_person(actor, person_id, day=clock.today())
    if request.method != "POST":
        restored = held.restore(request)
        if restored is not None:
            messages.info(request, held.WORDS)
        return _show(request, actor, person, restored[0] if restored else None)
    try:
        response = _do(request, actor, person, request.POST.get("verb", ""))
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, actor, person, request.POST, refusal)
    held.let_go(request, response)
    return response


def _do(request: HttpRequest, actor: Actor, person: Person, verb: str) -> HttpResponse:
    now, typed = clock.now(), Typed.of(request.POST)
    if verb == "text":
        return _print_text(request, actor, person, typed)
    if verb == "code":
        offer = actions.print_code(
            actor=actor, now=now, person_id=person.pk, request_id=typed.number("request")
        )
        return render(request, "bindings/printed.html", _code_slip(person, actor, offer))
    if verb == "give":
        agent = actions.find_agent(actor=actor, now=now, who=typed.get("agent"), name=typed.get("agent_name"))
        actions.give_mandate(
            actor=actor, now=now, person_id=person.pk, agent_id=agent.pk, terms=read_terms(typed),
            checked=read_checked(typed),
        )  # fmt: skip
        messages.success(request, _("The mandate holds from now on. Both of them are told."))
    elif verb == "revoke":
        actions.revoke_at_counter(
            actor=actor,
            now=now,
            person_id=person.pk,
            mandate_id=typed.number("mandate"),
            reason=typed.get("reason"),
        )
        messages.success(request, _("The mandate is over. Both of them are told."))
    elif verb == "bar":
        _bar(actor, person, typed)
        messages.success(request, _("Marked. It counts from now on; your colleague is to confirm it."))
    else:
        raise NotFound("no such verb")
    return redirect("bindings:mandates", person_id=person.pk)


def _bar(actor: Actor, person: Person, typed: Typed) -> None:
    known = {one for one, _name in _others(person)}
    if typed.number("other") not in known:
        raise Faults({"other": _("Choose somebody.")})
    blocks.bar(
        actor=actor, now=clock.now(), person_id=person.pk, other_id=typed.number("other"),
        second_id=typed.number("second"), purpose=typed.get("bar_purpose"),
    )  # fmt: skip


def _print_text(request: HttpRequest, actor: Actor, person: Person, typed: Typed) -> HttpResponse:
    """The words to be signed, on A4; the same fields go with it, so that «signed» is one tap."""
    now, terms = clock.now(), read_terms(typed)
    agent = actions.find_agent(actor=actor, now=now, who=typed.get("agent"), name=typed.get("agent_name"))
    text = rules.mandate_text(
        principal=person.name, agent=agent.name, services=terms.titles, reads_file=terms.reads_file,
        start=clock.local_day(now), until=terms.ends_on,
    )  # fmt: skip
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    hidden = [(name, value) for name, value in sent if name not in ("csrfmiddlewaretoken", "verb")]
    context = {
        "person": person,
        "paragraphs": text.strip().split("\n"),
        "hidden": hidden,
        "office": actor.office,
    }
    return render(request, "bindings/mandate_text.html", context)


def _code_slip(person: Person, actor: Actor, offer: actions.Offer) -> dict[str, object]:
    slip = ui.Receipt(
        title=_("Code for a mandate"),
        office=actor.office,
        rows=[
            (_("Holder of the file"), crypto.mask_name(person.name)),
            (_("Who asks to act"), offer.agent_name),
            (_("Last day"), format_date(offer.request.ends_on)),
        ],
        query_label=_("Code for a mandate"),
        query_code=offer.code,
        lines=[_("Who types this code acts for you. Give it only to whom you trust.")],
    )
    return {"person": person, "title": slip.title, "slip": slip}


def _show(
    request: HttpRequest,
    actor: Actor,
    person: Person,
    sent: QueryDict | None,
    error: DomainError | None = None,
) -> HttpResponse:
    now, day = clock.now(), clock.today()
    listed = queries.list_mandates(ids_of(person.pk))
    named = {person.pk, *(one.agent for one in listed), *(one.principal for one in listed)}
    record(
        actor=actor, now=now, kind="look", act="mandates.page", object_ref=f"person:{person.pk}", persons=sorted(named),
        fields=("name", "mandates"),
    )  # fmt: skip
    typed, titles = Typed.of(sent, error), service_titles()
    fields = give_fields(typed, titles, today=day)
    barring = bar_fields(typed, _others(person), list_colleagues(actor, day=day))
    loose = typed.loose([*fields, *barring, reason_field(typed)])
    context = {
        "person": person,
        "rows": mandate_rows(listed, person.pk, titles, day=day),
        "guardians": [name for _id, name in queries.list_guardians(person.pk, day=day)],
        "asked": queries.list_open_requests(person.pk, now=now),
        "fields": fields,
        "reason": reason_field(typed),
        "barring": barring,
        "bar_open": bool(typed.get("verb") == "bar"),
        "faults": ui.FaultList.of([*fields, *barring, reason_field(typed)]),
        "error": ui.Notice(loose, "overdue") if loose else None,
    }
    return render(request, "bindings/mandates.html", context, status=error.status if error else 200)


def _others(person: Person) -> list[tuple[int, str]]:
    """Relatives of the register, and who acts for her or for whom she acts."""
    day = clock.today()
    found = {one.person: one.name for one in list_kin(person.pk, day=day)}
    for one in queries.list_mandates([person.pk]):
        found |= {one.agent: one.agent_name, one.principal: one.principal_name}
    found.pop(person.pk, None)
    return sorted(found.items())


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()
