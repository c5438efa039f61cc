"""Finding persons, reading a file, one number in full."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Limit, Sent, staff_of
from linli.registers.people import files
from linli.registers.people.files import WholeFile
from linli.registers.people.households import list_relations
from linli.registers.people.labels import list_labels
from linli.registers.people.models import IdentityDocument
from linli.registers.people.refusals import PurposeMissing
from linli.registers.people.search import find
from linli.rooms.files import queries
from linli.rooms.files.actions import note_look
from linli.rooms.files.api.bodies import found_body, label_body, person_body, person_row
from linli.rooms.files.api.paging import AfterId
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.people import (
    FoundPage,
    PersonBody,
    PersonPage,
    Provenance,
    ReuseBody,
    Search,
    SourceBody,
    Unmask,
    Unmasked,
)

router = Router()
FIELDS = (
    "name", "sex", "birth_date", "ethnicity", "nationality", "marital", "addresses", "households", "relationships",
    "labels", "documents",
)  # fmt: skip
"""What the answer about a person holds; numbers stand masked in it."""
Age = Annotated[int, Query(ge=0, le=150)]


@router.post(
    "/people/search", response={200: FoundPage, 422: REFUSALS[422]}, url_name="find", summary="Find persons"
)
def search(request: HttpRequest, body: Sent[Search]) -> FoundPage:
    """Persons whose files the holder of this key keeps. By POST, so that no name stands in an address."""
    found = find(staff_of(request), body.text, now=clock.now(), limit=body.limit, after=body.after)
    items = [found_body(one) for one in found.people]
    return FoundPage(items=items, after=found.after or None, understood=found.understood)


@router.get(
    "/people", response={200: PersonPage, 422: REFUSALS[422]}, url_name="people", summary="List persons"
)
def list_people(
    request: HttpRequest,
    label: Annotated[str, Query(max_length=32, description="code of a clear label")] = "",
    apart: Annotated[bool, Query(description="only who is registered in another community")] = False,
    youngest: Age | None = None,
    oldest: Age | None = None,
    after: AfterId = 0,
    limit: Limit = 50,
) -> PersonPage:
    """The living whose files the holder of this key keeps, in the order of their files."""
    actor, day = staff_of(request), clock.today()
    wanted = queries.Filter(label=label, apart=apart, youngest=youngest, oldest=oldest)
    found = queries.list_people(actor, wanted, day=day, after=after, limit=limit)
    keys = [one.pk for one in found]
    note_look(
        actor, "files.people", persons=keys, fields=("name", "sex", "birth_date", "address", "labels"),
        purpose=purposes.keeping(),
    )  # fmt: skip
    homes, labels = queries.list_homes_of(keys, day=day), list_labels(keys, day=day)
    items = [person_row(one, homes.get(one.pk, {}), labels.get(one.pk, [])) for one in found]
    return PersonPage(items=items, after=str(keys[-1]) if len(keys) == limit else None)


@router.get(
    "/people/{person_id}", response={200: PersonBody, **REFUSALS}, url_name="person", summary="Read a file"
)
def read_person(request: HttpRequest, person_id: Id) -> PersonBody:
    """The whole file, numbers masked. The file that another was merged into answers for both."""
    actor, day = staff_of(request), clock.today()
    whole = files.read_whole(actor, person_id, day=day)
    named = {whole.person.pk, *(one.person for one in whole.kin)}
    note_look(
        actor, "files.person", persons=named, fields=FIELDS, purpose=purposes.keeping(), about=_about(whole)
    )
    relations = list_relations([household.pk for household, _members in whole.households], day=day)
    return person_body(whole, relations)


@router.get(
    "/people/{person_id}/provenance", response={200: Provenance, **REFUSALS}, url_name="provenance",
    summary="Who provided and who uses a file",
)  # fmt: skip
def read_provenance(request: HttpRequest, person_id: Id) -> Provenance:
    """Who provided each field last, and which offices used the file for what."""
    actor, day = staff_of(request), clock.today()
    whole = files.read_whole(actor, person_id, day=day)
    note_look(
        actor, "files.person", persons=[whole.person.pk], fields=("sources", "reuses"),
        purpose=purposes.keeping(), about=_about(whole),
    )  # fmt: skip
    sources = [
        SourceBody(field=field, source=one.source, reference=one.reference, office=one.office, at=one.at)
        for field, one in sorted(whole.sources.items())
    ]
    reuses = [ReuseBody.model_validate(one) for one in files.list_reuses(whole.person.pk)]
    return Provenance(sources=sources, reuses=reuses)


@router.post(
    "/people/{person_id}/unmask", response={200: Unmasked, **REFUSALS}, url_name="unmask",
    summary="Read one number in full",
)  # fmt: skip
def unmask(request: HttpRequest, person_id: Id, body: Sent[Unmask]) -> Unmasked:
    """One number, or the labels of the sealed tier, for a purpose; each call is an entry that she can read."""
    actor = staff_of(request)
    whole = files.read_whole(actor, person_id, day=clock.today())
    purpose = purposes.say(body.why, body.words)
    opened = _open(whole, body)
    field = f"document:{body.document}" if body.document else body.what
    note_look(
        actor,
        "files.reveal",
        persons=[whole.person.pk],
        fields=(field,),
        purpose=purpose,
        about=_about(whole),
    )
    return opened


def _open(whole: WholeFile, asked: Unmask) -> Unmasked:
    """Raises `PurposeMissing` for a document that the file does not hold."""
    if asked.what == "labels":
        found = list_labels([whole.person.pk], day=clock.today(), opened=True).get(whole.person.pk, [])
        return Unmasked(what="labels", labels=[label_body(one) for one in found])
    if asked.what == "document":
        if asked.document not in {one.document for one in whole.documents}:
            raise PurposeMissing(_("Choose what you need to see."), field="document")
        value = files.open_number(IdentityDocument.objects.get(pk=asked.document))
        return Unmasked(what=f"document:{asked.document}", value=value)
    return Unmasked(what=asked.what, value=str(getattr(whole.file, asked.what)))


def _about(whole: WholeFile) -> str:
    return f"person:{whole.person.pk}"
