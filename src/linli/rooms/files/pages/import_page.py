"""The page of an import, whatever state it is in."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, format_number
from linli.registers.people.importing import answering, batches, storing
from linli.registers.people.importing.batches import KEPT, State
from linli.registers.people.models import ImportRow, PersonImport
from linli.registers.places.queries import get_names
from linli.rooms.files import queries
from linli.rooms.files.actions import note_import
from linli.rooms.files.display import import_rows, purposes, story
from linli.rooms.files.display import imports as shown
from linli.rooms.files.pages.looks import actor_of

PAGE: Final = 50
AGAIN_SECONDS: Final = 2
OBSTACLES: Final = "obstacles"


@require_safe
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far it is, and what there is to do."""
    actor = actor_of(request)
    batch = batches.find_import(actor, batch_id)
    if held.restore(request, *(reverse(name, args=[batch_id]) for name in ("files:columns", "files:decide"))):
        messages.info(request, _("You were logged out meanwhile: look at it once more, then decide."))
    return show(request, actor, batch)


def show(
    request: HttpRequest, actor: Actor, batch: PersonImport, error: DomainError | None = None
) -> HttpResponse:
    """The page of an import, also with what refused a step."""
    now = clock.now()
    context: dict[str, Any] = {
        "batch": batch,
        "place": get_names([batch.place_id]).get(batch.place_id, ""),
        "badge": shown.badge(batch),
        "problem": shown.problem(batch),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
        "running": shown.is_running(batch),
        "percent": 100 * batch.done // batch.rows if batch.rows else 0,
        "done": format_number(batch.done),
        "facts": ui.Facts(_facts(batch)),
        "story": ui.Facts(story.lines(batch, today=clock.local_day(now))),
        "can_undo": shown.can_undo(batch, now=now),
        "kept_until": format_moment(batch.written_at + KEPT, today=clock.local_day(now))
        if batch.written_at
        else "",
    }
    seen: set[int] = set()
    if batch.state == State.OUTLINED or (batch.state == State.CHECKED and "columns" in request.GET):
        context["sheets"] = shown.sheets(storing.open_json(batch, storing.OUTLINE) or [], batch.plan)
    elif batch.state in (State.CHECKED, State.DONE):
        preview, seen = _preview(request, actor, batch)
        context |= preview
    if batch.problem == "undo-refused":
        context["obstacles"], more = _obstacles(actor, batch)
        seen |= more
    if seen or "rows" in context or "sheets" in context:
        note_seen(actor, "files.import", batch, persons=seen)
    response = render(request, "files/import.html", context, status=error.status if error else 200)
    if context["running"]:
        response["Refresh"] = str(AGAIN_SECONDS)
    return response


def note_seen(actor: Actor, act: str, batch: PersonImport, *, persons: Iterable[int] = ()) -> None:
    note_import(actor, act, batch.pk, persons=persons, purpose=purposes.keeping())


def _facts(batch: PersonImport) -> list[tuple[str, str]]:
    today = clock.today()
    found = [
        (_("Who"), " ".join(filter(None, (batch.user_name, batch.office)))),
        (_("Handed in"), format_moment(batch.created_at, today=today)),
        (_("SHA-256 of the file"), bytes(batch.digest).hex()[:16] + "…"),
    ]
    if batch.written_at:
        found.append((_("Written"), format_moment(batch.written_at, today=today)))
    if batch.undone_at:
        found.append((_("Undone"), format_moment(batch.undone_at, today=today)))
    return found


def _preview(request: HttpRequest, actor: Actor, batch: PersonImport) -> tuple[dict[str, Any], set[int]]:
    counts = {state: getattr(batch, state) for state in shown.TITLES}
    first = next(
        (state for state in ("refused", "doubtful", "new", "changed", "same") if counts[state]), "new"
    )
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in counts else first
    after = request.GET.get("after", "0")
    at = int(after) if after.isdecimal() and len(after) < 9 else 0
    found = storing.list_rows(batch, wanted, after=at, limit=PAGE)
    persons = {verdict.person for _kept, verdict in found if verdict.person}
    links = {
        person: reverse("files:person", args=[person])
        for person in queries.seen_among(actor, persons, day=clock.today())
    }
    names = {sheet["sheet"]: sheet["name"] for sheet in storing.open_json(batch, storing.OUTLINE) or []}
    deciding = batch.state == State.CHECKED and counts["doubtful"] > 0
    reasons = batches.count_reasons(batch, ImportRow.State.DOUBTFUL) if deciding else {}
    return {
        "tabs": [
            (_(title), format_number(counts[state]), f"?show={state}", state == wanted)
            for state, title in shown.TITLES.items()
        ],
        "rows": import_rows.rows(found, batch.plan, names, links),
        "shown": wanted,
        "following": f"?show={wanted}&after={found[-1][0].position}" if len(found) == PAGE else "",
        "open": answering.count_answers(batch).get("", 0) if deciding else None,
        "doubts": import_rows.doubts(reasons, batch.takes),
        "returned": counts["refused"] + counts["doubtful"] > 0 and bool(names),
        "nothing": not (counts["new"] + counts["changed"] + counts["doubtful"]),
    }, set(links)


def _obstacles(actor: Actor, batch: PersonImport) -> tuple[list[tuple[str, str, str]], set[int]]:
    found = storing.open_json(batch, OBSTACLES) or []
    persons = {person for _what, person, _household in found if person}
    seen = queries.seen_among(actor, persons, day=clock.today())
    links = {person: reverse("files:person", args=[person]) for person in seen}
    return import_rows.obstacles(found, links, queries.names_of(seen)), seen
