"""The quarterly review: on the page, and as a workbook for the file of the auditor."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.desks.security import queries
from linli.desks.security.pages.accounts import actor_of
from linli.desks.security.sheets import Part, parts_of, write_workbook
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import NotFound

MOST: Final = 200
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    parts = _read(actor_of(request), act="account.review")
    context = {"parts": [(part, _named(part), len(part.rows) > MOST) for part in parts]}
    return render(request, "security/review.html", context)


def _named(part: Part) -> list[list[tuple[str, str]]]:
    """Each cell with its head, for narrow pages."""
    return [list(zip(part.heads, row, strict=True)) for row in part.rows[:MOST]]


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """All of it, as Excel."""
    today = clock.today()
    content = write_workbook(_read(actor_of(request), act="account.review_file"))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="review-{today.isoformat()}.xlsx"'
    return response


def _read(actor: Actor, *, act: str) -> list[Part]:
    """By the post of security or audit administrator; each look is audited."""
    role = next((role for role in ("security", "auditor") if role in actor.roles), None)
    if role is None:
        raise NotFound(_("There is nothing here for you."))
    now = clock.now()
    office = next(grant.office for grant in actor.grants if grant.role == role)
    record(actor=actor, now=now, kind="look", act=act, fields=["name"], office=office)
    found = queries.get_review(actor, now=now, day=clock.local_day(now), role=role)
    return parts_of(found, today=clock.local_day(now))
