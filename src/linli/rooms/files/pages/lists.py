"""The persons of my places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.rooms.files import queries
from linli.rooms.files.pages.looks import actor_of, note_look

PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Persons whose files the actor keeps, by pages."""
    actor, after = actor_of(request), request.GET.get("after", "")
    found = queries.list_people(
        actor, day=clock.today(), after=int(after) if after.isdecimal() else 0, limit=PAGE
    )
    note_look(actor, "files.people", persons=[one.pk for one in found], fields=("name",), purpose="")
    following = f"?after={found[-1].pk}" if len(found) == PAGE else ""
    return render(request, "files/people.html", {"people": found, "following": following})
