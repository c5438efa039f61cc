"""The resident's own pages: home, my matters, messages, who to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.engines.cases.limits import promised_due
from linli.engines.cases.links import bundles_of
from linli.engines.cases.models import Case
from linli.kernel import clock, crypto
from linli.kernel.actors import Actor
from linli.kernel.dispatch.actions import CONTEXT, mark_read
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_moment, join_words
from linli.registers.organisations.queries import list_offices_for
from linli.rooms.matters import display, queries

PAGE = 30
SHOWN_AT_HOME = 3


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the index of services."""

    title: str
    text: str
    icon: str
    href: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One box, my matters, the index of services, public notices."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    cases = queries.list_own(actor, limit=SHOWN_AT_HOME) if actor.person_id is not None else []
    catalogue = reverse("matters:catalogue")
    doors = [
        Door(_("Older people"), _("allowances, meals, care at home"), "old", f"{catalogue}?need=老有所养"),
        Door(
            _("In need"), _("minimum living allowance, emergency aid"), "card", f"{catalogue}?need=弱有所扶"
        ),
        Door(_("Illness"), _("insurance, reimbursement"), "med", f"{catalogue}?need=病有所医"),
        Door(_("Children"), _("birth, care, school"), "child", f"{catalogue}?need=幼有所育"),
        Door(
            _("Culture and sport"),
            _("halls, activities, volunteering"),
            "hall",
            f"{catalogue}?need=文体服务有保障",
        ),
        Door(_("How far is it"), _("with the number on your receipt"), "clock", reverse("matters:lookup")),
        Door(_("Public notices"), _("what is being made public now"), "flag", reverse("matters:publicity")),
        Door(_("All services"), _("by name"), "doc", catalogue),
    ]
    about = display.lines_for(cases)
    context = {"cases": [_card(case, about.get(case.pk, "")) for case in cases], "doors": doors}
    return render(request, "resident/home.html", context)


@dataclass(frozen=True, slots=True)
class Together:
    """Cards of what was applied for together, under one heading; without a title, one of its own."""

    cards: Sequence[ui.MyCase]
    title: str = ""
    receipt: str = ""


def _together(cases: Sequence[Case]) -> list[Together]:
    """In the order of `cases`, those of one bundle side by side."""
    bundles, about, found = bundles_of(cases), display.lines_for(cases), list[Together]()
    for _which, several in groupby(cases, key=lambda case: (case.bundle_id, case.bundle_id or case.pk)):
        listed = list(several)
        cards = [_card(case, about.get(case.pk, "")) for case in listed]
        bundle = bundles.get(listed[0].bundle_id or 0)
        receipt = reverse("matters:bundle_receipt", args=[bundle.number]) if bundle else ""
        found.append(Together(cards, bundle.title if bundle else "", receipt))
    return found


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My matters, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    after = request.GET.get("after", "")
    cases = queries.list_own(actor, after=int(after) if after.isdecimal() else None, limit=PAGE)
    context = {
        "groups": _together(cases),
        "after": cases[-1].pk if len(cases) == PAGE else None,
        "unread": Dispatch.objects.filter(
            person_id=actor.person_id or 0, channel="inapp", state=Dispatch.State.SENT, read_at__isnull=True
        ).exists(),
    }
    return render(request, "resident/mine.html", context)


def _card(case: Case, about: str) -> ui.MyCase:
    """From the case's row and its ledger, without a statement."""
    if case.closed_at is not None:
        line = _("Ended: %(outcome)s") % {"outcome": display.outcome_word(case)}
        deadline, todo, late = format_date(clock.local_day(case.closed_at)), "", False
    else:
        line = _("It is your turn") if case.queue_role == "applicant" else _("Being handled")
        deadline, late = _promise(case)
        todo = _("hand in papers") if case.queue_role == "applicant" else _("nothing for you to do")
        todo = _("ask: the phone numbers stand under «Who to ask»") if late else todo
    return ui.MyCase(
        href=reverse("matters:my_case", args=[case.number]),
        title=case.title,
        line=line,
        deadline=deadline,
        todo=todo,
        about=about,
        late=late,
    )


def _promise(case: Case) -> tuple[str, bool]:
    """Until when she hears, and whether that day has passed; empty while no day is fixed."""
    promised, now = promised_due(case), clock.now()
    if promised is None:
        return "", False
    day = format_date(clock.local_day(promised), weekday=True)
    if now <= promised:
        return _("%(day)s at the latest") % {"day": day}, False
    over = display.chip(case, now=now, to_applicant=True).left
    return _("promised for %(day)s: %(over)s") % {"day": day, "over": over}, True


@require_safe
def list_messages(request: HttpRequest) -> HttpResponse:
    """Everything that was told to me, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now, after = clock.now(), request.GET.get("after", "")
    found = Dispatch.objects.filter(
        person_id=actor.person_id or 0, channel="inapp", state=Dispatch.State.SENT
    )
    if after.isdecimal():
        found = found.filter(id__lt=int(after))
    rows = list(found.order_by("-id")[:PAGE])
    mark_read(actor=actor, now=now, messages=rows)
    traces = [
        ui.Trace(
            when=format_moment(row.created_at, today=clock.local_day(now)),
            fact=crypto.unseal_text(row.text_sealed, context=CONTEXT),
            href=row.link,
            link=_("open") if row.link else "",
        )
        for row in rows
    ]
    context = {
        "timeline": ui.Timeline(traces) if traces else None,
        "after": rows[-1].pk if len(rows) == PAGE else None,
    }
    return render(request, "resident/messages.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who to ask: the offices in charge of my community, town and county."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offices = list_offices_for(actor, installation=request.installation, day=clock.today())  # type: ignore[attr-defined]
    rows = [{"name": unit.name, "work": join_words(unit.posts), "phone": unit.phone} for unit in offices]
    return render(request, "resident/people.html", {"offices": rows})
