"""The page of a household: who belongs to it, where it stands, what can be changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.kernel.ui import components as ui
from linli.registers.people.households import list_relations
from linli.registers.people.models import Household
from linli.registers.places.queries import get_path_names
from linli.rooms.files import queries
from linli.rooms.files.display import changing, person, purposes
from linli.rooms.files.forms.words import HOUSEHOLDS, full
from linli.rooms.files.pages.looks import actor_of, note_look

FIELDS = ("name", "sex", "birth_date", "households")


@require_safe
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """A household with its members; names of those whose files are kept elsewhere are told, without a link."""
    actor, day = actor_of(request), clock.today()
    found, members = queries.get_household(actor, household_id, day=day)
    keys = [one.pk for one in members]
    note_look(
        actor, "files.household", persons=keys, fields=FIELDS, purpose=purposes.keeping(),
        about=f"household:{found.pk}",
    )  # fmt: skip
    seen = queries.seen_among(actor, keys, day=day)
    relations = list_relations([found.pk], day=day)
    leading = next((one for one in keys if one in seen), None)
    context = {
        "household": found,
        "title": _(HOUSEHOLDS[found.kind]),
        "place": ui.PlacePath(_place(found)),
        "badge": ui.Badge("paused", _("dissolved")) if found.dissolved_on else None,
        "facts": ui.Facts([(_("Dissolved on"), full(found.dissolved_on))]) if found.dissolved_on else None,
        "members": [
            person.member(one, relations.get((found.pk, one.pk), ""), linked=one.pk in seen, day=day)
            for one in members
        ],
        "starts": changing.household_starts(found, leading) if leading else [],
    }
    return render(request, "files/household.html", context)


def _place(found: Household) -> list[tuple[str, str]]:
    place = found.grid or found.community or found.town or found.county
    return [(name, "") for _id, _level, name in get_path_names(place)] if place else []
