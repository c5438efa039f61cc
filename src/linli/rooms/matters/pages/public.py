"""Pages without a log-in: the catalogue, a matter's guide, public notices, and a case by its slip."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.engines.cases import links
from linli.engines.cases import queries as cases
from linli.engines.cases.definitions import Procedure
from linli.engines.cases.limits import has_acceptance
from linli.engines.cases.models import Case
from linli.engines.cases.wording import term_words
from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.client import client_address
from linli.kernel.crypto import mask_name
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.throttle import count_try
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date
from linli.registers.people import queries as people
from linli.registers.places.queries import get_names
from linli.rooms.matters import display, queries
from linli.rooms.matters.definitions import Matter, Paper

TRIES, TRIES_OF_ONE_CASE = 8, 20
TRIES_WINDOW = 15 * 60  # seconds


class TooManyTries(DomainError):
    """Codes are not guessed by patience, nor from many addresses."""

    code = "too_many_tries"
    status = 429


@dataclass(frozen=True, slots=True)
class NeedLink:
    name: str
    href: str
    current: bool


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Find a matter by own words or by need."""
    query, need = request.GET.get("q", "").strip(), request.GET.get("need", "")
    found = queries.search_catalogue(query=query, need=need)
    address = reverse("matters:catalogue")
    rows = [
        ui.LinkRow(
            entry.title,
            reverse("matters:guide", args=[entry.code]),
            entry.summary if entry.online else _("At the counter. %(summary)s") % {"summary": entry.summary},
        )
        for entry in found
    ]
    together = [
        ui.LinkRow(entry.title, reverse("matters:bundle", args=[entry.code]), entry.summary)
        for entry in queries.search_bundles(query=query, need=need)
    ]
    context = {
        "bundles": ui.LinkList(together) if together else None,
        "query": query,
        "need": need,
        "matters": ui.LinkList(rows) if rows else None,
        "needs": [
            NeedLink(e.label, f"{address}?need={e.code}", e.code == need) for e in queries.list_needs()
        ],
    }
    return render(request, "matters/catalogue.html", context)


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """What a matter is for, who may have it, what to bring, how long it takes."""
    entry, matter = queries.get_matter(code)
    procedure = packs.load(packs.get_item("procedure", matter.procedure)) if matter.procedure else None
    bundles = [
        ui.LinkRow(entry.title, reverse("matters:bundle", args=[entry.code]), entry.summary)
        for entry in queries.list_bundles_of(code)
    ]
    context = {
        **guide_of(matter, procedure),
        "sample": display.sample_notice(entry.item),
        "bundles": ui.LinkList(bundles) if bundles else None,
        "fits": fits_of(request, matter),
        "running": display.running_notice(request.actor.person_id, matter.code),  # type: ignore[attr-defined]
        "apply_href": reverse("matters:apply", args=[code]) if matter.online and may_apply(request) else "",
    }
    return render(request, "matters/guide.html", context)


def guide_of(matter: Matter, procedure: Procedure | None) -> dict[str, object]:
    """What the guide of a matter says to everybody; also the preview of one that is not in force yet."""
    limits = procedure.limits if procedure else None
    papers = paper_items(matter.papers)
    steps = [ui.Step(procedure.state(state).title) for state in procedure.route] if procedure else []
    promised = limits.promised if limits else matter.limits.promised_term if matter.limits else None
    return {
        "matter": matter,
        "verb": display.verb_of(matter),
        "promised": term_words(promised) if promised else "",
        "accepts": procedure is None or has_acceptance(procedure),
        "papers": ui.Checklist(papers) if papers else None,
        "steps": ui.Steps(steps) if steps else None,
    }


def paper_items(papers: Iterable[Paper]) -> list[ui.CheckItem]:
    """What to bring, and what the office looks up itself."""
    return [
        ui.CheckItem(
            paper.title,
            "got" if paper.how == "verify" else "may",
            _("checked by data, nothing to bring") if paper.how == "verify" else paper.hint,
        )
        for paper in papers
    ]


