"""How a resident wants to be told: by which ways, and when not."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.engines.notices import actions, channels, queries, rules
from linli.engines.notices.models import Wish
from linli.kernel import clock, crypto, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui

ANY_TIME: Final = (time(0), time(0))
LONG: Final = (time(20), time(9))
QUIET: Final = {"usual": None, "long": LONG, "any": ANY_TIME}


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """Text message, mail, in person; quiet hours. In the app everything stands anyway."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    error: DomainError | None = None
    restored = held.restore(request) if request.method != "POST" else None
    typed = _read(request.POST if restored is None else restored[0])
    if request.method == "POST":
        try:
            _set(actor, typed)
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Kept. It counts from the next message on."))
            response = redirect("resident:wish")
            held.let_go(request, response)
            return response
    elif restored is None:
        typed = _current(queries.get_wish(actor.person_id or 0))
    fields = _fields(typed, phone=queries.read_phone(actor.person_id or 0), error=error)
    context = {"fields": fields, "faults": ui.FaultList.of(fields)}
    return render(request, "resident/wish.html", context, status=error.status if error else 200)


def _read(sent: Mapping[str, str]) -> dict[str, str]:
    return {name: sent.get(name, "").strip() for name in ("sms", "mail", "in_person", "quiet")}


def _set(actor: Actor, typed: Mapping[str, str]) -> None:
    actions.set_wish(
        actor=actor,
        now=clock.now(),
        sms=bool(typed["sms"]),
        in_person=bool(typed["in_person"]),
        mail=typed["mail"],
        quiet=QUIET.get(typed["quiet"]),
    )


def _current(known: Wish) -> dict[str, str]:
    hours = (known.quiet_from, known.quiet_until)
    return {
        "sms": "yes" if known.sms else "",
        "mail": queries.read_mail(known),
        "in_person": "yes" if known.in_person else "",
        "quiet": next((code for code, pair in QUIET.items() if pair == hours), "usual"),
    }


def _fields(typed: Mapping[str, str], *, phone: str, error: DomainError | None) -> list[ui.Field]:
    ways = channels.configured()
    fields = [_tick("sms", _sms_label(phone, rules.SMS in ways), typed)]
    if rules.MAIL in ways or typed["mail"]:
        mail = ui.Field(
            "mail", _("Mail address"), "email", value=typed["mail"], required=False, autocomplete="email",
            maxlength=254, error=str(error.message) if error and error.field == "mail" else "",
        )  # fmt: skip
        fields.append(mail)
    fields.append(_tick("in_person", _("Somebody of the community tells me in person as well"), typed))
    return [*fields, _quiet(typed["quiet"] or "usual")]


def _sms_label(phone: str, available: bool) -> str:
    if not available:
        return _("By text message, as soon as it is offered here")
    if not phone:
        return _("By text message, once the community knows my number")
    return _("By text message to %(phone)s") % {"phone": crypto.mask_phone(phone)}


def _tick(name: str, label: str, typed: Mapping[str, str]) -> ui.Field:
    return ui.Field(
        name, label, "checkbox", required=False, choices=[ui.Choice("yes", label, bool(typed[name]))]
    )


def _quiet(chosen: str) -> ui.Field:
    words = {
        "usual": _("Not at night (%(hours)s)") % {"hours": _hours(queries.usual_quiet())},
        "long": _("Not in the evening either (%(hours)s)") % {"hours": _hours(LONG)},
        "any": _("At any time"),
    }
    choices = [ui.Choice(code, word, code == chosen) for code, word in words.items()]
    return ui.Field("quiet", _("When may it ring?"), "radio", choices=choices)


def _hours(pair: tuple[time, time]) -> str:
    return f"{pair[0]:%H:%M}–{pair[1]:%H:%M}"
