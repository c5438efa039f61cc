"""What this room puts on pages: accounts and mandates on that of a person, whom one acts for on the resident's own."""

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.fragments import fill
from linli.registers.mandates import queries
from linli.registers.people import bindings
from linli.registers.people.files import ids_of
from linli.registers.people.models import Person
from linli.registers.people.policies import CHECKERS
from linli.rooms.bindings.display import lines_of, mandate_rows

SHOWN = 3


def register_all() -> None:
    fill("person.accounts", "bindings.accounts", show_accounts)
    fill("person.mandates", "bindings.mandates", show_mandates)
    fill("resident.top", "bindings.acting", show_acting)
    fill("login.ways", "bindings.city", show_city)
    fill("resident.home", "bindings.choice", show_choice)


def show_accounts(request: HttpRequest, person: Person) -> SafeString:
    """The open binding first, and the way to the counter's page. The page records the look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = lines_of(bindings.list_bindings(ids_of(person.pk))[:SHOWN], today=clock.today())
    context = {"rows": rows, "person": person, "clerk": _may_add(actor, person)}
    return render_to_string("bindings/_accounts.html", context, request=request)


def show_mandates(request: HttpRequest, person: Person) -> SafeString:
    """Who acts for her, for whom she acts: those that hold. The page records the look."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listed = queries.list_mandates(ids_of(person.pk))
    rows = [row for row in mandate_rows(listed, person.pk, {}, day=clock.today()) if row.open]
    context = {"rows": rows, "person": person, "clerk": _may_add(actor, person)}
    return render_to_string("bindings/_mandates.html", context, request=request)


def _may_add(actor: Actor, person: Person) -> bool:
    """Nobody is bound to the file of who has died, nor acts for her."""
    return bool(actor.scopes(*CHECKERS)) and person.deceased_on is None


def show_acting(request: HttpRequest, actor: Actor | None) -> SafeString:
    """In whose name the reader acts; nothing for who acts for herself."""
    if actor is None or actor.agent_id is None:
        return mark_safe("")
    return render_to_string("bindings/_acting.html", {"name": actor.in_name_of}, request=request)


def show_choice(request: HttpRequest, actor: Actor) -> SafeString:
    """The way to «for whom I act», for who may act for somebody."""
    if not queries.acts_for_anybody(actor, day=clock.today()):
        return mark_safe("")
    return render_to_string("bindings/_choice.html", {}, request=request)


def show_city(_request: HttpRequest, _subject: object) -> SafeString:
    """The way to the city's real-name log-in, where there is one."""
    if not settings.CONFIG.city_login_url:
        return mark_safe("")
    button = '<p><a class="btn btn-wide btn-tall" href="{}">{}</a></p>'
    return format_html(button, reverse("openid_connect_login"), settings.CONFIG.city_login_name)
