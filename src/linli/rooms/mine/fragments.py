"""What this room puts on pages of others: consents on that of a person, and what asks to be read on the home page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.fragments import fill
from linli.registers.consents import queries as consents
from linli.registers.mandates.queries import ActingFor
from linli.registers.people.models import Person
from linli.registers.people.queries import get_person
from linli.rooms.mine.display import consents as shown


def register_all() -> None:
    fill("person.consents", "mine.consents", show_consents)
    fill("resident.home", "mine.home", show_home)


def show_consents(request: HttpRequest, person: Person) -> SafeString:
    """How she stands to each purpose that rests on consent. The page records the look."""
    found = consents.list_standings(person, day=clock.today())
    rows = [
        shown.purpose_card(one) for each in found for one in each.purposes if one.purpose.basis == "consent"
    ]
    return render_to_string("mine/_of_person.html", {"rows": rows, "person": person}, request=request)


def show_home(request: HttpRequest, actor: Actor) -> SafeString:
    """The way to one's file, and whether a notice is to be read; in another's name as far as that reaches."""
    acting: ActingFor | None = getattr(request, "acting", None)
    if actor.person_id is None or (actor.agent_id is not None and not (acting and acting.scope.file)):
        return SafeString()
    if acting is not None and acting.why != "guardian":
        return render_to_string("mine/_home.html", {"name": acting.name}, request=request)
    person = get_person(actor.as_resident(), actor.person_id, day=clock.today())
    asks = shown.asks(consents.list_standings(person, day=clock.today()))
    return render_to_string("mine/_home.html", {"asks": asks, "name": actor.in_name_of}, request=request)
