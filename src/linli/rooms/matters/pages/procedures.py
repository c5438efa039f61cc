"""How a matter is handled, for everyone: drawn, in words, and as a file for who draws procedures herself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.engines.cases.definitions import Procedure
from linli.engines.cases.drawing.bpmn import to_bpmn
from linli.engines.cases.drawing.picture import draw
from linli.engines.cases.drawing.steps import in_words
from linli.engines.packs import queries as packs
from linli.kernel.errors import NotFound
from linli.rooms.matters import queries
from linli.rooms.matters.definitions import Matter


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Every step of a matter, and who has it then."""
    matter, found = _procedure(code)
    context = {"matter": matter, "drawing": draw(found), "steps": in_words(found)}
    return render(request, "matters/procedure.html", context)


@require_safe
def procedure_bpmn(request: HttpRequest, code: str) -> HttpResponse:
    """The procedure as BPMN 2.0, to be opened in a modeller."""
    _matter, found = _procedure(code)
    response = HttpResponse(to_bpmn(found), content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.code}.bpmn"'
    return response


def _procedure(code: str) -> tuple[Matter, Procedure]:
    _entry, matter = queries.get_matter(code)
    if matter.procedure is None:
        raise NotFound(_("How this matter is handled is not written down here."))
    found: Procedure = packs.load(packs.get_item("procedure", matter.procedure))
    return matter, found
