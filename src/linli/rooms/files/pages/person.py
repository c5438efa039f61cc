"""The page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.registers.people import files
from linli.rooms.files.pages.looks import actor_of, note_look


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole file, numbers masked."""
    actor = actor_of(request)
    whole = files.read_whole(actor, person_id, day=clock.today())
    note_look(actor, "files.person", persons=[whole.person.pk], fields=("name",), purpose="")
    return render(request, "files/person.html", {"whole": whole})
