"""What runs out soon: labels that somebody has to look at again, children who are fourteen soon."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.registers.people import reminders
from linli.registers.people.labels import list_kind_titles
from linli.rooms.files.display import ending as shown
from linli.rooms.files.display import purposes
from linli.rooms.files.pages.looks import actor_of, note_look

PAGE = 50
AHEAD = timedelta(days=31)


@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """Labels that end within a month, and whose guardians act for them no longer then."""
    actor, day = actor_of(request), clock.today()
    labels = reminders.list_ending(
        actor, day=day, until=day + AHEAD, limit=PAGE, after=_after(request, "after")
    )
    children = reminders.list_growing_up(
        actor, day=day, until=day + AHEAD, limit=PAGE, after=_after(request, "child")
    )
    named = {label.person_id for label in labels} | {child.pk for child in children}
    note_look(actor, "files.ending", persons=named, fields=("name", "labels"), purpose=purposes.keeping())
    context = {
        "labels": shown.labels(labels, list_kind_titles(), day=day),
        "children": shown.children(children, day=day),
        "more_labels": f"?after={labels[-1].valid.upper}.{labels[-1].pk}" if len(labels) == PAGE else "",
        "more_children": f"?child={children[-1].birth_date}.{children[-1].pk}"
        if len(children) == PAGE
        else "",
    }
    return render(request, "files/ending.html", context)


def _after(request: HttpRequest, name: str) -> reminders.After | None:
    """`2026-12-01.17`; anything else is the beginning."""
    day, _point, key = request.GET.get(name, "").partition(".")
    try:
        return date.fromisoformat(day), int(key[:18])
    except ValueError:
        return None
