"""Files that may be about one person: side by side, dismissed for good, or a request to merge them."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.idempotency import once
from linli.kernel.ui import components as ui
from linli.registers.people import actions, duplicates, queries, words
from linli.registers.people.details import PersonMerge
from linli.registers.people.files import list_documents
from linli.registers.people.households import list_households
from linli.registers.people.labels import list_labels
from linli.registers.people.models import DuplicatePair, Household
from linli.registers.people.policies import CHECKERS
from linli.rooms.files.display import pairs, purposes
from linli.rooms.files.pages.looks import actor_of, key_of, note_look

SHOWN = 100
FIELDS = ("name", "sex", "birth_date", "address", "labels", "households", "documents")


@require_safe
def flagged(request: HttpRequest) -> HttpResponse:
    """Pairs that a rule found alike, the strongest rule first."""
    actor, day = actor_of(request), clock.today()
    found = duplicates.list_flagged(actor, day=day, limit=SHOWN)
    named = [person for pair in found for person in (pair.first_id, pair.second_id)]
    note_look(
        actor, "files.duplicates", persons=named, fields=("name", "birth_date"), purpose=purposes.keeping()
    )
    return render(request, "files/duplicates.html", {"rows": pairs.rows(found, day=day)})


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Two files side by side: «not the same person» is remembered, «the same» drafts a merge."""
    actor, day = actor_of(request), clock.today()
    found = duplicates.find_pair(actor, pair_id, day=day)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _decide(request, actor, found)
        except NotFound:
            raise
        except DomainError as refusal:
            error = refusal
    return _show(request, actor, found, error)


def _decide(request: HttpRequest, actor: Actor, found: DuplicatePair) -> HttpResponse:
    now, verb = clock.now(), request.POST.get("verb")
    key = key_of(request, verb or "")
    if verb == "other":
        once(actor=actor, key=key, work=lambda: str(_dismiss(actor, found, now)))
        messages.success(request, _("Remembered: these are two persons."))
        return redirect("files:duplicates")
    stays = {str(found.first_id): found.second_id, str(found.second_id): found.first_id}
    survivor = request.POST.get("survivor", "")
    if verb != "same" or survivor not in stays:
        raise DomainError(_("Choose which file stays."), field="survivor")
    details = PersonMerge(survivor=int(survivor), other=stays[survivor])
    change = actions.draft_change(actor=actor, now=now, details=details, key=key)
    messages.success(request, _("Handed in: a second person checks it."))
    return redirect("files:change", change_id=change.pk)


def _dismiss(actor: Actor, found: DuplicatePair, now: datetime) -> int:
    return actions.dismiss_duplicate(actor=actor, now=now, pair_id=found.pk, day=clock.today()).pk


def _show(
    request: HttpRequest, actor: Actor, found: DuplicatePair, error: DomainError | None
) -> HttpResponse:
    day, both = clock.today(), (found.first_id, found.second_id)
    note_look(
        actor, "files.pair", persons=both, fields=FIELDS, purpose=purposes.keeping(), about=f"pair:{found.pk}"
    )
    labels = list_labels(both, day=day)
    people = [queries.get_person(actor, key, day=day) for key in both]
    homes: dict[int, list[Household]] = {}
    for household, members in list_households(people, day=day):
        for one in members:
            homes.setdefault(one.pk, []).append(household)
    first, second = (
        pairs.column(
            one,
            queries.read_file(one, day=day),
            labels.get(one.pk, []),
            homes.get(one.pk, []),
            list_documents(one.pk),
        )
        for one in people
    )
    context: Mapping[str, object] = {
        "pair": found,
        "key": request.POST.get("key") or token_hex(16),
        "rule": _(words.RULES[found.rule]),
        "files": (first, second),
        "rows": pairs.compare(first, second),
        "decides": found.state == DuplicatePair.State.FLAGGED and bool(actor.scopes(*CHECKERS)),
        "survivor": request.POST.get("survivor") or str(found.first_id),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "files/pair.html", context, status=error.status if error else 200)
