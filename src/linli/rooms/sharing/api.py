"""The JSON door of share agreements: the same door as the page's, with a key of the agreement."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from linli.kernel import clock
from linli.kernel.door import REFUSALS, After, Limit, Sent, staff_of
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.cursors import read_cursor, write_cursor
from linli.rooms.sharing.schemas import Age, Label, LookUp, Shared, SharedPage, Value

router = Router(tags=["sharing"])
WAY = "api"


@router.get(
    "/shared/{slug:number}/people", response={200: SharedPage, **REFUSALS}, url_name="shared_people",
    summary="List persons under a share agreement",
)  # fmt: skip
def list_people(
    request: HttpRequest,
    number: str,
    label: Label = "",
    youngest: Age = None,
    oldest: Age = None,
    after: After = "",
    limit: Limit = 50,
) -> SharedPage:
    """The persons whom the agreement is about, with the fields that it opens. Each call is recorded with its number.
    The list is narrowed only by what the agreement opens. 403 (`share_not_in_force`, `share_way_closed`) where it
    opens nothing, or not in this way."""
    page = reading.read_list(
        actor=staff_of(request), now=clock.now(), number=number, way=WAY, wanted=Wanted(label, youngest, oldest),
        after=read_cursor(number, after), limit=limit,
    )  # fmt: skip
    following = write_cursor(number, page.following) if page.following else None
    return SharedPage(agreement=number, items=_items(page), after=following)


@router.post(
    "/shared/{slug:number}/people/find", response={200: Shared, **REFUSALS}, url_name="shared_find",
    summary="Find one person under a share agreement",
)  # fmt: skip
def find(request: HttpRequest, number: str, body: Sent[LookUp]) -> Shared:
    """Who has exactly this identity number, or this name and birth date, among those whom the agreement is about;
    nobody else is told from nobody at all."""
    asked = reading.read_asked(
        id_number=body.id_number, name=body.name, birth_date=body.birth_date, today=clock.today()
    )
    page = reading.look_up(actor=staff_of(request), now=clock.now(), number=number, way=WAY, asked=asked)
    return Shared(agreement=number, items=_items(page))


def _items(page: reading.Page) -> list[dict[str, Value]]:
    return [
        {
            field: value.isoformat() if isinstance(value, date) else value
            for field, value in row.values.items()
        }
        for row in page.rows
    ]
