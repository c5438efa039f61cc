"""What comes before anything else: a password of one's own, and the second factor that a post asks for."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor

FREE: Final = frozenset({"account_change_password", "account_logout", "account_reauthenticate", "health"})
"""Routes that work with a first password still."""

ENROLLING: Final = frozenset({"usersessions_list", "health"})
"""Routes that work, besides those of the log-in and of the second factor, before there is one."""


class FirstPasswordMiddleware:
    """Leads to the change of the password; programs have keys and are not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or user.first_password_until is None:
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        free = name in FREE or name.startswith(("ui:", "api:"))
        return None if free else redirect("account_change_password")


class SecondFactorMiddleware:
    """Whose post asks for a second factor sets one up first: an app with codes, or a security key. Programs have keys
    and are not asked; accounts of a demo, which are entered without a password, neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        request.second_factor_due = _is_due(request)  # type: ignore[attr-defined]
        match = request.resolver_match
        name = match.view_name if match else ""
        free = name in ENROLLING or name.startswith(("mfa_", "account_", "ui:", "api:"))
        return redirect("mfa_index") if request.second_factor_due and not free else None  # type: ignore[attr-defined]


def _is_due(request: HttpRequest) -> bool:
    user, actor = request.user, getattr(request, "actor", None)
    if not isinstance(user, User) or not isinstance(actor, Actor) or user.second_factor:
        return False
    entered_freely = user.demo and request.installation.demo  # type: ignore[attr-defined]
    return not entered_freely and not actor.roles.isdisjoint(settings.CONFIG.roles_with_second_factor)
