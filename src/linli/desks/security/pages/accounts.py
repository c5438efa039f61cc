"""Accounts: found by log-in name, one with all that belongs to it, and what is done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.desks.security import actions, display, policies, queries
from linli.desks.security.pages.again import ask_again
from linli.kernel import clock, held
from linli.kernel.accounts import factors, sessions, steps, waits
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError, Faults, NotFound
from linli.kernel.roles import ADMINISTRATORS
from linli.kernel.ui import components as ui

PAGE: Final = 50
STEPS: Final = 10
TABS: Final[dict[str, Promise]] = {
    "staff": gettext_lazy("With a post"),
    "without": gettext_lazy("Without a post"),
    "closed": gettext_lazy("Closed"),
}


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """By POST where a log-in name is asked for: names of people do not belong into addresses."""
    actor, today = actor_of(request), clock.today()
    policies.account_of(actor)
    restored = held.restore(request) if request.method != "POST" else None
    query = request.POST.get("q", "").strip()[:64]
    kind = request.GET.get("kind", "staff")
    kind = kind if kind in TABS else "staff"
    given = (request.POST if request.method == "POST" else request.GET).get("after", "")
    after = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
    users = queries.list_accounts(actor, day=today, kind=kind, query=query, after=after, limit=PAGE + 1)
    shown = users[:PAGE]
    record(
        actor=actor,
        now=clock.now(),
        kind="look",
        act="account.list",
        fields=["name"],
        office=policies.office_of(actor),
    )
    context = {
        "rows": display.list_rows(
            shown, queries.list_posts([user.pk for user in shown], since=today), today=today
        ),
        "tabs": [(f"?kind={code}", title, code == kind and not query) for code, title in TABS.items()],
        "query": query,
        "field": ui.Field(
            "q",
            _("Search by log-in name"),
            kind="search",
            value=restored[0].get("q", "") if restored else query,
            maxlength=64,
            autocomplete="off",
            required=False,
        ),
        "kind": kind,
        "next": shown[-1].pk if len(users) > PAGE else None,
    }
    return render(request, "security/accounts.html", context)


@require_safe
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    return show_account(request, user_id)


def show_account(request: HttpRequest, user_id: int, *, refusal: DomainError | None = None) -> HttpResponse:
    """One account; each look is audited."""
    actor, now, today = actor_of(request), clock.now(), clock.today()
    policies.account_of(actor)
    user = queries.find_account(actor, user_id, day=today)
    record(
        actor=actor, now=now, kind="look", act="account.page", object_ref=f"user:{user.pk}", fields=["name"],
        office=policies.office_of(actor),
    )  # fmt: skip
    posts = queries.list_posts([user.pk], since=date.min)
    waiting = waits.list_waits(user.pk, now=now)
    own = user.pk == actor.user_id
    restored = held.restore(request, reverse("security:act", args=[user.pk]))
    typed = request.POST if refusal else restored[0] if restored else None
    context = {
        "account": user,
        "name": display.name_of(user),
        "badge": display.badge_of(user),
        "seen": display.seen_of(user, today),
        "own": own,
        "posts": display.post_rows(posts, today=today),
        "factors": display.factor_rows(factors.list_factors(user.pk), today=today),
        "sessions": sessions.count_sessions(user.pk),
        "waits": display.wait_rows(waiting, today=today),
        "keys": display.key_rows(queries.list_keys(user.pk), now=now, today=today),
        "keyless": any(one.post.role in ADMINISTRATORS and display.is_current(one, today) for one in posts),
        "steps": display.step_lines(steps.list_steps(user.pk, limit=STEPS), today=today),
        "today": today.isoformat(),
        "refused": ui.Notice(str(refusal), "overdue") if refusal else None,
        "reason": typed.get("reason", "") if typed else "",
        "doing": typed.get("do", "") if typed else "",
    }
    return render(request, "security/account.html", context, status=refusal.status if refusal else 200)


@held.asked_on("security:account")
@require_POST
def act(request: HttpRequest, user_id: int) -> HttpResponse:
    """One verb on one account; the person behind the screen has shown lately who it is."""
    verb = VERBS.get(request.POST.get("do", ""))
    policies.account_of(actor_of(request))
    queries.find_account(actor_of(request), user_id, day=clock.today())
    if verb is None:
        raise NotFound(_("There is nothing here for you."))
    ask_again(request)
    try:
        answer = verb(request, user_id)
    except NotFound:
        raise
    except DomainError as refusal:
        return show_account(request, user_id, refusal=refusal)
    if isinstance(answer, str):
        context = {
            "password": answer,
            "account": queries.find_account(actor_of(request), user_id, day=clock.today()),
        }
        return render(request, "security/password.html", context)
    messages.success(request, _("Done, noted in the log, and told to the person on her own page."))
    response = redirect("security:account", user_id=user_id)
    held.let_go(request, response)
    return response


def _plain(verb: Callable[..., Any]) -> Callable[[HttpRequest, int], str | None]:
    def run(request: HttpRequest, user_id: int) -> str | None:
        reason = request.POST.get("reason", "")
        answer: str | None = verb(actor=actor_of(request), now=clock.now(), user_id=user_id, reason=reason)
        return answer

    return run


def _unlock(request: HttpRequest, user_id: int) -> None:
    actions.unlock(actor=actor_of(request), now=clock.now(), user_id=user_id)


def _end_post(request: HttpRequest, user_id: int) -> None:
    last_day = read_day(request.POST.get("last_day", ""))
    if last_day is None:
        raise Faults({"last_day": _("Choose the last day of the post.")})
    actions.end_post(
        actor=actor_of(request), now=clock.now(), user_id=user_id, appointment_id=_number(request, "post"),
        last_day=last_day, reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _revoke_key(request: HttpRequest, user_id: int) -> None:
    actions.revoke_key(
        actor=actor_of(request), now=clock.now(), user_id=user_id, key_id=_number(request, "key")
    )


VERBS: Final[dict[str, Callable[[HttpRequest, int], str | None]]] = {
    "disable": _plain(actions.disable),
    "enable": _plain(actions.enable),
    "reset_factors": _plain(actions.reset_factors),
    "password": _plain(actions.give_password),
    "sign_out": _plain(actions.sign_out),
    "unlock": _unlock,
    "end_post": _end_post,
    "revoke_key": _revoke_key,
}


def read_day(text: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        raise NotFound(_("There is nothing here for you."))
    return int(given)
