"""A counter to work at: the cast at its fixed time, the baseline pack, and no case yet. Cheaper than a world."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.installation.models import Installation
from tests.support.cast import NOW, build_cast
from tests.support.kept import once
from tests.support.world import World


class Counter(World):
    """Where the cast opens and moves cases at times of its own choosing; pages want `time_machine`."""

    __slots__ = ()

    def client(self, username: str | None, **options: Any) -> Client:
        browser = Client(**options)
        if username is not None:
            user = self.cast.users[username]
            if not Authenticator.objects.filter(user=user).exists():
                TOTP.activate(user, "ABCDEFGHIJKLMNOP")  # some posts ask for a second factor
            browser.force_login(user)
        return browser


def make_counter() -> Counter:
    """Everything in the open transaction, as a real installation. Kept as `kept.once` says."""
    return once("counter", _build_counter)


def _build_counter() -> Counter:
    Installation.objects.create(demo=False, home_place_code="532301")
    counter = Counter(cast=build_cast(), now=NOW)
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    return counter


@contextmanager
def kept_counter(blocker: Any) -> Iterator[Counter]:
    """A counter for a whole module, in a transaction that is rolled back at its end."""
    with blocker.unblock(), transaction.atomic():
        yield make_counter()
        transaction.set_rollback(True)
