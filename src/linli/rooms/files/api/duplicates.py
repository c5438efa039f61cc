"""Files that may be about one person. Merging them is a change of kind `person-merge`."""

from django.http import HttpRequest
from ninja import Router

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Id, Limit, staff_of
from linli.registers.people import actions, duplicates
from linli.registers.people.models import DuplicatePair
from linli.rooms.files.actions import note_look
from linli.rooms.files.api.paging import AfterId
from linli.rooms.files.display import purposes
from linli.rooms.files.schemas.changes import PairBody, PairPage, PersonName

router = Router()


@router.get(
    "/duplicates", response={200: PairPage, 422: REFUSALS[422]}, url_name="duplicates",
    summary="List files that may be one person",
)  # fmt: skip
def list_flagged(request: HttpRequest, after: AfterId = 0, limit: Limit = 50) -> PairPage:
    """Pairs both of whose files the holder of this key keeps, the newest first."""
    actor, day = staff_of(request), clock.today()
    found = duplicates.list_before(actor, day=day, limit=limit, before=after or None)
    named = [person for pair in found for person in (pair.first_id, pair.second_id)]
    note_look(actor, "files.duplicates", persons=named, fields=("name",), purpose=purposes.keeping())
    items = [_pair(one) for one in found]
    return PairPage(items=items, after=str(found[-1].pk) if len(found) == limit else None)


@router.post(
    "/duplicates/{pair_id}/dismiss", response={200: PairBody, **REFUSALS}, url_name="dismiss_duplicate",
    summary="Say that these are two persons",
)  # fmt: skip
def dismiss(request: HttpRequest, pair_id: Id) -> PairBody:
    """Remembered for good: the pair is not flagged again."""
    actor = staff_of(request)
    pair = actions.dismiss_duplicate(actor=actor, now=clock.now(), pair_id=pair_id, day=clock.today())
    return _pair(pair)


def _pair(one: DuplicatePair) -> PairBody:
    return PairBody(
        pair=one.pk,
        rule=one.rule,
        first=PersonName(person=one.first_id, name=one.first.name),
        second=PersonName(person=one.second_id, name=one.second.name),
        found_at=one.found_at,
    )
