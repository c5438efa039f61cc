"""The JSON door of ratings."""

from django.http import HttpRequest
from ninja import Field, Router, Status

from linli.kernel import clock
from linli.kernel.door import REFUSALS, Asked, Sent, actor_of
from linli.rooms.feedback import actions

router = Router(tags=["feedback"])


class RatingBody(Asked):
    """5 very satisfied … 1 very dissatisfied."""

    level: int = Field(ge=1, le=5)
    options: list[str] = Field(default_factory=list, max_length=20)
    comment: str = Field(default="", max_length=500)


@router.post(
    "/cases/{number}/rating",
    response={201: RatingBody, **REFUSALS},
    url_name="rate",
    summary="Rate a service",
)
def rate(request: HttpRequest, number: str, body: Sent[RatingBody]) -> Status[RatingBody]:
    """Rate one's own case that has ended, once."""
    actions.rate(
        actor=actor_of(request),
        now=clock.now(),
        number=number,
        level=body.level,
        options=body.options,
        comment=body.comment,
    )
    return Status(201, body)
