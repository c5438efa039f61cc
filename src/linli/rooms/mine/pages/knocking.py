"""Whose file a page opens, and the entry that it leaves."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from linli.kernel import clock
from linli.kernel.audit.actions import record
from linli.kernel.guard import acting_as
from linli.registers.mandates.queries import ActingFor
from linli.rooms.mine.queries import Whose, whose

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Whose, Rest], HttpResponse]


def opens(view: View[Rest]) -> Callable[..., HttpResponse]:
    """For a view of one's own file: without the posts that one may hold besides, under the second lock too."""

    @wraps(view)
    def opened(request: HttpRequest, **rest: Any) -> HttpResponse:
        acting: ActingFor | None = getattr(request, "acting", None)
        guardian = acting is not None and acting.why == "guardian"
        found = whose(request.actor, guardian=guardian)  # type: ignore[attr-defined]
        with acting_as(found.actor, day=clock.today()):
            return view(request, found, **rest)  # type: ignore[call-arg]

    return opened


def note_look(
    whose: Whose, act: str, *, fields: Iterable[str], persons: Iterable[int] = (), purpose: str = ""
) -> None:
    """Who saw what of the file, she herself too; `persons`: whose names stand there beside hers."""
    record(
        actor=whose.actor, now=clock.now(), kind="look", act=act, object_ref=f"person:{whose.person_id}",
        persons=[whose.person_id, *persons], fields=list(fields), purpose=purpose,
    )  # fmt: skip
