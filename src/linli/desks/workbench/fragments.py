"""What this desk puts on pages of others: who was told what of a case, and what is new to the posts of the reader."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.engines.notices import display, queries
from linli.kernel import clock
from linli.kernel.fragments import fill

SHOWN = 4
HEARD = 8
ASKED_TODAY = frozenset({"clerk", "inspector", "reviewer", "decider", "administrator"})
"""Roles whose first page shows it already."""


def register_all() -> None:
    fill("case.told", "workbench.told", show_told)
    fill("desk.heard", "workbench.heard", show_heard)


def show_heard(request: HttpRequest, page: Any) -> SafeString:
    """What is new to the reader's posts, on the first page of desks without «Today»; `page` is where to go back."""
    actor = request.actor.as_staff()  # type: ignore[attr-defined]
    if actor.roles & ASKED_TODAY or not actor.grants:
        return SafeString()
    rows = display.heard_rows(queries.list_for_posts(actor, new=True, limit=HEARD), today=clock.today())
    context = {"heard": rows, "from": page}
    return render_to_string("workbench/_heard_today.html", context, request=request)


def show_told(request: HttpRequest, case: Any) -> SafeString:
    """For staff; the page has checked that the case is theirs to see, and records the look."""
    told = queries.list_told(f"case:{case.pk}")
    context = {
        "number": case.number,
        "rows": display.told_rows(told[:SHOWN], today=clock.today()),
        "summary": display.summary(told),
    }
    return render_to_string("workbench/_told.html", context, request=request)
