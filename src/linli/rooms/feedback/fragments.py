"""What this room puts on the page of a case that has ended: the invitation to rate, or the rating given."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from linli.engines.cases.definitions import Outcome
from linli.engines.cases.models import Case
from linli.kernel.fragments import fill
from linli.rooms.feedback import queries


def register_all() -> None:
    fill("case.closed", "feedback.rating", show_rating)


def show_rating(request: HttpRequest, case: Case) -> SafeString:
    """For the applicant; the case page has checked that it is hers."""
    if case.outcome in (Outcome.MERGED, Outcome.WITHDRAWN):  # nothing was done for her, or not here
        return mark_safe("")
    rating = queries.get_rating(case)
    return render_to_string("feedback/_rating.html", {"case": case, "rating": rating}, request=request)
