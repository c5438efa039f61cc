"""Requests to change files: what waits, one of them with before and after, and its next step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.clock import local_day
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.idempotency import once
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment
from linli.registers.people import actions, changes, words
from linli.registers.people.details import Details, PersonMerge, UndoMerge
from linli.registers.people.models import FileChange, FileChangeStep
from linli.registers.people.refusals import StepTaken
from linli.rooms.files import queries
from linli.rooms.files.display import changing, purposes
from linli.rooms.files.display.details import rows_of
from linli.rooms.files.pages.knowing import known_of
from linli.rooms.files.pages.looks import actor_of, key_of, note_look

SHOWN = 100
State = FileChange.State


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits to be checked or applied in my places: mine to do first."""
    actor, day = actor_of(request), clock.today()
    found = changes.list_open(actor, limit=SHOWN)
    persons = queries.list_persons_of([one.pk for one in found])
    named = [person.pk for several in persons.values() for person in several]
    note_look(actor, "files.changes", persons=named, fields=("name", "changes"), purpose=purposes.keeping())
    groups = changing.grouped(found, persons, actor=actor, day=day)
    return render(request, "files/changes.html", {"groups": groups})


@require_safe
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One request: what it says, how far it is, what the actor can do about it."""
    actor = actor_of(request)
    return _show(request, actor, changes.find_change(actor, change_id, day=clock.today()))


@held.asked_on("files:change")
@require_POST
def step(request: HttpRequest, change_id: int) -> HttpResponse:
    """Check, apply, turn down, withdraw; or ask that a merge be taken apart again."""
    actor = actor_of(request)
    verb, revision = request.POST.get("verb", ""), request.POST.get("revision", "")
    try:
        if not revision.isdecimal() or len(revision) > 9 or verb not in _VERBS:
            raise StepTaken(_("Look at the change again."))
        one = _Step(actor, change_id, int(revision), request.POST.get("reason", ""))
        key = key_of(request, verb)
        done = once(actor=actor, key=key, work=lambda: str(_VERBS[verb](one).pk))
    except NotFound:
        raise
    except DomainError as refusal:
        found = changes.find_change(actor, change_id, day=clock.today())
        return _show(request, actor, found, refusal)
    messages.success(request, _("Done."))
    return redirect("files:change", change_id=done)


@dataclass(frozen=True, slots=True)
class _Step:
    actor: Actor
    change_id: int
    revision: int
    reason: str


def _check(one: _Step) -> FileChange:
    return actions.check_change(
        actor=one.actor, now=clock.now(), change_id=one.change_id, revision=one.revision
    )


def _apply(one: _Step) -> FileChange:
    return actions.apply_change(
        actor=one.actor, now=clock.now(), change_id=one.change_id, revision=one.revision
    )


def _refuse(one: _Step) -> FileChange:
    if one.reason not in changing.REASONS:
        raise DomainError(_("Choose why it is turned down."), field="reason")
    return actions.refuse_change(
        actor=one.actor, now=clock.now(), change_id=one.change_id, revision=one.revision, reason=one.reason
    )


def _withdraw(one: _Step) -> FileChange:
    return actions.withdraw_change(
        actor=one.actor, now=clock.now(), change_id=one.change_id, revision=one.revision
    )


def _undo(one: _Step) -> FileChange:
    """A request of its own, which a second person checks."""
    found = changes.find_change(one.actor, one.change_id, day=clock.today())
    merge = changes.read_details(found)
    if not isinstance(merge, PersonMerge):
        raise StepTaken(_("Look at the change again."))
    details = UndoMerge(merge=found.pk, survivor=merge.survivor, other=merge.other)
    return actions.draft_change(actor=one.actor, now=clock.now(), details=details, key=f"undo-{found.pk}")


_VERBS: dict[str, Callable[[_Step], FileChange]] = {
    "check": _check, "apply": _apply, "refuse": _refuse, "withdraw": _withdraw, "undo": _undo,
}  # fmt: skip


def _show(
    request: HttpRequest, actor: Actor, found: FileChange, error: DomainError | None = None
) -> HttpResponse:
    day, details = clock.today(), changes.read_details(found)
    known = known_of(actor, found, details, day=day)
    about = _about(details)
    note_look(
        actor, "files.change", persons=known.names, fields=("name", "changes"),
        purpose=purposes.keeping(), about=f"change:{found.pk}",
    )  # fmt: skip
    reason, rows = request.POST.get("reason", ""), rows_of(details, known)
    context = {
        "change": found,
        "key": token_hex(16),
        "title": _(words.CHANGES[found.kind]),
        "badge": changing.badge(found),
        "source": changing.source_word(found.source),
        "about": [(known.names[one], one) for one in about if one in known.kept],
        "rows": rows,
        "compared": any(row.before for row in rows),
        "turn": changing.verbs(found, details, actor),
        "reasons": [ui.Choice(code, _(text), code == reason) for code, text in changing.REASONS.items()],
        "timeline": ui.Timeline(_traces(changes.list_steps(found))),
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "files/change.html", context, status=error.status if error else 200)


def _about(details: Details) -> Iterable[int]:
    return dict.fromkeys(details.seen())


def _traces(steps: Iterable[FileChangeStep]) -> list[ui.Trace]:
    """Newest first; offices, not names."""
    today = local_day(clock.now())
    return [
        ui.Trace(
            when=format_moment(one.at, today=today),
            fact=changing.step_word(one.state),
            who=one.office,
            quote=_(changing.REASONS[one.reason]) if one.reason in changing.REASONS else "",
        )
        for one in reversed(list(steps))
    ]
