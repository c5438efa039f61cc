"""People of the cast told of steps in their matters, with or without ways out of the platform."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from linli.engines.notices import channels
from linli.engines.notices.actions import To, notify
from linli.engines.notices.models import Recipient
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.dispatch.sending import SENDERS
from linli.registers.people.models import Person, PersonAccount
from tests.support.cast import NOW, Cast

SUBJECT = "case:7"
FACTS = {
    "title": "高龄津贴", "number": "5323-1", "matter": "old-age-allowance", "verb": "申请", "name": "王桂兰",
    "outcome": "granted", "notice": "decision",
}  # fmt: skip


@pytest.fixture
def town(cast: Cast) -> Cast:
    """The cast, with the words of the baseline pack."""
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    return cast


@contextmanager
def ways_out(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> Iterator[None]:
    """As if these channels stood in the settings."""
    config = settings.CONFIG.model_copy(
        update={"channels": " ".join(f"{name}={address}" for name, address in addresses.items())}
    )
    with monkeypatch.context() as patch:
        patch.setattr(settings, "CONFIG", config)
        for name in addresses:
            patch.setitem(SENDERS, name, channels.send)
        yield


def tell(cast: Cast, *audiences: str, key: str = "a", now: datetime = NOW, **changes: Any) -> bool:
    """Tell that the matter was granted: 王桂兰 as applicant, 陈有福 as agent."""
    people = {"applicant": cast.people["wang"].pk, "agent": cast.people["chen"].pk}
    given = {
        "event": "matters-ended", "subject": SUBJECT, "facts": FACTS, "key": key, "now": now,
        "recipients": [To(who, people[who]) for who in audiences or ("applicant",)],
    } | changes  # fmt: skip
    return notify(**given)


def without_login(person: Person) -> None:
    PersonAccount.objects.filter(person=person).delete()


def without_phone(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(phone_sealed=None, phone_digest=None)


def only_recipient() -> Recipient:
    return Recipient.objects.select_related("telling", "person").get()
