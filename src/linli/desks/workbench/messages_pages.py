"""What posts were told: all of it, newest first; and taking note of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.engines.notices import actions, display, queries
from linli.kernel import clock, held
from linli.kernel.actors import Actor

PAGE = 50
BACK = {
    "today": "workbench:today", "installation": "workbench:installation", "sharing": "sharing:agreements",
    "security": "security:accounts", "looks": "workbench:looks",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def told_posts(request: HttpRequest) -> HttpResponse:
    """What the actor's posts were told; by POST, that she knows it now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        ids = {int(text) for text in request.POST.getlist("message") if _is_id(text)}
        actions.take_note(actor=actor.as_staff(), now=clock.now(), message_ids=ids)
        response = redirect(BACK.get(request.POST.get("from", ""), "workbench:told_posts"))
        held.let_go(request, response)
        return response
    after = request.GET.get("after", "")
    found = queries.list_for_posts(actor.as_staff(), after=int(after) if _is_id(after) else None, limit=PAGE)
    rows = display.heard_rows(found, today=clock.today())
    context = {
        "rows": rows,
        "new": [row for row in rows if row.new],
        "after": rows[-1].id if len(rows) == PAGE else None,
    }
    return render(request, "workbench/told_posts.html", context)


def list_heard(actor: Actor, *, limit: int) -> list[display.Heard]:
    """What is new to the actor's posts, newest first; one statement."""
    return display.heard_rows(queries.list_for_posts(actor, new=True, limit=limit), today=clock.today())


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
