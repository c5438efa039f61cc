"""Who hears what was done with accounts: the owner by her verified phone and on her own security page, another
security administrator of weighty posts that wait, and who supervises a place of whoever got a post there."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import product
from typing import Final

import structlog
from django.utils.translation import gettext as _

from linli.desks.security import policies
from linli.engines.expressions import Kind
from linli.engines.notices.actions import To, notify
from linli.engines.notices.occasions import Occasion
from linli.kernel import clock
from linli.kernel.accounts import phones
from linli.kernel.errors import NotFound
from linli.registers.organisations.models import Appointment, PostRequest
from linli.registers.organisations.queries import list_held
from linli.registers.places.queries import EVERYWHERE
from linli.registers.places.rules import Position

log = structlog.get_logger(__name__)
WAITS: Final = Occasion(
    code="security-post-waits", title="重要岗位待复核", audiences=("handler",), facts={"unit": Kind.TEXT},
    labels={"unit": "单位"},
)  # fmt: skip
GIVEN: Final = Occasion(
    code="security-post-given", title="有人新任岗位", audiences=("handler",),
    facts={"unit": Kind.TEXT, "title": Kind.TEXT, "login": Kind.TEXT, "day": Kind.DATE},
    labels={"unit": "单位", "title": "岗位", "login": "登录名", "day": "第一天"},
)  # fmt: skip
SUPERVISORS: Final = ("inspector", "reviewer", "decider")
"""Posts that would know whether somebody works in their place."""

TOLD: Final = frozenset(
    {"account.disable", "account.enable", "account.reset_factors", "account.password", "account.sign_out"}
)


def tell_owner(*, user_id: int, act: str, now: datetime) -> None:
    """Nothing of what and why in the message: phones are read over shoulders."""
    found = phones.get_phone(user_id=user_id) if act in TOLD else None
    if found is None or not found[1]:
        return
    text = _(
        "Something about your Linli account was changed by a security administrator. Sign in and look at «Account and "
        "security»; if you did not ask for it, tell your unit."
    )
    phones.send_text(
        key=f"account.told:{user_id}:{act}:{now.timestamp():.6f}", subject=f"user:{user_id}",
        template="account.told", phone=found[0], text=text, now=now,
    )  # fmt: skip


def tell_waiting(request: PostRequest, position: Position, *, now: datetime) -> None:
    """Security administrators of the place: one of them asked, another one decides."""
    scopes = [*policies.scopes_over(position), EVERYWHERE]
    held = list_held(product((policies.ROLE,), scopes), day=clock.local_day(now))
    _tell(WAITS, f"post-request:{request.pk}", sorted(held), now, "/desk/security/requests/", {
        "unit": request.post.organisation.name,
    })  # fmt: skip


def tell_given(given: Appointment, position: Position, *, now: datetime) -> None:
    """Whoever supervises the place, at the nearest level that has somebody: an account for a person who does not
    exist is found out by those who would have to know her."""
    post = given.post
    day = clock.local_day(now)
    _tell(GIVEN, f"appointment:{given.pk}", _nearest((post.role, post.scope), position, day), now, "", {
        "unit": post.organisation.name, "title": post.title, "login": given.user.username, "day": given.valid.lower,
    })  # fmt: skip


def _nearest(post: tuple[str, str], position: Position, day: date) -> list[tuple[str, str]]:
    scopes = policies.scopes_over(position)
    held = list_held(product(SUPERVISORS, scopes), day=day).keys() - {post}
    levels = ([one for one in sorted(held) if one[1] == scope] for scope in scopes)
    return next((found for found in levels if found), [])


def _tell(
    occasion: Occasion,
    subject: str,
    posts: Iterable[tuple[str, str]],
    now: datetime,
    link: str,
    facts: dict[str, object],
) -> None:
    """A post is given also where the installed packs have no words for it yet: the log says so."""
    told = [To("handler", role=role, scope=scope) for role, scope in posts]
    key = f"{occasion.code}:{subject}"
    try:
        notify(
            event=occasion.code, subject=subject, recipients=told, facts=facts, now=now, key=key, link=link,
            label=occasion.code,
        )  # fmt: skip
    except NotFound:
        log.warning("no_words", occasion=occasion.code)
