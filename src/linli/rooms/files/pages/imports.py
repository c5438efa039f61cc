"""Spreadsheets of persons: handed in, and the page of each import, whatever state it is in."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.engines.sheets.faults import NO_TABLE
from linli.engines.sheets.opening import BOUNDS, NoTable, sniff
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.registers.people.importing import batches
from linli.registers.people.models import PersonImport
from linli.registers.places.queries import get_names
from linli.rooms.files import queries
from linli.rooms.files.display import imports as shown
from linli.rooms.files.pages.looks import actor_of

LISTED: Final = 50
PAGE: Final = 50
AGAIN_SECONDS: Final = 2
OBSTACLES: Final = "obstacles"


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported in my places; and the form for one more."""
    if request.method != "POST":
        if held.restore(request) is not None:
            messages.info(request, _("Choose the file again: it was not kept."))
        return _list(request)
    try:
        batch = _receive(request)
    except NotFound:
        raise
    except DomainError as refusal:
        return _list(request, refusal)
    response = redirect("files:import", batch_id=batch.pk)
    held.let_go(request, response)
    return response


def _receive(request: HttpRequest) -> PersonImport:
    actor, typed = actor_of(request), request.POST
    file, place = request.FILES.get("file"), typed.get("place", "")
    faults: dict[str, str] = {}
    if not (place.isascii() and place.isdecimal() and len(place) < 19):
        faults["place"] = _("Choose where these people live.")
    data = file.read(BOUNDS.size + 1) if isinstance(file, UploadedFile) else b""
    if not isinstance(file, UploadedFile):
        faults["file"] = _("Choose the spreadsheet first.")
    else:
        try:
            sniff(data)
        except NoTable as refusal:
            faults["file"] = _(NO_TABLE[refusal.reason])
    if faults or not isinstance(file, UploadedFile):
        raise Faults(faults)
    return batches.receive(
        actor=actor, now=clock.now(), day=clock.today(), place_id=int(place), file_name=file.name or "",
        data=data, key=typed.get("key", "")[:64],
    )  # fmt: skip


def _list(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    found = list(batches.visible_imports(actor).order_by("-pk")[:LISTED])
    names = get_names([batch.place_id for batch in found])
    fields = _upload_fields(actor, request.POST, error)
    context = {
        "rows": [
            shown.line(
                batch, reverse("files:import", args=[batch.pk]), names.get(batch.place_id, ""), now=now
            )
            for batch in found
        ],
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "key": request.POST.get("key") or token_hex(16),
    }
    return render(request, "files/imports.html", context, status=error.status if error else 200)


def _upload_fields(actor: Actor, typed: QueryDict, error: DomainError | None) -> list[ui.Field]:
    faults: Mapping[str, Any] = error.faults if isinstance(error, Faults) else {}
    places = queries.list_import_places(actor, day=clock.today())
    chosen = typed.get("place", places[0][0] if len(places) == 1 else "")
    choices = [ui.Choice("", _("Choose"))] if len(places) != 1 else []
    choices += [ui.Choice(place, name, place == chosen) for place, name in places]
    size = _(
        "Excel (.xlsx, .xls) or CSV, at most %(size)d MB. It is kept encrypted, and forgotten after a week."
    )
    return [
        ui.Field("place", _("Where these people live"), "select", choices=choices, error=str(faults.get("place", ""))),
        ui.Field(
            "file", _("Spreadsheet"), "file", accept=".xlsx,.xls,.csv,.xlsm,.et,.ods",
            error=str(faults.get("file", "")), hint=size % {"size": BOUNDS.size // 1024 // 1024}, wide=True,
        ),
    ]  # fmt: skip
