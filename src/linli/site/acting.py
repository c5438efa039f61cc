"""Acting in another's name (为谁办): a choice kept in the session, asked anew of the register in every request."""

from typing import Final

from django.http import HttpRequest

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registers.mandates.queries import ActingFor, act_for

SESSION_KEY: Final = "acting_for"
FOR_ANOTHER: Final = frozenset({
    "home", "resident:home", "resident:mine", "matters:apply", "matters:draft", "matters:bundle_apply",
    "matters:bundle_draft", "matters:bundle_receipt", "matters:receipt", "matters:my_case", "matters:supply",
    "matters:my_paper", "matters:my_sheet", "matters:my_answer", "matters:my_notice", "matters:withdraw",
    "matters:reopen",
})  # fmt: skip
"""What somebody may enter in another's name beside what is open to everybody: her cases, and applying for her."""
THE_FILE: Final = frozenset({"mine:file"})
"""What needs a right to read the file besides."""
GUARDIANS: Final = THE_FILE | {
    "mine:looks", "mine:requests", "mine:withdraw", "mine:correct", "mine:erase", "mine:copy", "mine:copy_json",
    "mine:consents",
}  # fmt: skip
"""What parents and guardians do with the file of a child: all that she could herself."""
AS_ONESELF: Final = frozenset({
    "bindings:acting", "bindings:acting_do", "bindings:ask", "account_logout", "account_login", "accounts:enter_demo",
})  # fmt: skip
"""Where the choice is made and taken back: these act as who is logged in."""


def choose_actor(request: HttpRequest, own: Actor) -> Actor:
    """The actor in the name that was chosen, as long as that holds; `request.own_actor` stays who is logged in, and
    `request.acting` says how far."""
    request.own_actor = own  # type: ignore[attr-defined]
    session = getattr(request, "session", {})
    chosen = session.get(SESSION_KEY) if own.person_id is not None else None
    if chosen is None:
        return own
    try:
        acting, how = act_for(own, chosen, day=clock.today())
    except NotFound:
        del session[SESSION_KEY]
        return own
    request.acting = how  # type: ignore[attr-defined]
    return acting


def admits(request: HttpRequest, route: str, *, public: bool) -> bool:
    """Whether a route is entered in another's name."""
    how: ActingFor = request.acting  # type: ignore[attr-defined]
    file = GUARDIANS if how.why == "guardian" else THE_FILE if how.scope.file else frozenset()
    return public or route in file or route in FOR_ANOTHER or route in AS_ONESELF
