"""What this room puts on the page of a person: the cases that she applied for and the reader may see."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.engines.cases import queries as cases
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.fragments import fill
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.rooms.matters import display

SHOWN = 20


def register_all() -> None:
    fill("person.cases", "matters.cases", show_cases)


def show_cases(request: HttpRequest, person: Person) -> SafeString:
    """The newest first, those of files merged into hers too. The page records the look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    visible = cases.visible_to(actor.as_staff()).select_related("applicant")
    found = list(visible.filter(applicant__in=ids_of(person.pk)).order_by("-id")[:SHOWN])
    now = clock.now()
    rows = [(case, display.badge(case, display.chip(case, now=now))) for case in found]
    return render_to_string("matters/_cases_of_person.html", {"rows": rows}, request=request)
