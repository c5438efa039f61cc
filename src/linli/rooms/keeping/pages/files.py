"""How it stands with the end of one file: its term, its holds, what needs it, and what can be asked."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.registers.retention import actions, queries
from linli.registers.retention.refusals import BadHold
from linli.registers.retention.words import HOLDS
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import actor_of, attempt, note_look

TEXT = 64


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, person_id: int) -> HttpResponse:
    """A hold is set here, and the end asked for on paper."""
    actor, day = actor_of(request), clock.today()
    person = queries.find_kept(actor, person_id, day=day)

    def hold(actor: Actor, sent: QueryDict) -> Any:
        return actions.place_hold(
            actor=actor, now=clock.now(), person_id=person.pk, reason=sent.get("reason", ""),
            reference=sent.get("reference", ""), until=_day(sent.get("until", "")),
        )  # fmt: skip

    def ask(actor: Actor, sent: QueryDict) -> Any:
        letter = sent.get("letter", "").strip()
        if not letter:
            raise DomainError(_("Name the request on paper."), field="letter")
        return actions.ask_deletion(
            actor=actor, now=clock.now(), person_id=person.pk, basis="request",
            law=_own_law(), reference=letter,
        )  # fmt: skip

    error = attempt(request, {"hold": hold, "ask": ask})
    if request.method == "POST" and error is None:
        response = redirect("keeping:file", person_id=person.pk)
        held.let_go(request, response)
        return response
    note_look(actor, "keeping.file", [person.pk])
    standing = queries.read_standing(person.pk, day=day)
    waiting = queries.visible_deletions(actor).filter(person_number=person.pk, state__in=queries.OPEN).first()
    context = {
        "person": person,
        "standing": shown.standing_facts(standing, day=day),
        "stops": shown.stops(standing),
        "waiting": waiting,
        "hold": _hold_fields(request.POST, error),
        "letter": ui.Field(
            "letter", _("Number of the request on paper; no names"), value=request.POST.get("letter", ""),
            maxlength=TEXT, error=_fault(error, "letter"),
        ),
        "error": ui.Notice(str(error.message), "overdue") if error and not error.field else None,
    }  # fmt: skip
    return render(request, "keeping/file.html", context, status=error.status if error else 200)


def _own_law() -> str:
    """As it is kept: in the language of the installation."""
    with override(settings.LANGUAGE_CODE):
        return _("Personal Information Protection Law, article 47")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadHold(_("This is no day: year-month-day."), field="until") from None


def _fault(error: DomainError | None, name: str) -> str:
    return str(error.message) if error and error.field == name else ""


def _hold_fields(sent: QueryDict, error: DomainError | None) -> list[ui.Field]:
    chosen = sent.get("reason", "")
    reasons = [
        ui.Choice("", _("Choose")),
        *(ui.Choice(code, _(word), code == chosen) for code, word in HOLDS.items()),
    ]
    return [
        ui.Field("reason", _("Why it must stay"), "select", choices=reasons, error=_fault(error, "reason")),
        ui.Field(
            "reference", _("Number of the letter that asks for it; no names"), value=sent.get("reference", ""),
            maxlength=TEXT, error=_fault(error, "reference"),
        ),
        ui.Field(
            "until", _("Last day"), "date", value=sent.get("until", ""), required=False,
            hint=_("Empty: until somebody lifts it."), error=_fault(error, "until"),
        ),
    ]  # fmt: skip
