"""The owner of an account hears what was done with it: by her verified phone, and on her own security page."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from linli.kernel.accounts import phones

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