def may_apply(request: HttpRequest) -> bool:
    """Residents, and whoever may turn out to be one after logging in; a post alone has no file to apply from."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.user_id is None or actor.person_id is not None


def fits_of(request: HttpRequest, matter: Matter) -> ui.Notice | None:
    """What her own file says about the conditions; a hint, never a refusal: files can be wrong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None or matter.eligibility is None:
        return None
    day = clock.today()
    file = people.read_file(people.get_person(actor, actor.person_id, day=day), day=day)
    county = file.registered_county or file.county  # where her application would go
    fits = queries.is_eligible(matter, file, county=county, day=day)
    if fits is None:
        return None
    words = {"words": display.condition_words(matter.eligibility)}
    if fits:
        return ui.Notice(_("By your file you meet the condition: %(words)s.") % words, "done")
    return ui.Notice(
        _(
            "The condition is: %(words)s. By your file you do not meet it; if your file is wrong, send it all the same."
        )
        % words,
        "risk",
    )


@require_safe
def publicity(request: HttpRequest) -> HttpResponse:
    """Public notices that run now: who is meant is shown by a masked name and the community."""
    after = request.GET.get("after", "")
    notices = queries.list_publicity(after=int(after) if after.isdecimal() else None)
    names = get_names({notice.case.community for notice in notices if notice.case.community})
    today = clock.today()
    rows = [
        {
            "title": notice.case.title,
            "who": mask_name(notice.case.applicant.name),
            "where": names.get(notice.case.community or 0, ""),
            "since": format_date(clock.local_day(notice.issued_at), today=today),
            "office": notice.office,
        }
        for notice in notices
    ]
    return render(
        request,
        "matters/publicity.html",
        {"rows": rows, "after": notices[-1].pk if len(notices) == queries.PUBLICITY_PAGE else None},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """How far a case is, for whoever holds its slip: number and query code; no personal data is shown."""
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    number = number or request.GET.get("number", "").strip()
    context: dict[str, object] = {"number": number, "fields": _lookup_fields(number, "")}
    if request.method == "POST":
        try:
            _count_try(request, number)
            found = _find_by_slip(number, code)
        except (NotFound, TooManyTries) as error:
            context["fields"] = _lookup_fields(number, str(error.message))
            status = 422 if isinstance(error, NotFound) else error.status
            return render(request, "matters/lookup.html", context, status=status)
        now = clock.now()
        context["cases"] = [
            {
                "case": case,
                "path": display.path(case),
                "chip": display.chip(case, now=now, big=True, to_applicant=True),
            }
            for case in found
        ]
    return render(request, "matters/lookup.html", context)


def _find_by_slip(number: str, code: str) -> Sequence[Case]:
    """The case of this number, or all that were applied for together under it. Raises `NotFound`."""
    try:
        return [cases.get_case_by_query_code(number, code)]
    except NotFound:
        return links.get_bundle_by_query_code(number, code).cases


def _lookup_fields(number: str, error: str) -> list[ui.Field]:
    return [
        ui.Field("number", _("Case number"), value=number, placeholder="532301001001-20261123-0001-5"),
        ui.Field(
            "code", _("Query code"), hint=_("8 characters, on your receipt"), error=error, autocomplete="off"
        ),
    ]


def _count_try(request: HttpRequest, number: str) -> None:
    """Right or wrong, so many tries in a quarter of an hour from one address, and of one case from anywhere."""
    now = clock.now()
    tries = count_try(what="lookup", source=client_address(request), seconds=TRIES_WINDOW, now=now)
    of_case = count_try(what="lookup-case", source=number, seconds=TRIES_WINDOW, now=now)
    if tries > TRIES or of_case > TRIES_OF_ONE_CASE:
        raise TooManyTries(
            _("Too many tries. Wait a quarter of an hour, or ask at the counter with your identity card.")
        )
