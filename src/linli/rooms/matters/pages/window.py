"""Staff pages of a case: your turn, the way, why this date, the story; papers and answers beside."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.engines.cases import asked as asked_of
from linli.engines.cases import queries as cases
from linli.engines.cases.actions import Chosen
from linli.engines.cases.models import Case
from linli.engines.cases.pace_table import paces_for
from linli.engines.forms import queries as forms
from linli.engines.forms.lines import line_of
from linli.engines.forms.summaries import summary
from linli.kernel import clock, crypto, held
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import join_clauses, join_words
from linli.registers.people import queries as people
from linli.registers.places.queries import get_path_names
from linli.rooms.matters import actions, display, queries
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.pages.photos import serve
from linli.rooms.matters.pages.turn import (
    ActionView,
    OtherView,
    has_turn,
    list_links,
    list_tasks,
    list_turn,
    post_of,
    preview_other,
    relations,
)

PURPOSE_LENGTH = (4, 100)


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything needed to decide on a case; the look is recorded before the page leaves."""
    found = cases.get_case(_actor(request).as_staff(), number)
    restored = held.restore(
        request, *(reverse(name, args=[number]) for name in ("matters:act", "matters:reveal"))
    )
    if restored is None:
        return _show(request, found)
    messages.info(request, held.WORDS)
    return _show(request, found, typed=_typed(restored[0]))


def _typed(sent: QueryDict) -> dict[str, Any]:
    """What stood in the forms of the page, to give it back."""
    return {
        "action": sent.get("action", ""),
        "note": sent.get("note", ""),
        "sighted": sent.getlist("sighted"),
        "insufficient": sent.getlist("insufficient"),
        "asks": sent.getlist("asks"),
        "to": sent.get("to", ""),
        "main": sent.get("main", ""),
        "sure": sent.get("sure", ""),
        "kind": sent.get("kind", ""),
        "task": sent.get("task", ""),
        "said": sent.get("said", ""),
        "purpose": sent.get("purpose", "").strip(),
    }


def _show(
    request: HttpRequest,
    found: Case,
    *,
    error: DomainError | None = None,
    typed: dict[str, Any] | None = None,
    revealed: str = "",
    other: OtherView | None = None,
) -> HttpResponse:
    actor, now = _actor(request), clock.now()
    day = clock.local_day(now)
    _record_look(actor, found, "case.page", fields=("name", "birth_date", "address", "answers"))
    matter = queries.pinned_matter(found)
    checklist = queries.list_checklist(found, matter)
    missing = [row.paper for row in checklist if not row.in_order]
    file = people.read_file(found.applicant, day=day)
    answers = forms.get_answers(f"case:{found.pk}")
    hrefs = {
        row.paper.code: reverse("matters:paper", args=[found.number, row.paper.code]) for row in checklist
    }
    sex = {"1": _("male"), "2": _("female")}.get(file.sex, "")
    about = join_clauses(
        word for word in (sex, _("%(age)d years") % {"age": file.age} if file.age is not None else "") if word
    )
    turn = list_turn(found, actor, now=now, missing_any=bool(missing))
    tasks = list_tasks(found, actor, now=now)
    pace = paces_for([found]).get(found.pk)
    chip = display.chip(found, now=now, pace=pace)
    context = {
        "case": found,
        "place": ui.PlacePath([(name, "") for _, _, name in get_path_names(found.place_id)]),
        "person": ui.PersonHeader(
            name=found.applicant.name,
            about=about,
            masked_id=revealed or crypto.mask_id_number(file.id_number),
            masked_phone=crypto.mask_phone(file.phone),
            address=file.address,
            level=2,
        ),
        "badge": display.badge(found, chip),
        "chip": chip,
        "pace": display.pace_words(found, pace, now=now),
        "turn": turn,
        "who": display.who_of(matter),
        "my_turn": has_turn(found, actor),
        "where": join_words(asked_of.whereabouts(found, day=day)),
        "tasks": tasks,
        "links": list_links(found, actor.as_staff()),
        "relations": [] if actor.person_id in cases.persons_of(found) else relations(),
        "owed": [task for task in tasks if task.choices],
        "sightable": [row for row in checklist if row.paper.how == "photo"],
        "missing": join_words(paper.title for paper in missing),
        "path": display.path(found),
        "limits": display.limits(found, now=now),
        "timeline": display.timeline(found, today=day),
        "checklist": display.checklist(checklist, hrefs),
        "answers": summary(answers.definition, answers.values),
        "line": line_of(answers.definition, answers.values),
        "notices": display.notice_links(found, "matters:notice"),
        "fits": _fits(found, matter, file, day),
        "error": _said(error, other),
        "typed": typed or {},
        "other": other,
        "left_over": _left_over(turn, typed or {}),
        "revealed": bool(revealed),
    }
    return render(request, "matters/case.html", context, status=error.status if error else 200)


