"""Second factors of an account: which kinds there are, and taking them all away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from linli.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class Factor:
    """`kind` is totp, webauthn or recovery_codes; nothing of its secret."""

    kind: str
    since: datetime
    used_at: datetime | None


def list_factors(user_id: int) -> Sequence[Factor]:
    rows = Authenticator.objects.filter(user_id=user_id).order_by("id")
    return [Factor(*row) for row in rows.values_list("type", "created_at", "last_used_at")]


def reset_factors(user: User) -> int:
    """Take all of them away; returns how many there were."""
    return int(Authenticator.objects.filter(user=user).delete()[0])
