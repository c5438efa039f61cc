"""A form before anybody fills it in, for staff: the page, the talk on the telephone, the sheet of paper.

Nothing that is typed here is kept.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.engines.forms import answers, interview, posting
from linli.engines.forms import queries as forms
from linli.engines.forms.conditions import condition_words
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.drawing import draw
from linli.engines.forms.fields import fields_for
from linli.engines.forms.references import References
from linli.engines.forms.summaries import summary
from linli.engines.packs import queries as packs
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.ui import components as ui
from linli.rooms.matters.pages.sheets import render_sheet

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "asked", "at", "more", posting.DO})


@require_safe
def list_forms(request: HttpRequest) -> HttpResponse:
    """Every installed form."""
    rows = [
        ui.LinkRow(
            str(item.content["title"]),
            reverse("matters:preview", args=[item.code]),
            _describe(item.content),
        )
        for item in packs.list_items("form")
    ]
    return render(request, "matters/forms.html", {"forms": ui.LinkList(rows) if rows else None})


def _describe(content: Any) -> str:
    parts = content["parts"]
    return _("%(parts)d parts, %(fields)d questions") % {
        "parts": len(parts),
        "fields": sum(len(part["fields"]) for part in parts),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The page as residents get it, to be tried: what would be refused is said, nothing is kept."""
    _item, definition = forms.get_form(code)
    day, register = clock.today(), _register(request)
    values: dict[str, Any] | None = None
    faults: dict[str, str] = {}
    done: list[Any] = []
    if request.method == "POST":
        values = _typed(request, definition)
        if posting.DO in request.POST:
            values, _part = posting.act(definition, values, request.POST[posting.DO])
        else:
            good, faults = answers.read(definition, values, day, register)
            done = [] if faults else summary(definition, good)
    view = fields_for(definition, values, faults, today=day, register=register)
    lines = view.lines
    context = {
        "form": definition,
        "view": view,
        "faults": ui.FaultList(lines) if lines else None,
        "parts": done,
    }
    return render(request, "matters/form_preview.html", context, status=422 if lines else 200)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The blank sheet, for a clerk to hand out."""
    item, definition = forms.get_form(code)
    return render_sheet(request, item, definition, None)


@dataclass(slots=True)
class Talk:
    """How far a talk is: answers so far and the paths that were asked."""

    raw: dict[str, Any]
    asked: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, code: str) -> HttpResponse:
    """One question after the other, read aloud; the answers travel in the page and end with it."""
    _item, definition = forms.get_form(code)
    day, register = clock.today(), _register(request)
    state = Talk(_typed(request, definition), request.POST.getlist("asked"))
    at = request.POST.get("at", "")
    _good, faults = answers.read(definition, state.raw, day, register)
    wrong = interview.faults_of(faults, at) if at and "more" not in request.POST else {}
    if at and not wrong:
        state.asked.append(at)
        if request.POST.get("more") == "yes":
            state.raw = interview.add_item(state.raw, at)
    question = interview.next_question(definition, state.raw, state.asked, day, register)
    good, rest = answers.read(definition, state.raw, day, register)
    context = {
        "form": definition,
        "question": question,
        "widget": _widget(definition, question, state, wrong, register),
        "hidden": _hidden(definition, state, question),
        "asked": state.asked,
        "parts": summary(definition, good) if question is None else [],
        "rest": sorted(set(rest.values())) if question is None else [],
    }
    return render(request, "matters/talk.html", context, status=422 if wrong else 200)


def _widget(
    definition: FormDefinition,
    question: interview.Question | None,
    state: Talk,
    wrong: dict[str, str],
    register: References,
) -> Any:
    if question is None or question.field is None:
        return None
    typed = {path: value for path, _field, value in posting.each_typed(definition, state.raw)}
    return draw(
        question.field,
        question.path,
        typed.get(question.path),
        from_register=False,
        errors=wrong,
        condition=condition_words(definition, question.field),
        register=register,
    )


def _hidden(
    definition: FormDefinition, state: Talk, question: interview.Question | None
) -> list[tuple[str, str]]:
    """What was answered so far, but for the question that is asked now."""
    at = question.path if question else ""
    flat = posting.flatten(definition, state.raw)
    return [(name, value) for name, value in flat if name != at and not name.startswith(f"{at}.")]


def _typed(request: HttpRequest, definition: FormDefinition) -> dict[str, Any]:
    sent = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    return posting.nest(definition, sent)


def _register(request: HttpRequest) -> References:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return References(actor.as_staff(), now=clock.now())
