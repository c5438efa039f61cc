"""My file as the register holds it."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel import clock
from linli.registers.consents import queries as consents
from linli.registers.people import households
from linli.registers.people.labels import list_labels
from linli.rooms.mine import queries
from linli.rooms.mine.display import consents as consents_shown
from linli.rooms.mine.display import file as shown
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose

FIELDS: Final = (
    "name", "sex", "birth_date", "ethnicity", "nationality", "marital", "addresses", "households", "relationships",
    "labels", "documents",
)  # fmt: skip
"""What the page shows in clear."""


@require_safe
@opens
def file(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Every field, who provided it, who uses it; household, labels, documents; where to go on."""
    day = clock.today()
    whole = queries.read_own(whose, day=day)
    looks = queries.list_looks(whose, limit=queries.READ)
    relations = households.list_relations((row.pk for row, _members in whole.households), day=day)
    labels = list_labels([whole.person.pk], day=day, opened=True).get(whole.person.pk, [])
    note_look(whose, "mine.file", fields=FIELDS, persons=shown.named(whole))
    told = shown.Told(whole.sources, queries.list_uses(looks))
    context: dict[str, Any] = {
        "whose": whose,
        "name": whole.person.name,
        "person": whole.person,
        "asks": consents_shown.asks(consents.list_standings(whole.person, day=day)),
        "rows": shown.rows(whole, told),
        "homes": shown.homes(whole, day=day),
        "homes_from": told.from_whom("registered_address"),
        "households": shown.households(whole, relations),
        "households_from": told.from_whom("households"),
        "kin": shown.kin(whole),
        "labels": shown.labels(labels),
        "documents": shown.documents(whole),
        "elsewhere": whole.lives_elsewhere,
        "dead": whole.person.deceased_on,
    }
    return render(request, "mine/file.html", context)
