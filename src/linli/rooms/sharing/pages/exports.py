"""Exports: asking for one, who decides, fetching the file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.clock import local_day
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.rooms.sharing.actions import exporting
from linli.rooms.sharing.actions.making import make_at_once
from linli.rooms.sharing.display import exports as shown
from linli.rooms.sharing.forms import listing
from linli.rooms.sharing.forms.terms import Offer, field_picks
from linli.rooms.sharing.forms.typed import Typed, faults_of
from linli.rooms.sharing.models import Export
from linli.rooms.sharing.pages.agreements import actor_of, number_of
from linli.rooms.sharing.queries import exports as found_exports
from linli.rooms.sharing.queries.agreements import label_tiers, label_titles
from linli.rooms.sharing.queries.opening import Opening, open_agreement

PAGE = 50
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Mine, and those that wait for my decision; the newest first."""
    after = number_of(request.GET.get("after", ""))
    found = found_exports.list_exports(actor_of(request), after=after, limit=PAGE)
    context = {
        "rows": shown.rows(found, day=clock.today()),
        "following": f"?after={found[-1].pk}" if len(found) == PAGE else "",
    }
    return render(request, "sharing/exports.html", context)


@require_safe
def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """What it holds, who asked, who decided; the file for who asked."""
    actor = actor_of(request)
    restored = held.restore(request, f"{request.path}decide/")
    if restored is not None:
        messages.info(request, held.WORDS)
    reason = restored[0].get("reason", "") if restored else ""
    return _show(request, actor, found_exports.get_export(actor, export_id), reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_shared(request: HttpRequest, number: str) -> HttpResponse:
    """A list under an agreement, with every field that it opens."""
    actor = actor_of(request)
    opening = open_agreement(actor, number, way="export", day=clock.today())

    def work(typed: Typed) -> Export:
        return exporting.ask_shared(
            actor=actor, now=clock.now(), number=number, wanted=listing.read_wanted(typed),
            format=typed.get("format"), reason=typed.get("reason"),
        )  # fmt: skip

    return _ask(request, work, lambda typed: _shared_fields(typed, opening), title=number)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_kept(request: HttpRequest) -> HttpResponse:
    """A list of the files that the actor keeps, with the fields that she chooses."""
    actor = actor_of(request)

    def work(typed: Typed) -> Export:
        return exporting.ask_kept(
            actor=actor, now=clock.now(), fields=typed.many("fields"), wanted=listing.read_wanted(typed),
            format=typed.get("format"), reason=typed.get("reason"),
        )  # fmt: skip

    return _ask(request, work, _kept_fields, title=_("Files of people"))


def _shared_fields(typed: Typed, opening: Opening) -> list[ui.Field]:
    return [*listing.narrowing(typed, opening.known, label_titles()), *listing.export_fields(typed)]


def _kept_fields(typed: Typed) -> list[ui.Field]:
    labels = label_titles()
    offer = Offer(labels, label_tiers(), {}, {}, clock.today())
    opened = ["age", *(f"label:{code}" for code in labels)]
    return [
        field_picks(offer, typed, (), _("Fields to export")),
        *listing.narrowing(typed, opened, labels),
        *listing.export_fields(typed),
    ]


def _ask(
    request: HttpRequest,
    work: Callable[[Typed], Export],
    fields_of: Callable[[Typed], list[ui.Field]],
    *,
    title: str,
) -> HttpResponse:
    typed, status = Typed(), 200
    if request.method == "POST":
        try:
            done = work(Typed(request.POST))
        except NotFound:
            raise
        except DomainError as refusal:
            typed, status = Typed(request.POST, faults_of(refusal)), refusal.status
        else:
            make_at_once(done, now=clock.now())
            response = redirect("sharing:export", export_id=done.pk)
            held.let_go(request, response)
            return response
    elif (restored := held.restore(request)) is not None:
        messages.info(request, held.WORDS)
        typed = Typed(restored[0])
    else:
        typed = Typed(request.GET if request.GET else None)
    fields = fields_of(typed)
    names = {field.name for field in fields}
    loose = [text for name, text in typed.faults.items() if name not in names]
    context = {
        "title": title,
        "fields": fields,
        "faults": ui.FaultList.of(fields),
        "error": ui.Notice(loose[0], "overdue") if loose else None,
    }
    return render(request, "sharing/ask_export.html", context, status=status)


@held.asked_on("sharing:export")
@require_POST
def decide(request: HttpRequest, export_id: int) -> HttpResponse:
    """Approve, or turn down, what somebody else asked for."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    verb = exporting.approve if request.POST.get("verb") == "approve" else exporting.refuse
    try:
        verb(actor=actor, now=clock.now(), export_id=export_id, reason=reason)
    except NotFound:
        raise
    except DomainError as refusal:
        found = found_exports.get_export(actor, export_id)
        return _show(request, actor, found, reason=reason, error=refusal)
    messages.success(request, _("Done."))
    response = redirect("sharing:export", export_id=export_id)
    held.let_go(request, response)
    return response


@held.asked_on("sharing:export")
@require_POST
def fetch(request: HttpRequest, export_id: int) -> HttpResponse:
    """The file, once."""
    actor = actor_of(request)
    try:
        done, data = exporting.fetch(actor=actor, now=clock.now(), export_id=export_id)
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, actor, found_exports.get_export(actor, export_id), error=refusal)
    source = done.agreement.number if done.agreement else "linli"
    name = f"{source}-{done.pk}.{done.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=_TYPES[done.format], headers=headers)


def _show(
    request: HttpRequest,
    actor: Actor,
    found: Export,
    *,
    reason: str = "",
    error: DomainError | None = None,
) -> HttpResponse:
    mine = found.asked_by == actor.user_id
    decides, waits = _turn(actor, found)
    field_error = str(error.message) if error and error.field == "reason" else ""
    context: dict[str, Any] = {
        "export": found,
        "title": shown.title(found),
        "badge": shown.badge(found),
        "facts": shown.facts(found, label_titles(), day=local_day(clock.now())),
        "decides": decides,
        "waits": waits,
        "fetches": mine and found.state == Export.State.MADE,
        "makes": mine and found.state == Export.State.APPROVED,
        "reason": ui.Field("reason", _("Why"), value=reason, maxlength=200, error=field_error),
        "error": ui.Notice(str(error.message), "overdue") if error and not field_error else None,
    }
    return render(request, "sharing/export.html", context, status=error.status if error else 200)


def _turn(actor: Actor, found: Export) -> tuple[bool, str]:
    """Whether the reader decides, and who does otherwise."""
    if found.state != Export.State.ASKED:
        return False, ""
    try:
        if exporting.deciding(actor, found) is not None:
            return True, ""
    except DomainError:
        pass
    return False, _("A second person with another post decides: an inspector of the place, or the county.")
