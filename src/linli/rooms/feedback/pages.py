"""The HTML door of ratings: one page, five levels, one tap and send."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.engines.cases import queries as cases
from linli.kernel import clock, held
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, DomainError, Faults, NotFound
from linli.kernel.ui import components as ui
from linli.rooms.feedback import actions, queries
from linli.rooms.feedback.rules import COMMENT_LENGTH


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Rate a service that has ended; what was typed stays if it is refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = cases.get_case(actor.as_resident(), number)
    if case.closed_at is None or queries.get_rating(case):
        return redirect("matters:my_case", number=number)
    faults: dict[str, str] = {}
    restored = held.restore(request) if request.method != "POST" else None
    sent = restored[0] if restored else request.POST
    level, comment = sent.get("level", ""), sent.get("comment", "")
    if restored:
        messages.info(request, held.WORDS)
    if request.method == "POST":
        try:
            actions.rate(
                actor=actor,
                now=clock.now(),
                number=number,
                level=int(level) if level.isdecimal() else 0,
                comment=comment.strip(),
            )
        except Faults as refusal:
            faults = {field: str(text) for field, text in refusal.faults.items()}
        except NotFound:
            raise
        except (Conflict, DomainError) as refusal:
            messages.info(request, str(refusal.message))
            return redirect("matters:my_case", number=number)
        else:
            messages.success(request, _("Thank you. Your rating counts from now on."))
            response = redirect("matters:my_case", number=number)
            held.let_go(request, response)
            return response
    context = {
        "case": case,
        "rating": ui.Rating(
            legend=_("How was it?"),
            value=int(level) if level.isdecimal() else None,
            error=faults.get("level", ""),
        ),
        "comment": ui.Field(
            "comment",
            _("Would you like to say something about it?"),
            kind="textarea",
            value=comment,
            required=False,
            maxlength=COMMENT_LENGTH,
            error=faults.get("comment", ""),
            hint=_("Kept sealed."),
        ),
    }
    return render(request, "feedback/rate.html", context, status=422 if faults else 200)
