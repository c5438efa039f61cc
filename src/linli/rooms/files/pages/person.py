"""The page of a person: the whole file, masked; one number shown for a purpose."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.kernel import clock, held
from linli.kernel.errors import DomainError
from linli.kernel.ui import components as ui
from linli.registers.people import changes, files, households
from linli.registers.people.files import WholeFile
from linli.registers.people.labels import list_labels
from linli.registers.people.models import IdentityDocument
from linli.registers.people.refusals import PurposeMissing
from linli.registers.places.queries import get_names, get_path_names
from linli.rooms.files import queries
from linli.rooms.files.display import changing, purposes
from linli.rooms.files.display import person as shown
from linli.rooms.files.pages.looks import actor_of, note_look

FIELDS = (
    "name", "sex", "birth_date", "ethnicity", "nationality", "marital", "addresses", "households", "relationships",
    "labels", "documents", "changes", "cases", "mandates", "consents",
)  # fmt: skip
"""What the page shows; numbers stand masked on it."""


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole file, numbers masked."""
    whole = files.read_whole(actor_of(request), person_id, day=clock.today())
    restored = held.restore(request, reverse("files:reveal", args=[person_id]))
    if restored is None:
        return _show(request, whole)
    messages.info(request, held.WORDS)
    return _show(request, whole, typed=restored[0])


@held.asked_on("files:person")
@require_POST
def reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one number in full, or the sealed labels, for a purpose that is written down first."""
    actor = actor_of(request)
    whole = files.read_whole(actor, person_id, day=clock.today())
    try:
        purpose = purposes.read(request.POST)
        opened = _open(whole, request.POST.get("what", ""))
    except DomainError as error:
        return _show(request, whole, typed=request.POST, error=error)
    what, withheld = request.POST["what"], purposes.is_protective(request.POST)
    note_look(
        actor, "files.reveal", persons=[whole.person.pk], fields=(what,), purpose=purpose, about=_about(whole),
        withheld=withheld,
    )  # fmt: skip
    response = _show(request, whole, opened=opened, withheld=withheld)
    held.let_go(request, response)
    return response


def _open(whole: WholeFile, what: str) -> shown.Opened:
    """Raises `PurposeMissing`, the field being `what`, for something that the file does not hold."""
    if what == "labels":
        opened = list_labels([whole.person.pk], day=clock.today(), opened=True)
        return shown.Opened(labels=opened.get(whole.person.pk, []))
    if what in ("id_number", "phone"):
        return shown.Opened({what: str(getattr(whole.file, what))})
    kind, _colon, number = what.partition(":")
    known = {str(one.document) for one in whole.documents}
    if kind == "document" and number in known:
        return shown.Opened({what: files.open_number(IdentityDocument.objects.get(pk=number))})
    raise PurposeMissing(_("Choose what you need to see."), field="what")


def _show(
    request: HttpRequest,
    whole: WholeFile,
    *,
    opened: shown.Opened | None = None,
    withheld: bool = False,
    typed: QueryDict | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    actor, day, opened = actor_of(request), clock.today(), opened or shown.Opened()
    person = whole.person
    note_look(
        actor,
        "files.person",
        persons=_named(whole),
        fields=FIELDS,
        purpose=purposes.keeping(),
        about=_about(whole),
        withheld=withheld,
    )
    seen = queries.seen_among(actor, _named(whole), day=day)
    place = whole.file.community or whole.file.registered_community
    relations = households.list_relations((row.pk for row, _members in whole.households), day=day)
    revealing = purposes.fields(typed, error, what=_openable(whole))
    context: dict[str, Any] = {
        "whole": whole,
        "place": ui.PlacePath([(name, "") for _id, _level, name in get_path_names(place)] if place else []),
        "head": shown.head(whole, opened),
        "facts": shown.facts(person),
        "apart": shown.apart(whole),
        "dead": person.deceased_on,
        "merged": len(files.ids_of(person.pk)) - 1,
        "homes": shown.homes(whole, get_names(_places(whole)), day=day),
        "cards": shown.household_cards(whole.households, relations, seen=seen, day=day, but=person.pk),
        "kin": shown.kin(whole, seen=seen),
        "labels": shown.labels(opened.labels if opened.labels is not None else whole.labels),
        "documents": shown.documents(whole, opened),
        "sources": shown.sources(whole.sources),
        "reuses": shown.reuses(files.list_reuses(person.pk), day=day),
        "history": changing.history(changes.list_of_person(actor, person.pk, day=day), day=day),
        "starts": changing.starts(whole, actor),
        "revealing": revealing,
        "reveal_open": typed is not None,
        "error": ui.Notice(str(error.message), "overdue") if error else None,
    }
    return render(request, "files/person.html", context, status=error.status if error else 200)


def _openable(whole: WholeFile) -> list[tuple[str, str]]:
    """What can be unmasked, as choices."""
    found = []
    if whole.file.id_number:
        found.append(("id_number", _("Identity number")))
    if whole.file.phone:
        found.append(("phone", _("Phone")))
    found += [(f"document:{one.document}", one.masked) for one in whole.documents]
    if any(label.sealed for label in whole.labels):
        found.append(("labels", _("Sealed labels")))
    return found


def _named(whole: WholeFile) -> set[int]:
    """Everybody whose name stands on the page."""
    members = {one.pk for _household, found in whole.households for one in found}
    return {whole.person.pk, *members, *(one.person for one in whole.kin)}


def _places(whole: WholeFile) -> Iterable[int]:
    return (home.community for home in whole.homes if home.community is not None)


def _about(whole: WholeFile) -> str:
    return f"person:{whole.person.pk}"
