"""Agreements: the list, one of them with its history and use, and the steps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.rooms.sharing import policies
from linli.rooms.sharing.actions import agreeing
from linli.rooms.sharing.display import agreements as shown
from linli.rooms.sharing.models import Agreement
from linli.rooms.sharing.queries.agreements import (
    Standing,
    get_standing,
    label_titles,
    list_standings,
    list_steps,
    list_use,
)

PAGE = 50


def actor_of(request: HttpRequest) -> Actor:
    """The posts of who asks: her own file is for her desk at home."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.as_staff()


def number_of(text: str) -> int | None:
    """A key of a page in an address; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Those of my department, or about my places; the newest first."""
    actor = actor_of(request)
    after = number_of(request.GET.get("after", ""))
    found = list_standings(actor, day=clock.today(), after=after, limit=PAGE)
    context = {
        "rows": shown.rows(found),
        "asks": bool(policies.organisations_of(actor)),
        "following": f"?after={found[-1].agreement.pk}" if len(found) == PAGE else "",
    }
    return render(request, "sharing/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    """Terms, what another version would change, history, and how often it was used."""
    actor = actor_of(request)
    restored = held.restore(request, f"{request.path}step/")
    if restored is not None:
        messages.info(request, held.WORDS)
    typed = restored[0].get("reason", "") if restored else ""
    return _show(request, actor, get_standing(actor, number, day=clock.today()), reason=typed)


@held.asked_on("sharing:agreement")
@require_POST
def step(request: HttpRequest, number: str) -> HttpResponse:
    """Approve, turn down, withdraw, suspend, resume, revoke."""
    actor = actor_of(request)
    verb, revision = request.POST.get("verb", ""), number_of(request.POST.get("revision", ""))
    reason = request.POST.get("reason", "")
    try:
        if verb not in _VERBS or revision is None:
            raise agreeing.StepTaken(_("Look at the agreement again."))
        _VERBS[verb](_Step(actor, number, revision, reason))
    except NotFound:
        raise
    except DomainError as refusal:
        standing = get_standing(actor, number, day=clock.today())
        return _show(request, actor, standing, reason=reason, error=refusal)
    messages.success(request, _("Done."))
    response = redirect("sharing:agreement", number=number)
    held.let_go(request, response)
    return response


@dataclass(frozen=True, slots=True)
class _Step:
    actor: Actor
    number: str
    revision: int
    reason: str

    def take(self, verb: Callable[..., Agreement]) -> Agreement:
        return verb(
            actor=self.actor, now=clock.now(), number=self.number, revision=self.revision, reason=self.reason
        )


def _withdraw(one: _Step) -> Agreement:
    return agreeing.withdraw(actor=one.actor, now=clock.now(), number=one.number, revision=one.revision)


_VERBS: dict[str, Callable[[_Step], Agreement]] = {
    "withdraw": _withdraw,
    "approve": lambda one: one.take(agreeing.approve),
    "refuse": lambda one: one.take(agreeing.refuse),
    "suspend": lambda one: one.take(agreeing.suspend),
    "resume": lambda one: one.take(agreeing.resume),
    "revoke": lambda one: one.take(agreeing.revoke),
}


def _show(
    request: HttpRequest,
    actor: Actor,
    standing: Standing,
    *,
    reason: str = "",
    error: DomainError | None = None,
) -> HttpResponse:
    labels, day = label_titles(), clock.today()
    waiting = standing.waiting
    compared = standing.force if waiting and waiting != standing.shown else None
    version = waiting if compared else standing.shown
    context = {
        "agreement": standing.agreement,
        "unit": standing.agreement.organisation.name,
        "badge": shown.badge(standing),
        "version": version,
        "compared": compared is not None,
        "terms": shown.term_rows(version or standing.shown, labels, compared),
        "needs": shown.need_rows(version or standing.shown, labels, compared),
        "turn": shown.turn(standing, actor),
        "timeline": shown.timeline(list_steps(standing.agreement), day=day),
        "use": shown.use_rows(list_use(standing.agreement)),
        "reason": ui.Field(
            "reason", _("Why"), value=reason, maxlength=200, error=str(error.message) if error and error.field else ""
        ),
        "error": ui.Notice(str(error.message), "overdue") if error and not error.field else None,
    }  # fmt: skip
    return render(request, "sharing/agreement.html", context, status=error.status if error else 200)
