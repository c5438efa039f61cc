"""The applicant's pages: receipt, her case, handing papers in, withdrawing."""

from datetime import datetime

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.engines.cases import asked as asked_of
from linli.engines.cases import links
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.cases.refusals import NoteMissing
from linli.engines.forms import queries as forms
from linli.engines.forms.lines import has_line, line_of
from linli.engines.forms.summaries import summary
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_full_date, join_words
from linli.registers.organisations.queries import get_office_in_charge
from linli.rooms.matters import actions, display, queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.pages.photos import PhotoInputs, serve, take_photos


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt (收件回执) with number, query code and QR; can be printed again at any time."""
    actor = _actor(request)
    case = queries.get_own_case(actor, number)
    code = cases.get_query_code(case)
    office = get_office_in_charge(role="clerk", scope=f"community:{case.community}")
    link = request.build_absolute_uri(f"{reverse('matters:lookup')}?number={case.number}")
    slip = ui.Receipt(
        title="收件回执",
        office=office.name if office else "",
        rows=[
            (_("Matter"), case.title),
            (display.who_of(queries.pinned_matter(case)), case.applicant.name),
            (_("Case number"), case.number),
            (_("Received"), on_paper(case.opened_at)),
        ],
        big_label=_("You hear whether all papers are there by"),
        big=format_full_date(clock.local_day(case.due_at)) if case.due_at and not case.accepted_at else "",
        query_label=_("Query code"),
        query_code=code,
        qr=qr_of(link),
        lines=[_("Scan to see how far it is, with the query code.")],
        foot=office.phone if office else "",
    )
    return render(request, "matters/receipt.html", {"case": case, "slip": slip})


def on_paper(moment: datetime) -> str:
    """Day and time in full: paper is read on other days too."""
    return f"{format_full_date(clock.local_day(moment))} {timezone.localtime(moment):%H:%M}"


def qr_of(link: str) -> SafeString:
    """The link carries the number only; the query code is typed by hand."""
    svg = segno.make(link, error="m").svg_inline(scale=3, border=2, omitsize=True)
    return mark_safe(svg)  # noqa: S308  made here from a link of ours


@require_safe
def my_case(request: HttpRequest, number: str) -> HttpResponse:
    """One answer first: what happens, until when, what you can do; then why, the way, the story."""
    actor = _actor(request)
    case = queries.get_own_case(actor, number)
    restored = held.restore(
        request, *(reverse(name, args=[number]) for name in ("matters:supply", "matters:reopen"))
    )
    if restored is None:
        return _show_case(request, case)
    if "note" in restored[0]:
        messages.info(request, held.WORDS)
        return _show_case(request, case, note=str(restored[0]["note"]))
    matter = queries.pinned_matter(case)
    photos = take_photos(actor, matter, *restored, only=_asked(case, matter, actor.as_resident()))
    if photos.documents or photos.faults:
        messages.info(request, held.WORDS)
    return _show_case(request, case, photos=photos)


def _asked(case: Case, matter: Matter, actor: Actor) -> set[str]:
    """Codes of the papers that are asked of the applicant now."""
    offers = cases.available_actions(case, actor, now=clock.now())
    if case.closed_at is not None or not any(not option.action.outcome for option in offers):
        return set()
    return {row.paper.code for row in queries.list_checklist(case, matter) if not row.in_order}


def _show_case(
    request: HttpRequest,
    case: Case,
    *,
    photos: PhotoInputs | None = None,
    error: DomainError | None = None,
    note: str = "",
) -> HttpResponse:
    actor, now = _actor(request), clock.now()
    matter = queries.pinned_matter(case)
    checklist = queries.list_checklist(case, matter)
    offers = cases.available_actions(case, actor, now=now)
    supplying = case.closed_at is None and any(not option.action.outcome for option in offers)
    asked = [row.paper for row in checklist if not row.in_order] if supplying else []
    hrefs = {
        row.paper.code: reverse("matters:my_paper", args=[case.number, row.paper.code]) for row in checklist
    }
    shown = photos or (PhotoInputs.fresh(matter, only={paper.code for paper in asked}) if asked else None)
    given = forms.get_answers(f"case:{case.pk}") if has_line(matter.form) else None
    context = {
        "case": case,
        "line": line_of(given.definition, given.values) if given else "",
        "answers": summary(given.definition, given.values) if given else [],
        "bundle": links.get_bundle(case, actor.as_resident()),
        "now_words": display.now_words(case),
        "chip": display.chip(case, now=now, big=True, to_applicant=True),
        "slow": display.slow_words(case, now=now),
        "path": display.path(case),
        "limits": display.limits(case, now=now, to_applicant=True),
        "timeline": display.timeline(case, today=clock.local_day(now), to_applicant=True),
        "where": join_words(asked_of.whereabouts(case, day=clock.local_day(now))),
        "checklist": display.checklist(checklist, hrefs),
        "notices": display.notice_links(case, "matters:my_notice"),
        "photos": shown.rows() if shown else [],
        "faults": ui.FaultList(shown.fault_lines()) if shown and shown.faults else None,
        "reopening": actions.find_reopening(case, actor, now),
        "note": note,
        "error": ui.Notice(str(error.message), "overdue") if error else None,
        "can_withdraw": any(option.action.outcome == "withdrawn" for option in offers),
    }
    status = error.status if error else 422 if context["faults"] else 200
    return render(request, "matters/my_case.html", context, status=status)


@held.asked_on("matters:my_case")
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for an ended matter to be handled again. A refusal stands on the page of the matter."""
    actor, note = _actor(request), request.POST.get("note", "")
    try:
        actions.reopen(actor=actor, now=clock.now(), number=number, note=note)
    except NotFound:
        raise
    except NoteMissing as refusal:
        return _show_case(request, queries.get_own_case(actor, number), error=refusal)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("It is handled again."))
    response = redirect("matters:my_case", number=number)
    held.let_go(request, response)
    return response


@held.asked_on("matters:my_case")
@require_POST
def supply(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in what was missing."""
    actor = _actor(request)
    case = queries.get_own_case(actor, number)
    matter = queries.pinned_matter(case)
    photos = take_photos(
        actor, matter, request.POST, request.FILES, only=_asked(case, matter, actor.as_resident())
    )
    if photos.faults:
        return _show_case(request, case, photos=photos)
    try:
        actions.supply(actor=actor, now=clock.now(), number=number, photos=photos.documents)
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your papers have arrived. The community looks at them next."))
    response = redirect("matters:my_case", number=number)
    held.let_go(request, response)
    return response


@held.asked_on("matters:my_case")
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Not wanted any more; asked once more on the page before it comes here."""
    try:
        actions.withdraw(actor=_actor(request), now=clock.now(), number=number)
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("matters:my_case", number=number)


@require_safe
def my_notice(request: HttpRequest, number: str, notice_id: int) -> HttpResponse:
    """An official notice of one's own case, to read or print."""
    case = queries.get_own_case(_actor(request), number)
    return render(request, "matters/notice.html", display.notice_page(case, notice_id))


@require_safe
def my_paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """A photo one handed in oneself."""
    case = queries.get_own_case(_actor(request), number)
    return serve(queries.get_document(case, paper))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
