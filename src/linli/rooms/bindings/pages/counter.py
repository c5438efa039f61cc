"""The clerk binds an account to the file of who stands before her, and takes bindings back."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock, crypto, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.onetime import grouped
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date
from linli.registers.people import actions as people
from linli.registers.people import bindings, files
from linli.registers.people.actions import SLIP_VALID, Bound
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person, read_file
from linli.rooms.bindings import actions
from linli.rooms.bindings.display import lines_of
from linli.rooms.bindings.forms import WAYS, Typed, counter_fields, read_said, reason_field


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, person_id: int) -> HttpResponse:
    """Which accounts open the file; a new one by slip, by log-in name, or made here."""
    actor, day = _actor(request), clock.today()
    person = get_person(actor, person_id, day=day)
    if request.method == "POST":
        try:
            return _bind(request, actor, person)
        except NotFound:
            raise
        except DomainError as refusal:
            return _show(request, actor, person, request.POST, refusal)
    restored = held.restore(request, request.path, reverse("bindings:revoke", args=[person_id]))
    if restored is not None:
        messages.info(request, held.WORDS)
    return _show(request, actor, person, restored[0] if restored else None)


def _bind(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """What is printed stands on this answer only: it is kept nowhere."""
    typed, now = Typed.of(request.POST), clock.now()
    way, said = typed.get("way"), read_said(typed)
    if way not in WAYS:
        raise Faults({"way": _("Choose how.")})
    if way == "slip":
        code = people.issue_slip(actor=actor, now=now, person_id=person.pk, said=said)
        response = render(request, "bindings/printed.html", _slip(person, actor, code, now))
    elif way == "new":
        bound = actions.create_account(
            actor=actor, now=now, person_id=person.pk, login=typed.get("login"), said=said
        )
        response = render(request, "bindings/printed.html", _password(person, actor, bound, now))
    else:
        actions.bind_account(actor=actor, now=now, person_id=person.pk, login=typed.get("login"), said=said)
        messages.success(request, _("Bound. The phone of the file is told."))
        response = redirect("bindings:account", person_id=person.pk)
    held.let_go(request, response)
    return response


@held.asked_on("bindings:account")
@require_POST
def revoke(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a binding back: every session of the account ends."""
    actor = _actor(request)
    person = get_person(actor, person_id, day=clock.today())
    number = request.POST.get("binding", "")
    try:
        actions.revoke_at_counter(
            actor=actor, now=clock.now(), person_id=person.pk, reason=request.POST.get("reason", ""),
            binding_id=int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0,
        )  # fmt: skip
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, actor, person, request.POST, refusal)
    messages.success(request, _("Taken back. The account is signed out everywhere."))
    response = redirect("bindings:account", person_id=person.pk)
    held.let_go(request, response)
    return response


def _show(
    request: HttpRequest,
    actor: Actor,
    person: Person,
    sent: QueryDict | None,
    error: DomainError | None = None,
) -> HttpResponse:
    now, day = clock.now(), clock.today()
    record(
        actor=actor, now=now, kind="look", act="bindings.account", object_ref=f"person:{person.pk}",
        persons=[person.pk], fields=("name", "account"), purpose=_purpose(),
    )  # fmt: skip
    file = read_file(person, day=day)
    found = bindings.list_bindings(files.ids_of(person.pk))
    typed = Typed.of(sent, error)
    fields = counter_fields(typed)
    loose = typed.loose([*fields, reason_field(typed)])
    slip = bindings.open_slip_of(person.pk, now=now)
    context = {
        "person": person,
        "head": ui.PersonHeader(
            name=person.name, masked_id=crypto.mask_id_number(file.id_number),
            masked_phone=crypto.mask_phone(file.phone), address=file.address,
        ),
        "open": next((one for one in found if one.open), None),
        "rows": lines_of(found, today=day),
        "fields": fields,
        "reason": reason_field(typed),
        "faults": ui.FaultList.of([*fields, reason_field(typed)]),
        "error": ui.Notice(loose, "overdue") if loose else None,
        "slip_until": format_date(clock.local_day(slip.expires_at), today=day) if slip else "",
    }  # fmt: skip
    return render(request, "bindings/account.html", context, status=error.status if error else 200)


def _purpose() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("Binding an account")


def _slip(person: Person, actor: Actor, code: str, now: datetime) -> dict[str, object]:
    until = format_date(clock.local_day(now + SLIP_VALID), weekday=True)
    slip = ui.Receipt(
        title=_("Slip for binding an account"),
        office=actor.office,
        rows=[(_("Holder of the file"), crypto.mask_name(person.name)), (_("Valid until"), until)],
        query_label=_("Binding code"),
        query_code=grouped(code),
        lines=[
            _("1. Open Linli and sign up, or sign in with your account."),
            _("2. Open «Bind my file» and type this code and your date of birth."),
            _("It works once. It is not the query code of a case."),
        ],
        foot=_("Show the code to nobody: who has it and knows your date of birth sees your file."),
    )
    return {"person": person, "title": slip.title, "slip": slip}


def _password(person: Person, actor: Actor, bound: Bound, now: datetime) -> dict[str, object]:
    slip = ui.Receipt(
        title=_("Your account"),
        office=actor.office,
        rows=[
            (_("Holder of the file"), crypto.mask_name(person.name)),
            (_("Log-in name"), bound.binding.user.username),
            (_("Valid until"), format_date(clock.local_day(now + SLIP_VALID), weekday=True)),
        ],
        query_label=_("First password"),
        query_code=bound.password,
        lines=[_("You choose your own password when you sign in for the first time.")],
        foot=_("It is printed once and kept nowhere. Tear the slip up when you have signed in."),
    )
    return {"person": person, "title": slip.title, "slip": slip}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()
