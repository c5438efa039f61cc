"""Making an account for somebody: its first password is random, printed once, and to be changed at the first log-in."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.kernel.accounts.models import User
from linli.kernel.errors import DomainError

FIRST_PASSWORD: Final = timedelta(days=14)
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0 o 1 i l, which are mistaken for each other on paper."""
_GROUPS: Final = 4
_LOGIN: Final = re.compile(r"(?!.*\d{7})[a-z0-9][a-z0-9._-]{3,31}")


class LoginUnfit(DomainError):
    """The log-in name is taken, or not in form."""

    code = "account_login_unfit"


def make_account(
    *, login: str, name: str, now: datetime, valid: timedelta = FIRST_PASSWORD
) -> tuple[User, str]:
    """An account and its first password (79 bits), which is not kept anywhere. Raises `LoginUnfit`."""
    check_login(login)
    user = User(username=login, name=name)
    password = _give_password(user, until=now + valid)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise LoginUnfit(_("This log-in name is taken: choose another one."), field="login") from None
    return user, password


def check_login(login: str) -> None:
    """Raises `LoginUnfit` for a name that is not in form: small letters, digits, `.` `_` `-`, 4 to 32 of them. No phone
    and no identity number is one: else asking for a name would tell whether somebody has an account."""
    if not _LOGIN.fullmatch(login):
        raise LoginUnfit(
            _(
                "Four to 32 small letters and digits, also . _ and - within, such as wang-1942; no phone or other "
                "long number."
            ),
            field="login",
        )


def give_first_password(user: User, *, now: datetime, valid: timedelta = FIRST_PASSWORD) -> str:
    """A new first password in place of the one that was forgotten; every session ends with the old one."""
    password = _give_password(user, until=now + valid)
    user.save(update_fields=["password", "first_password_until"])
    return password


def _give_password(user: User, *, until: datetime) -> str:
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(_GROUPS))
    user.set_password(password)
    user.first_password_until = until
    return password
