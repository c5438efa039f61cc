"""Steps of an import: what the columns hold, whether it is written, dropped or undone; rows that go back as Excel."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.errors import DomainError, NotFound
from linli.registers.people.importing import batches, storing
from linli.registers.people.importing.given import FIELDS
from linli.registers.people.refusals import StepTaken
from linli.rooms.files.display.import_rows import MORE_FIELDS
from linli.rooms.files.display.returning import SHEET, outline_of, workbook
from linli.rooms.files.forms.plans import MOST_HEADER_ROWS, check_plan
from linli.rooms.files.pages.import_page import note_seen, show
from linli.rooms.files.pages.looks import actor_of


@held.asked_on("files:import")
@require_POST
def columns(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What each column holds; or that the header stands in other rows."""
    actor = actor_of(request)
    batch = batches.find_import(actor, batch_id)
    outline = storing.open_json(batch, storing.OUTLINE) or []
    try:
        revision = _revision(request.POST)
        if request.POST.get("verb") == "rows":
            batches.read_again(
                actor=actor,
                now=clock.now(),
                batch_id=batch_id,
                revision=revision,
                headers=_headers(request.POST, outline),
            )
        else:
            plan = {"sheets": [_planned(request.POST, sheet) for sheet in outline]}
            check_plan(plan["sheets"], MORE_FIELDS)
            batches.choose_columns(
                actor=actor, now=clock.now(), batch_id=batch_id, revision=revision, plan=plan
            )
    except NotFound:
        raise
    except DomainError as refusal:
        return show(request, actor, batch, refusal)
    return _back(request, batch_id)


@held.asked_on("files:import")
@require_POST
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Write, drop or undo."""
    actor, typed = actor_of(request), request.POST
    batch = batches.find_import(actor, batch_id)
    try:
        said: dict[str, Any] = {
            "actor": actor, "now": clock.now(), "batch_id": batch_id, "revision": _revision(typed)
        }  # fmt: skip
        if typed.get("verb") == "accept":
            batches.accept(**said, takes=[reason[:48] for reason in typed.getlist("take")][:100])
        elif typed.get("verb") == "drop":
            batches.drop(**said)
            messages.success(request, _("Dropped: nothing was written."))
        elif typed.get("verb") == "undo":
            batches.ask_undo(**said)
        else:
            raise StepTaken(_("Look at the import again."))
    except NotFound:
        raise
    except DomainError as refusal:
        return show(request, actor, batch, refusal)
    return _back(request, batch_id)


@require_safe
def returned(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Rows that were not taken, as Excel, each with the reasons."""
    actor = actor_of(request)
    batch = batches.find_import(actor, batch_id)
    outline = outline_of(batch)
    if not outline:
        raise Http404("nothing to give back")
    note_seen(actor, "files.import_returned", batch)
    data = workbook(batch, outline)
    headers = {"Content-Disposition": f'attachment; filename="linli-import-{batch.pk}.xlsx"'}
    return HttpResponse(data, content_type=SHEET, headers=headers)


def _revision(typed: QueryDict) -> int:
    text = typed.get("revision", "")
    if not text.isdecimal() or len(text) > 9:
        raise StepTaken(_("Look at the import again."))
    return int(text)


def _planned(typed: QueryDict, sheet: dict[str, Any]) -> dict[str, Any]:
    number = sheet["sheet"]
    chosen = {at: typed.get(f"c-{number}-{at}", "") for at in range(len(sheet["titles"]))}
    return {
        "sheet": number,
        "read": bool(typed.get(f"read-{number}")),
        "first": sheet["first"],
        "last": sheet["last"],
        "columns": {str(at): field for at, field in chosen.items() if field in FIELDS},
    }


def _headers(typed: QueryDict, outline: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Sheet → first and last row of its header, from 0."""
    found: dict[str, list[int]] = {}
    for sheet in outline:
        said = [typed.get(f"{name}-{sheet['sheet']}", "") for name in ("first", "last")]
        if not all(text.isdecimal() and 0 < int(text[:4]) <= MOST_HEADER_ROWS for text in said):
            raise DomainError(_("Write the rows of the header as numbers, such as 2 and 3."))
        first, last = sorted(int(text) - 1 for text in said)
        found[str(sheet["sheet"])] = [first, last]
    return found


def _back(request: HttpRequest, batch_id: int) -> HttpResponse:
    response = redirect("files:import", batch_id=batch_id)
    held.let_go(request, response)
    return response
