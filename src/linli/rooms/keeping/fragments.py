"""What this room puts on the page of a person: the way to her holds and to the end of her file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from linli.kernel.actors import Actor
from linli.kernel.fragments import fill
from linli.registers.people.models import Person
from linli.registers.retention.policies import KEEPERS


def register_all() -> None:
    fill("person.more", "keeping.link", show_link)


def show_link(request: HttpRequest, person: Person) -> SafeString:
    """For clerks; the page has checked that the file is theirs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.scopes(*KEEPERS):
        return mark_safe("")
    return render_to_string("keeping/_link.html", {"person": person}, request=request)
