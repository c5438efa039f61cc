"""One box: people of one's places by all that they can be found by, and cases by number or applicant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.desks.workbench.pages import PAGE, record_names, row_of
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_full_date
from linli.registers.people.search import Found, FoundPerson, find
from linli.registers.places.queries import get_names

SHORTEST = 2
ACT = "queue.find"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody found: numbers masked, what tells namesakes apart beside the name."""

    href: str
    name: str
    about: str
    place: str
    address: str
    id_number: str
    phone: str


@require_http_methods(["GET", "HEAD", "POST"])
@held.found_again("workbench:today")
def find_anyone(request: HttpRequest) -> HttpResponse:
    """A case by its whole number at once; else people, and the newest cases that they or namesakes applied for.

    Asked by POST: names do not belong into addresses, logs and histories.
    """
    actor: Actor = request.actor.as_staff()  # type: ignore[attr-defined]
    query, after = request.POST.get("q", "").strip(), request.POST.get("after", "")
    exact = cases.visible_to(actor).filter(number=query).first()
    if exact is not None:
        return redirect("matters:case", number=exact.number)
    now = clock.now()
    people = find(actor, query, now=now, limit=PAGE, after=after, act=ACT, purpose=_("Finding a file"))
    found = [] if after else _cases_of(actor, query, people)
    named = {one.person_id for one in people.people}
    record_names(actor, ACT, [case for case in found if case.applicant_id not in named], now)
    return render(request, "workbench/find.html", _context(query, people, found, now))


def _cases_of(actor: Actor, query: str, people: Found) -> list[Case]:
    """The newest visible cases of whom was found, those of files merged into hers too, and of applicants whose name
    holds what was typed."""
    if len(query) < SHORTEST:
        return []
    ids = [one.person_id for one in people.people]
    theirs = Q(applicant__in=ids) | Q(applicant__merged_into__in=ids) if ids else Q()
    visible = cases.visible_to(actor).select_related("applicant")
    return list(visible.filter(Q(applicant__name__contains=query) | theirs).order_by("-id")[:PAGE])


def _context(query: str, people: Found, found: Sequence[Case], now: datetime) -> dict[str, object]:
    title = _("Cases found")
    return {
        "query": query,
        "people": _rows(people.people),
        "after": people.after,
        "queue": ui.Queue([ui.QueueGroup(title, [row_of(case, now) for case in found])], title, ""),
        "cases": found,
    }


def _rows(people: Sequence[FoundPerson]) -> list[PersonRow]:
    names = get_names({one.community for one in people if one.community is not None}) if people else {}
    return [
        PersonRow(
            href=reverse("files:person", args=[one.person_id]),
            name=one.name,
            about=_about(one),
            place=names.get(one.community, "") if one.community is not None else "",
            address=one.address,
            id_number=one.id_number,
            phone=one.phone,
        )
        for one in people
    ]


def _about(one: FoundPerson) -> str:
    parts = [{"1": _("male"), "2": _("female")}.get(one.sex, "")]
    if one.birth_date is not None:
        parts.append(_("born %(day)s") % {"day": format_full_date(one.birth_date)})
    if one.former_names:
        parts.append(_("formerly %(names)s") % {"names": "、".join(one.former_names)})
    if one.deceased:
        parts.append(_("deceased"))
    return " · ".join(part for part in parts if part)
