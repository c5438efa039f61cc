"""Several matters for one occasion (一件事): what they are, one form for all of them, one receipt."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.engines.cases import links
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.cases.wording import term_words
from linli.engines.packs import queries as packs
from linli.kernel import clock, held
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_full_date
from linli.registers.organisations.queries import get_office_in_charge
from linli.rooms.matters import actions, display, queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.pages.apply import AGAIN, Addresses, Sheet, actor_of, answer, keep
from linli.rooms.matters.pages.public import fits_of, may_apply, paper_items
from linli.rooms.matters.pages.resident import on_paper, qr_of


@require_safe
def bundle(request: HttpRequest, code: str) -> HttpResponse:
    """Which matters belong to an occasion, what they need together, and that one form is enough."""
    offer = queries.get_bundle(code)
    rows = [
        ui.LinkRow(matter.title, reverse("matters:guide", args=[matter.code]), _promise(matter))
        for _item, matter in offer.matters
    ]
    papers = paper_items(offer.papers)
    fits = [(matter.title, fits_of(request, matter)) for _item, matter in offer.matters]
    context = {
        "bundle": offer.bundle,
        "matters": ui.LinkList(rows),
        "fits": [(title, notice) for title, notice in fits if notice],
        "papers": ui.Checklist(papers) if papers else None,
        "apply_href": reverse("matters:bundle_apply", args=[code]) if may_apply(request) else "",
    }
    return render(request, "matters/bundle.html", context)


def _promise(matter: Matter) -> str:
    procedure = packs.load(packs.get_item("procedure", matter.procedure or ""))
    return _("Answer within %(term)s from acceptance.") % {"term": term_words(procedure.limits.promised)}


class BundleSheet(Sheet):
    """One form for every matter of a bundle."""

    def __init__(self, request: HttpRequest, code: str) -> None:
        self.offer = queries.get_bundle(code)
        names = ("bundle", "bundle_apply", "bundle_draft")
        super().__init__(
            request,
            item=self.offer.item,
            definition=self.offer.form,
            subject=queries.bundle_draft_subject(code, actor_of(request)),
            title=self.offer.bundle.title,
            papers=self.offer,
            addresses=Addresses(*(reverse(f"matters:{name}", args=[code]) for name in names)),
        )

    def check(self, raw: Mapping[str, object]) -> None:
        actions.check_bundle_form(actor=self.actor, now=clock.now(), code=self.offer.bundle.code, raw=raw)

    def send(self, raw: Mapping[str, object]) -> str:
        opened = actions.apply_for_bundle(
            actor=self.actor,
            now=clock.now(),
            code=self.offer.bundle.code,
            raw=raw,
            photos=self.photos.documents,
            key=str(raw.get("key", "")),
            again=bool(raw.get(AGAIN)),
        )
        return reverse("matters:bundle_receipt", args=[opened.number])

    def running(self) -> ui.Notice | None:
        """The first of the matters that she has applied for already."""
        notices = (
            display.running_notice(self.actor.person_id, matter.code) for _item, matter in self.offer.matters
        )
        return next((notice for notice in notices if notice), None)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a bundle; as that of a matter."""
    return answer(BundleSheet(request, code))


@held.asked_on("matters:bundle_apply")
@require_POST
def keep_draft(request: HttpRequest, code: str) -> HttpResponse:
    """What the page's script sends every few seconds."""
    return keep(BundleSheet(request, code))


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """One receipt for all of them: each has its number, one query code opens them."""
    found = links.get_bundle_by_number(actor_of(request).as_resident(), number)
    first = found.cases[0]
    office = get_office_in_charge(role="clerk", scope=f"community:{first.community}")
    due = _answer_by(found.cases)
    link = request.build_absolute_uri(f"{reverse('matters:lookup')}?number={found.number}")
    slip = ui.Receipt(
        title="收件回执",
        office=office.name if office else "",
        rows=[
            (_("Matter"), found.title),
            (_("Applicant"), first.applicant.name),
            (_("Number of all together"), found.number),
            *((case.title, case.number) for case in found.cases),
            (_("Received"), on_paper(first.opened_at)),
        ],
        big_label=_("You hear whether all papers are there by"),
        big=due,
        query_label=_("Query code for all of them"),
        query_code=cases.get_query_code(first),
        qr=qr_of(link),
        lines=[_("Scan to see how far it is, with the query code.")],
        foot=office.phone if office else "",
    )
    return render(request, "matters/bundle_receipt.html", {"slip": slip, "number": found.number})


def _answer_by(found: Sequence[Case]) -> str:
    """The last day on which one of them is told whether all papers are there."""
    open_ones = [case.due_at for case in found if case.due_at and not case.accepted_at]
    return format_full_date(clock.local_day(max(open_ones))) if open_ones else ""
