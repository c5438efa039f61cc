"""Whoever came in with a printed password chooses her own before anything else."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linli.kernel.accounts.models import User

FREE: Final = frozenset({"account_change_password", "account_logout", "account_reauthenticate", "health"})
"""Routes that work with a first password still."""


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
