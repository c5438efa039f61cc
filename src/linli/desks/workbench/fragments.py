"""What this desk puts on the page of a case: who was told what, by which way, with which result."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.engines.notices import display, queries
from linli.kernel import clock
from linli.kernel.fragments import fill

SHOWN = 4


def register_all() -> None:
    fill("case.told", "workbench.told", show_told)


def show_told(request: HttpRequest, case: Any) -> SafeString:
    """For staff; the page has checked that the case is theirs to see, and records the look."""
    told = queries.list_told(f"case:{case.pk}")
    context = {
        "number": case.number,
        "rows": display.told_rows(told[:SHOWN], today=clock.today()),
        "summary": display.summary(told),
    }
    return render_to_string("workbench/_told.html", context, request=request)
