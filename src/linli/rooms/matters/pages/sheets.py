"""Forms on paper: blank for everyone, filled in for who gave the answers; and the uploads among answers."""

from collections.abc import Mapping
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.forms import queries as forms
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.paper import on_paper
from linli.engines.packs.models import PackItem
from linli.kernel import clock
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.registers.documents.models import Document
from linli.registers.documents.queries import get_by_token
from linli.rooms.matters import queries
from linli.rooms.matters.pages.photos import serve


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The blank form of a matter on A4: to be filled in by hand and handed in at the counter."""
    _entry, matter = queries.get_matter(code)
    if matter.form is None:
        raise NotFound(_("This matter has no form to print."))
    item, definition = forms.get_form(matter.form)
    link = request.build_absolute_uri(reverse("matters:guide", args=[code]))
    return render_sheet(request, item, definition, None, link=link, where=matter.where)


@require_safe
def my_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """What one answered oneself, as the same sheet."""
    case = queries.get_own_case(_actor(request), number)
    given = forms.get_answers(f"case:{case.pk}")
    item = PackItem.objects.select_related("pack").get(pk=given.form_item_id)
    link = request.build_absolute_uri(f"{reverse('matters:lookup')}?number={case.number}")
    return render_sheet(request, item, given.definition, given.values, link=link, number=case.number)


def render_sheet(
    request: HttpRequest,
    item: PackItem,
    definition: FormDefinition,
    values: Mapping[str, Any] | None,
    *,
    link: str = "",
    where: str = "",
    number: str = "",
) -> HttpResponse:
    """The sheet of a form, blank without `values`; `link` becomes the square at its foot."""
    context = {
        "form": definition,
        "sheets": on_paper(definition, values),
        "version": f"{item.pack.pack_id} {item.pack.version} · {item.code}",
        "qr": _qr(link) if link else "",
        "where": where,
        "number": number,
        "blank": values is None,
        "signed_above": any(field.type == "signature" for field in definition.fields()),
    }
    return render(request, "matters/sheet.html", context)


@require_safe
def my_answer(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """A photo or file among one's own answers."""
    case = queries.get_own_case(_actor(request), number)
    return serve(_document(case, token))


@require_safe
def answer(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """A photo or file among the answers of a case; each look is recorded."""
    actor = _actor(request)
    case = cases.get_case(actor.as_staff(), number)
    document = _document(case, token)
    record(
        actor=actor,
        now=clock.now(),
        kind="look",
        act="case.answer",
        object_ref=f"case:{case.pk}",
        persons=[case.applicant_id],
        fields=["answers"],
        purpose=f"{case.title} · {cases.state_title(case)}",
    )
    return serve(document)


def _document(case: Case, token: str) -> Document:
    """The upload if an answer of this case names it; forbidden and missing look alike.

    The second lock knows papers of cases, not what stands in sealed answers: having found the name there, it is lifted.
    """
    named = any(_names(given.values, token) for given in forms.list_answers(f"case:{case.pk}"))
    with acting_as(SYSTEM):
        found = get_by_token(token) if named else None
    if found is None:
        raise NotFound(_("There is no such file among the answers."))
    return found


def _names(value: object, token: str) -> bool:
    if isinstance(value, Mapping):
        return value.get("document") == token or any(_names(inner, token) for inner in value.values())
    return isinstance(value, list) and any(_names(inner, token) for inner in value)


def _qr(link: str) -> SafeString:
    svg = segno.make(link, error="m").svg_inline(scale=3, border=2, omitsize=True)
    return mark_safe(svg)  # noqa: S308  made here from a link of ours


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
