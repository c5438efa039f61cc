"""What this room puts on the page of a person: the accounts that open her file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.fragments import fill
from linli.registers.people import bindings
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.registers.people.policies import CHECKERS
from linli.rooms.bindings.display import lines_of

SHOWN = 3


def register_all() -> None:
    fill("person.accounts", "bindings.accounts", show_accounts)


def show_accounts(request: HttpRequest, person: Person) -> SafeString:
    """The open binding first, and the way to the counter's page. The page records the look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = lines_of(bindings.list_bindings(ids_of(person.pk))[:SHOWN], today=clock.today())
    context = {"rows": rows, "person": person, "clerk": bool(actor.scopes(*CHECKERS))}
    return render_to_string("bindings/_accounts.html", context, request=request)
