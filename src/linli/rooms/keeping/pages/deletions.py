"""What was asked: the list, and one of them with what the reader can do."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.registers.retention import actions, queries
from linli.registers.retention.models import Deletion
from linli.registers.retention.words import REASONS
from linli.rooms.keeping import display as shown
from linli.rooms.keeping.pages.common import PAGE, actor_of, attempt, names_of, note_look, number_of


@require_safe
def deletions(request: HttpRequest) -> HttpResponse:
    """What waits for a clerk or for a second one, the oldest first."""
    actor, after = actor_of(request), number_of(request.GET.get("after", "")) or 0
    waiting = queries.visible_deletions(actor).filter(state__in=queries.OPEN, pk__gt=after)
    found = list(waiting.order_by("pk")[:PAGE])
    names = names_of(one.person_number for one in found)
    note_look(actor, "keeping.deletions", names)
    context = {
        "rows": [shown.deletion_row(one, names, actor, today=clock.today()) for one in found],
        "following": f"?after={found[-1].pk}" if len(found) == PAGE else "",
    }
    return render(request, "keeping/deletions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest, deletion_id: int) -> HttpResponse:
    """One: what it rests on, what stops it, and the next step; done, it is the tombstone."""
    actor = actor_of(request)
    found = _find(actor, deletion_id)
    error = attempt(request, _verbs(found))
    if request.method == "POST" and error is None:
        response = redirect("keeping:deletion", deletion_id=deletion_id)
        held.let_go(request, response)
        return response
    return _show(request, actor, found, error)


def _find(actor: Actor, deletion_id: int) -> Deletion:
    found = queries.visible_deletions(actor).filter(pk=deletion_id).first()
    if found is None:
        raise NotFound("no such deletion")
    return found


def _verbs(found: Deletion) -> dict[str, Callable[[Actor, QueryDict], Any]]:
    key: Final = found.pk
    return {
        "ask": lambda actor, sent: actions.ask_deletion(
            actor=actor, now=clock.now(), person_id=found.person_number, basis=found.basis
        ),
        "delete": lambda actor, sent: actions.delete_person(actor=actor, now=clock.now(), deletion_id=key),
        "refuse": lambda actor, sent: actions.refuse_deletion(
            actor=actor, now=clock.now(), deletion_id=key, reason=sent.get("reason", "")
        ),
        "withdraw": lambda actor, sent: actions.withdraw_deletion(
            actor=actor, now=clock.now(), deletion_id=key
        ),
    }


def _show(request: HttpRequest, actor: Actor, found: Deletion, error: DomainError | None) -> HttpResponse:
    day, waits = clock.today(), found.state in queries.OPEN
    names = names_of([found.person_number]) if waits else {}
    note_look(actor, "keeping.deletion", names)
    reason = request.POST.get("reason", "")
    context = {
        "deletion": found,
        "who": shown.who(found.person_number, names),
        "seen": found.person_number in names,
        "badge": shown.badge(found),
        "facts": shown.facts(found),
        "timeline": shown.timeline(found, today=day),
        "stops": shown.stops(queries.read_standing(found.person_number, day=day)) if waits else [],
        "turn": shown.turn(found, actor),
        "reasons": [ui.Choice(code, _(text), code == reason) for code, text in REASONS.items()],
        "removed": shown.removed(found.removed),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "keeping/deletion.html", context, status=error.status if error else 200)
