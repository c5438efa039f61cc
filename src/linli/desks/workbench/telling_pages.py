"""Who was told about a case, and sending again; whom to tell in person, and noting that it was done."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.engines.cases import queries as cases
from linli.engines.notices import actions, display, queries
from linli.engines.notices.models import Recipient
from linli.kernel import clock, crypto, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.registers.people.queries import read_file

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who was told something about a case; send again, or note that somebody was told in person."""
    actor = _actor(request)
    case = cases.get_case(actor, number)
    subject, error = f"case:{case.pk}", None
    restored = held.restore(request) if request.method != "POST" else None
    if request.method == "POST":
        recipient = queries.get_recipient(subject, _id(request.POST.get("recipient", "")))
        try:
            _follow(request, actor, recipient)
        except DomainError as refusal:
            error = refusal
        else:
            response = redirect("workbench:told", number=number)
            held.let_go(request, response)
            return response
    found, now = queries.list_told(subject, limit=PAGE), clock.now()
    _look(actor, "notice.told_list", [one.recipient for one in found], subject)
    context = {
        "case": case,
        "rows": display.told_rows(found, today=clock.local_day(now)),
        "summary": display.summary(found),
        "hows": [ui.Choice(code, str(word)) for code, word in display.HOWS.items()],
        "error": ui.Notice(str(error.message), "overdue") if error else None,
        "typed": restored[0] if restored else request.POST,
    }
    return render(request, "workbench/told.html", context, status=error.status if error else 200)


def _follow(request: HttpRequest, actor: Actor, recipient: Recipient) -> None:
    if request.POST.get("do") == "again":
        count = actions.send_again(actor=actor, now=clock.now(), recipient=recipient)
        words = ngettext("%(count)d message leaves again.", "%(count)d messages leave again.", count)
        messages.success(request, words % {"count": count})
        return
    _note_told(request, actor, recipient)


def _note_told(request: HttpRequest, actor: Actor, recipient: Recipient) -> None:
    actions.tell_in_person(
        actor=actor,
        now=clock.now(),
        recipient=recipient,
        how=request.POST.get("how", ""),
        note=request.POST.get("note", "").strip(),
    )
    messages.success(request, _("Noted: told in person."))


@require_safe
def to_tell(request: HttpRequest) -> HttpResponse:
    """Everybody who waits to be told in person in the places of the actor's posts."""
    found = list_tasks(_actor(request), limit=PAGE)
    return render(request, "workbench/to_tell.html", {"tasks": found})


def list_tasks(actor: Actor, *, limit: int) -> ui.LinkList | None:
    """The first of them as rows, most urgent first; the look is recorded."""
    found = queries.list_to_tell(actor, limit=limit)
    _look(actor, "notice.tasks", found)
    return display.tasks(
        found, today=clock.today(), href=lambda one: reverse("workbench:tell", args=[one.pk])
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, recipient_id: int) -> HttpResponse:
    """One person to be told: the words, where she lives; and, when it is done, how."""
    actor = _actor(request)
    recipient = queries.get_to_tell(actor, recipient_id)
    restored = held.restore(request) if request.method != "POST" else None
    typed = restored[0] if restored else request.POST
    error: DomainError | None = None
    reveal = request.POST.get("do") == "reveal"
    if request.method == "POST" and not reveal:
        try:
            _note_told(request, actor, recipient)
        except DomainError as refusal:
            error = refusal
        else:
            response = redirect("workbench:today")
            held.let_go(request, response)
            return response
    seen = ("name", "address", "phone") if reveal else ("name", "address")
    _look(actor, "notice.tell", [recipient], recipient.subject, seen)
    fields = [_how(str(typed.get("how", "")), error), _note(str(typed.get("note", "")), error)]
    context = {
        "rows": display.told_rows(queries.list_errand(recipient), today=clock.today()),
        "person": _header(recipient, reveal=reveal),
        "revealed": reveal,
        "fields": fields,
        "faults": ui.FaultList.of(fields),
    }
    return render(request, "workbench/tell.html", context, status=error.status if error else 200)


def _header(recipient: Recipient, *, reveal: bool) -> ui.PersonHeader | None:
    """With the phone number in full where it was asked for: the purpose is the message itself."""
    if recipient.person is None:
        return None
    file = read_file(recipient.person, day=clock.today())
    return ui.PersonHeader(
        name=file.name,
        about=_("%(age)d years") % {"age": file.age} if file.age is not None else "",
        masked_phone=file.phone if reveal else crypto.mask_phone(file.phone),
        address=file.address,
        level=2,
    )


def _how(value: str, error: DomainError | None) -> ui.Field:
    choices = [ui.Choice(code, str(word), code == value) for code, word in display.HOWS.items()]
    return ui.Field("how", _("How did you tell it?"), "radio", choices=choices, error=_fault(error, "how"))


def _note(value: str, error: DomainError | None) -> ui.Field:
    return ui.Field(
        "note", _("Note"), "textarea", value=value, required=False, rows=2, maxlength=500,
        hint=_("For example who heard it, and what was asked."), error=_fault(error, "note"),
    )  # fmt: skip


def _fault(error: DomainError | None, field: str) -> str:
    return str(error.message) if error is not None and error.field == field else ""


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _look(
    actor: Actor, act: str, found: Sequence[Recipient], subject: str = "", fields: tuple[str, ...] = ("name",)
) -> None:
    persons = [one.person_id for one in found if one.person_id is not None]
    if persons:
        record(
            actor=actor, now=clock.now(), kind="look", act=act, object_ref=subject, persons=persons,
            fields=fields,
        )  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    """By her posts alone: what is her own she reads as a resident."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()
