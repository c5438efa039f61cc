"""What a security administrator did with an account: told to whoever owns it, and known to the next one.

The audit log says the same to the auditor; whoever looks after accounts may not read that.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from linli.kernel.accounts.models import AccountStep

APART: Final = timedelta(days=30)
"""So long one person does not both take the second factors from an account and give it a password."""


def note_step(*, user_id: int, act: str, by: int, reason: str, now: datetime) -> None:
    AccountStep.objects.create(user_id=user_id, act=act, by_id=by, reason=reason, at=now)


def list_steps(user_id: int, *, limit: int) -> Sequence[AccountStep]:
    """The newest first."""
    return list(AccountStep.objects.filter(user_id=user_id).order_by("-id")[:limit])


def did(act: str, *, user_id: int, by: int, now: datetime) -> bool:
    """Whether this person did this with the account lately (`APART`)."""
    return AccountStep.objects.filter(user_id=user_id, act=act, by_id=by, at__gt=now - APART).exists()
