"""Asking for an agreement, or for its renewal: the form of terms, which keeps what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.rooms.sharing.actions import agreeing
from linli.rooms.sharing.display import agreements as shown
from linli.rooms.sharing.forms import terms as forms
from linli.rooms.sharing.forms.typed import Typed, faults_of
from linli.rooms.sharing.models import Agreement
from linli.rooms.sharing.pages.agreements import actor_of, number_of
from linli.rooms.sharing.queries.agreements import get_standing, label_tiers, label_titles
from linli.rooms.sharing.queries.consenting import list_purposes
from linli.rooms.sharing.queries.places import county_of, offered
from linli.rooms.sharing.queries.recipients import get_department, list_departments
from linli.rooms.sharing.rules import Terms


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A department asks for data."""
    actor = actor_of(request)
    departments = list_departments(actor)
    wanted = (request.POST or request.GET).get("unit", "")
    unit = next(
        (one for one in departments if str(one.pk) == wanted), departments[0] if departments else None
    )
    if unit is None:
        raise Http404("no department")
    form = _Form(request, actor, unit.pk, county_of(unit.place_id))
    others = [ui.Choice(str(one.pk), one.name, one == unit) for one in departments]
    return form.handle(
        lambda terms: agreeing.ask(actor=actor, now=clock.now(), organisation=unit.pk, terms=terms),
        {"title": _("Ask for data"), "unit": unit, "units": others if len(others) > 1 else []},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Another version of an agreement, begun from the one before."""
    actor = actor_of(request)
    standing = get_standing(actor, number, day=clock.today())
    found = standing.agreement
    if not shown.turn(standing, actor).renew:
        raise Http404("nothing to renew")
    form = _Form(request, actor, found.organisation_id, found.county, old=standing.shown.terms)
    revision = number_of(request.POST.get("revision", "")) or 0
    return form.handle(
        lambda terms: agreeing.renew(
            actor=actor, now=clock.now(), number=number, revision=revision, terms=terms
        ),
        {
            "title": _("Ask for a renewal of %(number)s") % {"number": number},
            "unit": get_department(found.organisation_id),
            "number": number,
            "revision": found.revision,
        },
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of terms, which keeps what was typed."""

    request: HttpRequest
    actor: Actor
    organisation: int
    county: int
    old: Terms | None = None

    def handle(self, work: Callable[[Terms], Agreement], context: Mapping[str, Any]) -> HttpResponse:
        if self.request.method != "POST":
            restored = held.restore(self.request)
            if restored is not None:
                messages.info(self.request, held.WORDS)
            return self._show(Typed(restored[0] if restored else None), context)
        typed = Typed(self.request.POST)
        try:
            done = work(forms.read(self._offer(), typed))
        except NotFound:
            raise
        except DomainError as refusal:
            return self._show(Typed(self.request.POST, faults_of(refusal)), context, refusal)
        messages.success(self.request, _("Handed in: the owner of the files decides."))
        response = redirect("sharing:agreement", number=done.number)
        held.let_go(self.request, response)
        return response

    def _offer(self) -> forms.Offer:
        return forms.Offer(
            label_titles(), label_tiers(), offered(self.county), list_purposes(), clock.today()
        )

    def _show(
        self, typed: Typed, context: Mapping[str, Any], error: DomainError | None = None
    ) -> HttpResponse:
        offer, begun = self._offer(), self._begin()
        fields, needs = forms.ask(offer, typed, begun), forms.ask_needs(offer, typed, begun)
        every = [*fields, *(field for need in needs for field in need.fields)]
        names = {field.name for field in every}
        loose = [text for name, text in typed.faults.items() if name not in names]
        more = {
            "fields": fields,
            "needs": needs,
            "faults": ui.FaultList.of(every),
            "error": ui.Notice(loose[0], "overdue") if loose else None,
        }
        status = error.status if error else 200
        return render(self.request, "sharing/ask.html", {**context, **more}, status=status)

    def _begin(self) -> Terms | None:
        """A renewal goes on where the version in force ends, or begins today."""
        if self.old is None:
            return None
        return forms.continued(self.old, today=clock.today())
