"""Keys of programs."""

from collections.abc import Sequence

from linli.kernel import clock
from linli.kernel.accounts.keys import make_key
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.scopes import SCOPES


def key_of(user: User, *, scopes: Sequence[str] = tuple(SCOPES)) -> str:
    """The secret of a new key of the account that may be used for everything, or for these scopes."""
    _key, secret = make_key(
        actor=SYSTEM, now=clock.now(), user=user, label="test", scopes=scopes, expires_at=None
    )
    return secret
