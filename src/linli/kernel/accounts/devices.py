"""Devices that know an account: a signed cookie names the device, and who logged in on it."""

import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "device"
SALT: Final = "linli.device"
KEPT: Final = 180 * 24 * 60 * 60
MOST: Final = 20
"""Accounts that one device remembers: at a counter several colleagues take turns."""


@dataclass(frozen=True, slots=True)
class Device:
    id: str = ""
    users: tuple[int, ...] = ()

    def knows(self, user_id: int | None) -> bool:
        return user_id is not None and user_id in self.users


def read_device(request: HttpRequest) -> Device:
    """The device that asks; one without a name that knows nobody, if the cookie is missing or not ours."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
        return Device(str(found["id"]), tuple(int(user) for user in found["users"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Device()


def remember_device(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """From now on this device knows the account."""
    device = read_device(request)
    users = [user_id, *(user for user in device.users if user != user_id)][:MOST]
    text = signing.dumps({"id": device.id or secrets.token_urlsafe(16), "users": users}, salt=SALT)
    response.set_cookie(
        COOKIE, text, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
