"""An item as residents will see it if a proposal comes into force, and whom it does not touch."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.models import Case
from linli.engines.forms.definitions import lists_of, resolve
from linli.engines.forms.fields import fields_for
from linli.engines.overlays import queries
from linli.engines.overlays.checking import EffectiveLibrary
from linli.engines.overlays.models import Change, Proposal
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.ui import components as ui
from linli.rooms.matters.pages.public import guide_of

_PINNED = {"matter": "matter_item", "procedure": "procedure_item"}


def tell_open_cases(change: Change) -> str:
    """How many open cases keep the version that they began with; empty for what none pins."""
    pin = _PINNED.get(change.section)
    if pin is None:
        return ""
    wanted = Q(**{f"{pin}__section": change.section, f"{pin}__code": change.code})
    with acting_as(SYSTEM):  # a number; no case is shown
        count = Case.objects.filter(wanted, closed_at__isnull=True).count()
    if not count:
        return ""
    words = ngettext(
        "%(count)d open case goes on by the version it began with.",
        "%(count)d open cases go on by the version they began with.",
        count,
    )
    return words % {"count": count}


def render_preview(request: HttpRequest, proposal: Proposal, section: str, code: str) -> HttpResponse:
    """The guide of a matter, or a form, with everything that the proposal changes. Raises `NotFound`."""
    rows = queries.list_changes(proposal)
    if (section, code) not in {(row.section, row.code) for row in rows}:
        raise NotFound(_("The proposal does not change this."))
    library = EffectiveLibrary({(row.section, row.code): row.content for row in rows})
    thing = library.get(section, code)
    shown = {"matter": _guide, "form": _form}.get(section)
    if thing is None or shown is None:
        raise NotFound(_("There is no preview of this."))
    template, context = shown(thing, library)
    banner = ui.Notice(_("Preview: this is not in force. Nothing on this page is kept or sent."), "risk")
    return render(request, template, {**context, "banner": banner, "proposal": proposal})


def _guide(matter: Any, library: EffectiveLibrary) -> tuple[str, dict[str, object]]:
    procedure = library.get("procedure", matter.procedure) if matter.procedure else None
    return "administrator/preview_matter.html", guide_of(matter, procedure)


def _form(form: Any, library: EffectiveLibrary) -> tuple[str, dict[str, object]]:
    lists: dict[str, Any] = {code: library.get("code-list", code) for code in lists_of(form)}
    resolved = resolve(form, lists)
    return "administrator/preview_form.html", {
        "form": resolved,
        "view": fields_for(resolved, None, today=clock.today()),
    }
