"""Wrong passwords: counted for each account and place, so that nobody can lock out somebody else.

A place is a device on which the account was entered before (a signed cookie says so), or an address. Who knows a name
can make strangers wait at his own address, and nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from linli.kernel.accounts.models import LoginWait, User
from linli.kernel.accounts.waiting import FORGIVEN, FREE, neighbourhood, waits_until
from linli.kernel.crypto import digest


@dataclass(frozen=True, slots=True)
class Try:
    """One try to log in: as whom (None: nobody has the name), by which name, from where. `device` is the id of a
    device that knows the account, else empty."""

    user: User | None
    name: str
    address: str
    device: str = ""

    @property
    def key(self) -> bytes:
        who = f"user:{self.user.pk}" if self.user else f"name:{self.name.strip().casefold()}"
        where = f"device:{self.device}" if self.device else f"address:{neighbourhood(self.address)}"
        return digest("login_wait", f"{who}\0{where}")


def get_wait(attempt: Try, *, now: datetime) -> datetime | None:
    """Until when this account waits in this place; None if it does not."""
    row = LoginWait.objects.filter(key=attempt.key, last_at__gt=now - FORGIVEN).first()
    until = waits_until(row.failures, row.last_at) if row else now
    return until if until > now else None


def count_failure(attempt: Try, *, now: datetime) -> int:
    """One wrong password more; returns how many there are."""
    LoginWait.objects.filter(key=attempt.key, last_at__lte=now - FORGIVEN).delete()
    row, new = LoginWait.objects.get_or_create(
        key=attempt.key,
        defaults={"user": attempt.user, "known": bool(attempt.device), "failures": 1, "last_at": now},
    )
    if not new:
        LoginWait.objects.filter(pk=row.pk).update(failures=F("failures") + 1, last_at=now)
    return row.failures if new else row.failures + 1


def forgive(attempt: Try) -> None:
    """The right password makes good for the wrong ones of the same place."""
    LoginWait.objects.filter(key=attempt.key).delete()


def list_waits(user_id: int, *, now: datetime) -> Sequence[LoginWait]:
    """Places in which this account waits now, the last one first."""
    counted = LoginWait.objects.filter(user_id=user_id, failures__gte=FREE, last_at__gt=now - FORGIVEN)
    return [row for row in counted.order_by("-last_at") if waits_until(row.failures, row.last_at) > now]


def unlock(user_id: int) -> int:
    """Forget every wrong password of the account; returns in how many places there were some."""
    return LoginWait.objects.filter(user_id=user_id).delete()[0]


def forget_waits(*, now: datetime) -> int:
    """Drop what is forgiven by now; returns how many."""
    return LoginWait.objects.filter(last_at__lte=now - FORGIVEN).delete()[0]
