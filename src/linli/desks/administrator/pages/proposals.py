"""Proposals: what somebody wants to change, why, and what a second person says about it."""

from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.desks.administrator import previews
from linli.desks.administrator.display import changes, lists
from linli.desks.administrator.display.kept import list_kept
from linli.desks.administrator.pages.items import actor_of
from linli.engines.overlays import actions, queries
from linli.engines.overlays.checking import find_advice, find_shifts
from linli.engines.overlays.models import Change, Proposal
from linli.engines.overlays.refusals import ContentRefused, ItemFinding
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.ui import components as ui

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait for somebody, newest first; what was decided stands in the versions."""
    actor, today = actor_of(request), clock.today()
    rows = lists.list_rows(queries.list_open(actor)[:PAGE], actor, today)
    return render(request, "administrator/proposals.html", {"rows": rows})


@require_safe
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What it changes, in words; who is not touched; and what this actor can do with it."""
    found = queries.get_proposal(actor_of(request), proposal_id)
    if restored := held.restore(request, request.path + "act/"):
        return _show(request, found, typed={name: str(text) for name, text in restored[0].items()})
    return _show(request, found)


def _show(
    request: HttpRequest,
    found: Proposal,
    *,
    typed: dict[str, str] | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    own = found.author_id == actor.user_id
    rows = queries.list_changes(found)
    late = {row.pk for row in queries.overtaken(rows)} if found.state in ("draft", "submitted") else set()
    undecided = found.state in changes.UNDECIDED
    wanted = {(row.section, row.code): row.content for row in rows}
    shifts = find_shifts(wanted) if undecided else []
    advice = find_advice(wanted) if undecided else []
    kept = list_kept(rows) if undecided else {}
    editable = own and found.state == "draft" and found.origin == "browser"
    given = typed or {}
    error = str(refusal) if refusal is not None else ""
    at_field = error if refusal is not None and refusal.field else ""
    context = {
        "proposal": found,
        "badge": lists.badge_of(found),
        "own": own,
        "changes": [
            changes.show_change(
                row,
                editable=editable,
                droppable=own and found.state == "draft",
                kept=kept.get((row.section, row.code), ()),
                shifts=_about(row, shifts),
                advice=_about(row, advice),
            )
            for row in rows
        ],
        "overtaken": bool(late),
        "timeline": lists.timeline(queries.list_steps(found)),
        "reason": ui.Field(
            "reason",
            _("Why is this changed?"),
            "textarea",
            given.get("reason", found.reason),
            _("The second person reads it, and so does whoever looks at this version in years to come."),
            at_field if refusal and refusal.field == "reason" else "",
        ),
        "note": ui.Field(
            "note",
            _("What has to change (if you return it)"),
            "textarea",
            given.get("note", ""),
            "",
            at_field if refusal and refusal.field == "note" else "",
            required=False,
        ),
        "error": ui.Notice(error, "overdue") if error and not at_field else None,
        "findings": _findings(refusal),
    }
    status = refusal.status if refusal is not None else 200
    return render(request, "administrator/proposal.html", context, status=status)


def _about(row: Change, found: list[ItemFinding]) -> list[str]:
    """What was found about this item, each with its mend."""
    return [
        " ".join(part for part in (one.finding.message, one.finding.mend) if part)
        for one in found
        if (one.section, one.code) == (row.section, row.code)
    ]


def _findings(refusal: DomainError | None) -> list[str]:
    if not isinstance(refusal, ContentRefused):
        return []
    return [
        f"{found.section} {found.code}：{found.finding.message}{found.finding.mend}"
        for found in refusal.findings
    ]


@held.asked_on("administrator:proposal")
@require_POST
def act(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One step of a proposal, as far as this actor may take it; a refusal keeps what was typed."""
    verb, now = request.POST.get("verb", ""), clock.now()
    revision = request.POST.get("revision", "")
    typed = {name: str(text) for name, text in request.POST.items()}
    try:
        words = _take(request, verb, proposal_id, int(revision) if revision.isdecimal() else 0, now)
    except NotFound:
        raise
    except DomainError as refusal:
        found = queries.get_proposal(actor_of(request), proposal_id)
        return _show(request, found, typed=typed, refusal=refusal)
    messages.success(request, words)
    response = redirect("administrator:proposal", proposal_id=proposal_id)
    held.let_go(request, response)
    return response


class _Who(TypedDict):
    actor: Actor
    now: datetime
    proposal_id: int


class _Seen(_Who):
    revision: int


def _take(request: HttpRequest, verb: str, proposal_id: int, revision: int, now: datetime) -> str:
    who: _Who = {"actor": actor_of(request), "now": now, "proposal_id": proposal_id}
    seen: _Seen = {**who, "revision": revision}
    posted = request.POST
    match verb:
        case "submit":
            actions.submit(**seen, reason=posted.get("reason", ""))
            return _("Submitted. Another administrator decides on it now.")
        case "withdraw":
            actions.withdraw(**seen)
            return _("Withdrawn. Nothing has changed.")
        case "reopen":
            actions.reopen(**seen)
            return _("You can go on writing.")
        case "renew":
            actions.renew(**seen)
            return _("Compared with what is in force by now: look at it again.")
        case "drop":
            actions.drop_change(**who, section=posted.get("section", ""), code=posted.get("code", ""))
            return _("Taken out of the draft.")
        case "approve":
            version = actions.approve(**seen, note=posted.get("note", ""))
            return _("In force now, as version %(version)s.") % {"version": version.version}
        case "return":
            actions.send_back(**seen, note=posted.get("note", ""))
            return _("Returned to the author.")
    raise NotFound(_("There is no such step."))


@require_safe
def preview(request: HttpRequest, proposal_id: int, section: str, code: str) -> HttpResponse:
    """The page as residents will see it, if this comes into force."""
    found = queries.get_proposal(actor_of(request), proposal_id)
    return previews.render_preview(request, found, section, code)
