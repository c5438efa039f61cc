"""A copy of the file to take away (PIPL 45): a sheet to print, and JSON. Both are looks that she is told of."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock, held
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_full_date, join_clauses
from linli.registers.consents import queries as consents
from linli.registers.people import files, households, words
from linli.registers.people.details import CORRECTABLE
from linli.registers.people.labels import list_labels
from linli.registers.people.models import Person
from linli.rooms.mine import queries
from linli.rooms.mine.display import copying
from linli.rooms.mine.display import file as shown
from linli.rooms.mine.display.consents import purpose_card
from linli.rooms.mine.pages.knocking import note_look, opens
from linli.rooms.mine.queries import Whose
from linli.rooms.mine.schemas.copying import FileCopy

FIELDS: Final = (
    "name", "former_names", "sex", "birth_date", "ethnicity", "nationality", "marital", "addresses", "households",
    "relationships", "documents", "labels", "consents", "changes",
)  # fmt: skip
NUMBERS: Final = ("id_number", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
@opens
def copy(request: HttpRequest, whose: Whose) -> HttpResponse:
    """On paper: the browser prints it, or keeps it as a PDF. Numbers in full only where the button asked for them."""
    full = request.method == "POST"
    made, whole = _copy(whose, "mine.copy", full=full)
    told = (one for one in made.fields if one.text or one.field in CORRECTABLE)
    rows = [(one.label, one.text or _("not known"), _whence(one.source, one.office)) for one in told]
    context = {
        "full": full,
        "day": format_full_date(clock.today()),
        "rows": rows,
        "homes": shown.homes(whole, day=clock.today()),
        "copy": made,
        "kin": shown.kin(whole),
        "documents": [(_(words.DOCUMENTS[one.kind]), one.number) for one in made.documents],
        "labels": [(one.title, words.period(one.since, one.until)) for one in made.labels],
        "consents": _consents(whole.person),
    }
    return render(request, "mine/copy.html", context)


@held.asked_on("mine:copy")
@require_POST
@opens
def copy_json(request: HttpRequest, whose: Whose) -> HttpResponse:
    """As a file for programs; its shape is `docs/file-copy.schema.json`."""
    made, _whole = _copy(whose, "mine.copy_json", full=True)
    response = HttpResponse(made.model_dump_json(indent=1), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-file.json"'
    return response


def _copy(whose: Whose, act: str, *, full: bool) -> tuple[FileCopy, files.WholeFile]:
    """Made from the register at this moment, and written down as taken."""
    now, day = clock.now(), clock.today()
    whole = queries.read_own(whose, day=day)
    note_look(whose, act, fields=FIELDS + (NUMBERS if full else ()), persons=shown.named(whole))
    made = copying.copy_of(
        whole,
        labels=list_labels([whole.person.pk], day=day, opened=True).get(whole.person.pk, []),
        relations=households.list_relations((row.pk for row, _members in whole.households), day=day),
        consents=consents.list_words(whole.person.pk, day=day),
        requests=queries.list_requests(whose),
        now=now,
    )
    return made if full else copying.masked(made), whole


def _whence(source: str, office: str) -> str:
    return join_clauses(filter(None, (source, office)))


def _consents(person: Person) -> ui.Facts:
    """How she stands to each purpose that rests on consent."""
    found = consents.list_standings(person, day=clock.today())
    cards = [purpose_card(one) for each in found for one in each.purposes if one.purpose.basis == "consent"]
    return ui.Facts(
        [(card.title, join_clauses(filter(None, (card.badge.text, card.when)))) for card in cards]
    )
