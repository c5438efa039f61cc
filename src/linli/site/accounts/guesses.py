"""Wrong passwords at the door of django-axes: who waits where, and who comes in all the same by a code of the app."""

from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.utils import decrypt
from axes.handlers.base import AxesHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel import clock
from linli.kernel.accounts import phones, waits
from linli.kernel.accounts.devices import read_device
from linli.kernel.accounts.models import User
from linli.kernel.accounts.waits import Try
from linli.kernel.client import client_address
from linli.kernel.throttle import count_try
from linli.kernel.ui.format import format_moment

CODES: Final = 5
"""So many codes of the app, with the right password, in `CODES_SECONDS`."""
CODES_SECONDS: Final = 300

Credentials = dict[str, Any] | None


class WaitingHandler(AxesHandler):  # type: ignore[misc]  # axes has no types
    """Keeps the count by account and place (`kernel.accounts.waits`); axes asks and closes the door."""

    def is_allowed(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        attempt, now = _attempt(request, credentials), clock.now()
        until = waits.get_wait(attempt, now=now)
        if until is None or _proves_both(request, attempt, credentials, now=now):
            return True
        request.waits_until = until  # type: ignore[attr-defined]
        return False

    def user_login_failed(
        self, sender: object, credentials: Credentials, request: HttpRequest | None = None, **_more: object
    ) -> None:
        """What is refused while one waits is not counted: nobody makes the wait longer."""
        if request is not None and getattr(request, "waits_until", None) is None:
            waits.count_failure(_attempt(request, credentials), now=clock.now())

    def user_logged_in(
        self, sender: object, request: HttpRequest | None, user: User, **_more: object
    ) -> None:
        if request is not None:
            waits.forgive(_attempt_of(request, user, ""))


def refuse_login(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: Credentials = None
) -> HttpResponse:
    """Says until when, and the ways that stay open."""
    until: datetime | None = getattr(request, "waits_until", None)
    words = format_moment(until, today=clock.today()) if until else ""
    return render(request, "account/locked.html", {"until": words}, status=429)


def _attempt(request: HttpRequest, credentials: Credentials) -> Try:
    given = credentials or {}
    phone, name = str(given.get("phone") or ""), str(given.get("username") or "")
    user = phones.find_user(phone) if phone else None
    if user is None and name:
        user = User.objects.filter(username__iexact=name.strip()).first()
    return _attempt_of(request, user, name or phone)


def _attempt_of(request: HttpRequest, user: User | None, name: str) -> Try:
    device = read_device(request)
    known = user is not None and device.knows(user.pk)
    return Try(user=user, name=name, address=client_address(request), device=device.id if known else "")


def _proves_both(request: HttpRequest, attempt: Try, credentials: Credentials, *, now: datetime) -> bool:
    """Password and code of the app at once. Which of them was wrong, neither the answer tells nor the time it takes:
    codes are counted after a wrong password too, elsewhere, so that nobody can use up somebody else's tries."""
    code, user = request.POST.get("code", "").strip(), attempt.user
    if not code or user is None:
        return False
    right = user.check_password(str((credentials or {}).get("password") or ""))
    source = f"{user.pk} {'right' if right else attempt.key.hex()}"
    tries = count_try(what="login_code", source=source, seconds=CODES_SECONDS, now=now)
    return right and tries <= CODES and _is_code_of(user, code)


def _is_code_of(user: User, code: str) -> bool:
    """Of the app, or a recovery code. It is looked at only: the second step after the log-in uses it up."""
    for factor in Authenticator.objects.filter(user=user):
        match factor.wrap():
            case TOTP() as app if _shows(app, code):
                return True
            case RecoveryCodes() as codes if code in codes.get_unused_codes():
                return True
    return False


def _shows(app: TOTP, code: str) -> bool:
    secret = decrypt(app.instance.data["secret"])
    return bool(validate_totp_code(secret, code))
