"""Doubtful rows of an import, so many on a page: both sides, and a person says what each is."""

import re
from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.registers.people.importing import answering, storing
from linli.registers.people.importing.batches import State, find_import
from linli.registers.people.importing.beside import list_beside
from linli.registers.people.importing.doubts import Answer
from linli.registers.people.models import PersonImport
from linli.rooms.files.display import doubts as shown
from linli.rooms.files.pages.import_page import note_seen, show
from linli.rooms.files.pages.looks import actor_of

PAGE: Final = 20
_FIELD: Final = re.compile(r"row-([1-9]\d{0,6})")
_SAID: Final = re.compile(r"(same)-([1-9]\d{0,17})|(other|take|leave|)")


@require_http_methods(["GET", "HEAD", "POST"])
def doubts(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Rows without an answer, or all of them; saved a page at a time."""
    actor = actor_of(request)
    batch = find_import(actor, batch_id)
    if batch.state != State.CHECKED:
        return redirect("files:import", batch_id=batch_id)
    if request.method == "POST":
        return _answer(request, actor, batch)
    kept = held.restore(request)
    if kept is not None:
        messages.info(request, held.WORDS)
    return _show(request, actor, batch, kept[0] if kept else request.GET)


def _answer(request: HttpRequest, actor: Actor, batch: PersonImport) -> HttpResponse:
    try:
        answers = _read(request.POST)
        answering.answer_doubts(
            actor=actor, now=clock.now(), day=clock.today(), batch_id=batch.pk, answers=answers
        )
    except NotFound:
        raise
    except Faults as refusal:
        return _show(request, actor, batch, request.POST, refusal.faults)
    except DomainError as refusal:
        return show(request, actor, batch, refusal)
    said = sum(bool(answer.said) for answer in answers.values())
    messages.success(request, ngettext("%(n)d row decided.", "%(n)d rows decided.", said) % {"n": said})
    response = redirect(_following(request.POST, batch, max(answers, default=0)))
    held.let_go(request, response)
    return response


def _read(typed: QueryDict) -> dict[int, Answer]:
    """What is said by position. Raises `Faults` for what no form of ours sends."""
    found: dict[int, Answer] = {}
    for name in typed:
        field = _FIELD.fullmatch(name)
        said = _SAID.fullmatch(str(typed[name])) if field else None
        if field and said is None:
            raise Faults({field[1]: _("This can no longer be said: look at the row again.")})
        if field and said:
            found[int(field[1])] = Answer(said[1], int(said[2])) if said[1] else Answer(said[3])
    if len(found) > PAGE:
        raise Faults({"": _("Look at the import again.")})
    return found


def _following(typed: QueryDict, batch: PersonImport, last: int) -> str:
    """The next rows, or where all of it is decided."""
    if typed.get("more"):
        return (
            f"{reverse('files:doubts', args=[batch.pk])}?after={last}{'&all=1' if typed.get('all') else ''}"
        )
    return reverse("files:import", args=[batch.pk])


def _show(
    request: HttpRequest,
    actor: Actor,
    batch: PersonImport,
    typed: QueryDict,
    faults: Mapping[str, object] | None = None,
) -> HttpResponse:
    after, every = typed.get("after", ""), bool(typed.get("all"))
    at = int(after) if after.isdecimal() and len(after) < 8 else 0
    found = answering.list_doubtful(batch, after=at, limit=PAGE + 1, unanswered=not every)
    more, found = len(found) > PAGE, found[:PAGE]
    persons = {one for _kept, verdict in found for one in shown.persons_of(verdict)}
    beside = list_beside(actor, persons, day=clock.today())
    names = {sheet["sheet"]: sheet["name"] for sheet in storing.open_json(batch, storing.OUTLINE) or []}
    told = {name: str(text) for name, text in (faults or {}).items()}
    note_seen(actor, "files.import_doubts", batch, persons=beside)
    positions = {kept.position for kept, _verdict in found}
    counts = answering.count_answers(batch)
    context = {
        "batch": batch, "at": at, "all": every, "more": more, "open": counts.get("", 0), "total": sum(counts.values()),
        "rows": shown.rows(
            found, beside, batch.plan, names, said={name: str(text) for name, text in typed.items()}, faults=told,
            followers=answering.count_followers(batch, positions),
        ),
        "error": ui.Notice(_lost(told, positions), "overdue") if told else None,
    }  # fmt: skip
    return render(request, "files/doubts.html", context, status=422 if told else 200)


def _lost(told: Mapping[str, str], positions: set[int]) -> str:
    """Also rows that somebody else decided meanwhile are named."""
    if all(at.isdecimal() and int(at) in positions for at in told):
        return _("Nothing was saved yet: look at the rows that are marked.")
    return _("Somebody was faster: look at the import again.")
