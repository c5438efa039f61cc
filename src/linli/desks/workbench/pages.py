"""Today: what waits for me, by what is at risk; all cases that were mine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from linli.desks.workbench.messages_pages import list_heard
from linli.desks.workbench.telling_pages import list_tasks
from linli.engines.cases import asked
from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case, CaseTask
from linli.engines.cases.pace import Pace
from linli.engines.cases.pace_table import paces_for
from linli.engines.notices import queries as notices
from linli.engines.notices.display import Heard
from linli.kernel import clock, held, paging
from linli.kernel.actors import Actor
from linli.kernel.asking import which_exist
from linli.kernel.audit.actions import record
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_date, format_moment, join_clauses
from linli.rooms.matters import display

PAGE = 50
TASKS = 5
HEARD = 5
QUEUED = frozenset({"clerk", "inspector", "reviewer", "decider"})
"""Roles that cases wait for."""


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The queue of my posts, most urgent first, grouped by time; who has none is sent to their own desk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.roles & QUEUED:
        return redirect("administrator:items" if "administrator" in actor.roles else "home")
    now = clock.now()
    if restored := held.restore(request, reverse("workbench:find")):
        request.nav_query = restored[0].get("q", "")  # type: ignore[attr-defined]
    after = paging.decode(request.GET.get("after", ""))
    page = cases.list_queue(actor.as_staff(), after=after, limit=PAGE)
    paces, about = paces_for(page.cases), display.lines_for(page.cases)
    beside = _beside(actor.as_staff()) if after is None else Beside()
    groups = (
        [ui.QueueGroup(_("Asked of you"), [_question(one, now) for one in beside.asked])]
        if beside.asked
        else []
    )
    groups += [
        ui.QueueGroup(
            title,
            [row_of(case, now, paces.get(case.pk), about.get(case.pk, "")) for case in found],
            note=_count(len(found)),
        )
        for title, found in _by_time(page.cases, now)
    ]
    context = {
        "queue": ui.Queue(
            groups, _("Cases that wait for you"), f"?after={paging.encode(page.after)}" if page.after else ""
        ),
        "empty": not groups,
        "headline": "" if after else _headline(page.cases, now, more=page.after is not None),
        "day": format_date(clock.local_day(now), weekday=True),
        "heard": beside.heard,
        "tasks": beside.tasks,
    }
    record_names(actor, "queue.page", [*page.cases, *(one.case for one in beside.asked)], now, about=about)
    return render(request, "workbench/today.html", context)


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits for the actor's posts beside their cases: questions, what they were told, whom to tell."""

    asked: Sequence[CaseTask] = ()
    heard: Sequence[Heard] = ()
    tasks: ui.LinkList | None = None


def _beside(actor: Actor) -> Beside:
    """On most days there is nothing: one statement asks for all of it, and one more for each that is there."""
    is_asked, has_heard, has_tasks = which_exist(
        asked.waiting_for(actor), notices.new_for_posts(actor), notices.to_tell(actor)
    )
    return Beside(
        asked=asked.list_asked(actor) if is_asked else (),
        heard=list_heard(actor, limit=HEARD) if has_heard else (),
        tasks=list_tasks(actor, limit=TASKS) if has_tasks else None,
    )


def record_names(
    actor: Actor, act: str, shown: Sequence[Case], now: datetime, *, about: Mapping[int, str] | None = None
) -> None:
    """One entry for a page: whose names stood on it, and whether what they wrote did."""
    if shown:
        persons = [case.applicant_id for case in shown]
        record(
            actor=actor,
            now=now,
            kind="look",
            act=act,
            persons=persons,
            fields=("name", "answers") if about else ("name",),
        )


def _by_time(found: Iterable[Case], now: datetime) -> list[tuple[str, list[Case]]]:
    """The list is sorted by deadline already; groups follow from it."""
    day = clock.local_day(now)
    week_end = day + timedelta(days=6 - day.weekday())

    def group_of(case: Case) -> int:
        if case.due_at is None:
            return 4
        due = clock.local_day(case.due_at)
        return 0 if now > case.due_at else 1 if due == day else 2 if due <= week_end else 3

    titles = [_("Overdue"), _("Due today"), _("This week"), _("Later"), _("Clock paused")]
    return [(titles[key], list(items)) for key, items in groupby(found, key=group_of)]


def _headline(found: list[Case], now: datetime, *, more: bool) -> str:
    """What is urgent among the first cases; if all of them are and more follow, «at least» so many."""
    day = clock.local_day(now)
    over = sum(case.due_at is not None and now > case.due_at for case in found)
    due = sum(
        case.due_at is not None and now <= case.due_at and clock.local_day(case.due_at) == day
        for case in found
    )
    parts = []
    if over:
        open_end = more and over == len(found)
        words = _("at least %(count)d overdue") if open_end else _("%(count)d overdue")
        parts.append(words % {"count": over})
    if due:
        open_end = more and over + due == len(found)
        words = _("at least %(count)d due today") if open_end else _("%(count)d due today")
        parts.append(words % {"count": due})
    return join_clauses(parts) if parts else _("nothing due today")


def _count(number: int) -> str:
    return ngettext("%(count)d case", "%(count)d cases", number) % {"count": number}


def row_of(case: Case, now: datetime, pace: Pace | None = None, about: str = "") -> ui.QueueRow:
    """A case in a list; `about` is what was written, in one line."""
    day: date = clock.local_day(now)
    return ui.QueueRow(
        href=f"/desk/cases/{case.number}/",
        due=display.chip(case, now=now, pace=pace),
        what=case.title,
        number=" · ".join(words for words in (about, case.number) if words),
        who=case.applicant.name,
        step=cases.state_title(case),
        last=format_moment(case.opened_at, today=day),
        last_note=_("received"),
    )


def _question(task: CaseTask, now: datetime) -> ui.QueueRow:
    """What was asked, with its own day; the case waits somewhere else."""
    return ui.QueueRow(
        href=f"/desk/cases/{task.case.number}/",
        due=display.task_chip(task.asked_at, task.due_at, now=now),
        what=asked.title_of(task),
        number=task.case.number,
        who=task.case.applicant.name,
        step=task.case.title,
        last=format_moment(task.asked_at, today=clock.local_day(now)),
        last_note=_("asked"),
    )


@require_safe
def involved(request: HttpRequest) -> HttpResponse:
    """Every case that came to one of my posts, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    after, now = request.GET.get("after", ""), clock.now()
    found = cases.list_involved(actor.as_staff(), after=int(after) if after.isdecimal() else None, limit=PAGE)
    about = display.lines_for(found)
    record_names(actor, "queue.page", found, now, about=about)
    following = f"?after={found[-1].pk}" if len(found) == PAGE else ""
    groups = [
        ui.QueueGroup(_("Newest first"), [row_of(case, now, about=about.get(case.pk, "")) for case in found])
    ]
    context = {"queue": ui.Queue(groups, _("All my cases"), following), "empty": not found}
    return render(request, "workbench/involved.html", context)
