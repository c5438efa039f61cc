"""What a proposal would do: the page as residents will see it, or where the cases of the last days would have gone."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.desks.administrator.display import assignments
from linli.desks.administrator.display.changes import PREVIEWED
from linli.engines.forms.definitions import lists_of, resolve
from linli.engines.forms.fields import fields_for
from linli.engines.overlays import queries
from linli.engines.overlays.checking import EffectiveLibrary
from linli.engines.overlays.models import Proposal
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.ui import components as ui
from linli.rooms.matters.pages.public import guide_of

DAYS: Final = (30, 90, 365)


def render_preview(request: HttpRequest, proposal: Proposal, section: str, code: str) -> HttpResponse:
    """The guide of a matter, or a form, with everything that the proposal changes. Raises `NotFound`."""
    rows = queries.list_changes(proposal)
    if section not in PREVIEWED or (section, code) not in {(row.section, row.code) for row in rows}:
        raise NotFound(_("The proposal does not change this."))
    library = EffectiveLibrary({(row.section, row.code): row.content for row in rows})
    thing = library.get(section, code)
    if thing is None:
        raise NotFound(_("There is no preview of this."))
    if section == "assignment":
        return _rehearsal(request, proposal, thing, library)
    shown = {"matter": _guide, "form": _form}[section]
    template, context = shown(thing, library)
    banner = ui.Notice(_("Preview: this is not in force. Nothing on this page is kept or sent."), "risk")
    return render(request, template, {**context, "banner": banner, "proposal": proposal})


def _rehearsal(request: HttpRequest, proposal: Proposal, new: Any, library: EffectiveLibrary) -> HttpResponse:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[0]
    old = EffectiveLibrary().get("assignment", new.code) or new
    found = assignments.rehearse_change(old, new, library, now=clock.now(), days=days)
    context = {"proposal": proposal, "table": new, "found": found, "choices": DAYS}
    return render(request, "administrator/rehearsal.html", context)


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