def _said(error: DomainError | None, other: OtherView | None) -> ui.Notice | None:
    """What stands at the top of a page that comes back."""
    if error is not None:
        return ui.Notice(str(error.message), "overdue")
    words = _("Nothing is done yet: look at case %(number)s below and confirm.")
    return ui.Notice(words % {"number": other.number}, "risk") if other else None


def _left_over(turn: list[ActionView], typed: dict[str, Any]) -> str:
    """The note of a step that cannot be taken any more: shown, so that it can be copied."""
    open_still = any(view.code == typed.get("action") and not view.blocked for view in turn)
    return "" if open_still else str(typed.get("note", ""))


def _fits(found: Case, matter: Matter, file: people.FileView, day: date) -> ui.Notice | None:
    if matter.eligibility is None:
        return None
    fits = queries.is_eligible(matter, file, county=found.county, day=day)
    if fits is None:
        return ui.Notice(
            _("The file does not say whether the condition is met: %(words)s.")
            % {"words": display.condition_words(matter.eligibility)},
            "risk",
        )
    words = (
        _("By the file the condition is met: %(words)s.")
        if fits
        else _("By the file the condition is not met: %(words)s.")
    )
    return ui.Notice(
        words % {"words": display.condition_words(matter.eligibility)}, "done" if fits else "risk"
    )


@held.asked_on("matters:case")
@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step. A refused one comes back with everything that was typed; so does one that names another case, until
    that one was seen."""
    actor = _actor(request)
    revision = request.POST.get("revision", "")
    typed = _typed(request.POST)
    found = cases.get_case(actor.as_staff(), number)
    try:
        other = preview_other(found, actor, typed, now=clock.now())
        if other is not None:
            return _show(request, found, typed=typed, other=other)
        actions.handle(
            actor=actor,
            now=clock.now(),
            number=number,
            action=typed["action"],
            revision=int(revision) if revision.isdecimal() else None,
            note=typed["note"],
            sighted=typed["sighted"],
            insufficient=typed["insufficient"],
            chosen=Chosen(asks=typed["asks"], to=post_of(typed["to"]), main=typed["main"]),
            task=int(typed["task"]) if typed["task"].isdecimal() else 0,
            said=typed["said"],
            relation=typed["kind"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _show(request, cases.get_case(actor.as_staff(), number), error=refusal, typed=typed)
    messages.success(request, _("Done."))
    response = redirect("matters:case", number=number)
    held.let_go(request, response)
    return response


@held.asked_on("matters:case")
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the full identity number once, for a purpose that is written down first."""
    actor = _actor(request)
    found = cases.get_case(actor.as_staff(), number)
    typed = _typed(request.POST)
    purpose = typed["purpose"]
    shortest, longest = PURPOSE_LENGTH
    if not shortest <= len(purpose) <= longest:
        error = DomainError(_("Say in a few words what you need the number for."), field="purpose")
        return _show(request, found, error=error, typed=typed)
    _record_look(actor, found, "case.reveal", fields=("id_number",), purpose=purpose)
    file = people.read_file(found.applicant, day=clock.today())
    response = _show(request, found, revealed=file.id_number)
    held.let_go(request, response)
    return response


@require_safe
def notice(request: HttpRequest, number: str, notice_id: int) -> HttpResponse:
    """An official notice as issued."""
    actor = _actor(request)
    found = cases.get_case(actor.as_staff(), number)
    _record_look(actor, found, "case.notice", fields=("name",))
    return render(request, "matters/notice.html", display.notice_page(found, notice_id))


@require_safe
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """A photo that was handed in; each look is recorded with the paper's code."""
    actor = _actor(request)
    found = cases.get_case(actor.as_staff(), number)
    document = queries.get_document(found, paper)
    _record_look(actor, found, "case.paper", fields=(f"paper:{paper}",))
    return serve(document)


def _record_look(actor: Actor, found: Case, act: str, *, fields: tuple[str, ...], purpose: str = "") -> None:
    record(
        actor=actor,
        now=clock.now(),
        kind="look",
        act=act,
        object_ref=f"case:{found.pk}",
        persons=[found.applicant_id],
        fields=fields,
        purpose=purpose or f"{found.title} · {cases.state_title(found)}",
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
