"""The phone by which an account can be entered with a code: sealed, found by digest, verified by a code."""

from datetime import datetime, timedelta
from typing import Final

from linli.kernel import crypto
from linli.kernel.accounts.models import AccountPhone, User
from linli.kernel.actors import SYSTEM
from linli.kernel.dispatch.actions import CONSOLE, Message, queue_all
from linli.kernel.dispatch.sending import SENDERS
from linli.kernel.guard import acting_as

CONTEXT: Final = "account_phone.phone"
SMS: Final = "sms"
VALID: Final = timedelta(minutes=3)


def find_user(phone: str) -> User | None:
    """The open account that this phone was verified for."""
    row = AccountPhone.objects.filter(digest=_digest(phone), verified_at__isnull=False, user__is_active=True)
    found = row.select_related("user").first()
    return found.user if found else None


def get_phone(*, user_id: int) -> tuple[str, bool] | None:
    """The phone of an account, and whether it was verified."""
    row = AccountPhone.objects.filter(user_id=user_id).first()
    return (crypto.unseal_text(row.sealed, context=CONTEXT), row.verified_at is not None) if row else None


def set_phone(*, user_id: int, phone: str, now: datetime | None) -> None:
    """Set or replace it; verified at `now`, or not yet. A phone serves one account: the verified one keeps it."""
    if now is not None:
        AccountPhone.objects.filter(digest=_digest(phone)).exclude(user_id=user_id).delete()
    values = {"sealed": crypto.seal(phone, context=CONTEXT), "digest": _digest(phone), "verified_at": now}
    AccountPhone.objects.update_or_create(user_id=user_id, defaults=values)


def send_code(*, user_id: int, phone: str, text: str, now: datetime) -> None:
    """Queue a code, worthless after three minutes: by SMS where a gateway is set up, else to the console."""
    send_text(
        key=f"account.code:{user_id}:{now.timestamp():.6f}", subject=f"user:{user_id}", template="account.code",
        phone=phone, text=text, now=now, valid=VALID,
    )  # fmt: skip


def send_text(
    *,
    key: str,
    subject: str,
    template: str,
    phone: str,
    text: str,
    now: datetime,
    valid: timedelta | None = None,
) -> None:
    """Queue a text to a phone that is told as such, whoever holds it; the same key and phone again change nothing."""
    message = Message(
        key=f"{key}:{_digest(phone).hex()}",
        person_id=None,
        channel=SMS if SMS in SENDERS else CONSOLE,
        subject=subject,
        template=template,
        text=text,
        to=phone,
        urgent=True,
        expires_at=now + valid if valid else None,
    )
    with acting_as(SYSTEM):  # nobody has logged in yet, or it is somebody else's phone
        queue_all([message], now=now)


def _digest(phone: str) -> bytes:
    """With or without the country: one phone."""
    return crypto.digest("account_phone", phone.removeprefix("+86"))
