"""A department, the owner of the files, and an agreement between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from linli.kernel.actors import Actor
from linli.kernel.crypto import seal
from linli.kernel.guard import acting_as
from linli.registers.organisations.models import Organisation
from linli.registers.people.models import Label, LabelKind
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label
from linli.rooms.sharing.actions import agreeing
from linli.rooms.sharing.models import Agreement
from linli.rooms.sharing.rules import Terms
from linli.rooms.sharing.rules.needs import Need, groups_of
from linli.rooms.sharing.rules.volume import Volume
from tests.support.cast import ALWAYS, NOW, TODAY, Cast

NANSHAN, BEIHU, LIANHUA = "532301100001", "532301100002", "532301101200"


def needs(fields: Iterable[str]) -> list[Need]:
    """Why each group is needed, on one basis."""
    return [
        Need(code, "核对参保人身份和住址", "duty", "《社会保险法》第七十四条") for code in groups_of(fields)
    ]


def terms(cast: Cast, **changes: Any) -> Terms:
    """What 赵岚 asks for unless a test says otherwise."""
    places = changes.pop("places", (NANSHAN,))
    values: dict[str, Any] = {
        "purpose": "核对长期护理保险参保人",
        "basis": "duty",
        "ground": "《社会保险法》第七十四条",
        "fields": ("name", "birth_date", "id_number_masked"),
        "places": tuple(cast.places[code].place_id for code in places),
        "ways": ("page", "export", "api"),
        "retention": 90,
        "volume": Volume(daily=2_000, term=100_000),
        "since": TODAY,
        "until": TODAY + timedelta(days=364),
    }
    said = values | changes
    said.setdefault("needs", tuple(needs(said["fields"])))
    return Terms(**said)


@dataclass(slots=True)
class Sharing:
    """The cast, and what it does with agreements."""

    cast: Cast

    def actor(self, who: str) -> Actor:
        return self.cast.actor(who)

    @property
    def department(self) -> int:
        return Organisation.objects.get(name="楚雄市医疗保障局").pk

    def ask(self, **changes: Any) -> Agreement:
        who = self.actor("recipient")
        with acting_as(who, day=TODAY):
            return agreeing.ask(
                actor=who, now=NOW, organisation=self.department, terms=terms(self.cast, **changes)
            )

    def agree(self, *, by: str = "decider", **changes: Any) -> Agreement:
        """Asked for and approved."""
        agreement, who = self.ask(**changes), self.actor(by)
        with acting_as(who, day=TODAY):
            return agreeing.approve(
                actor=who, now=NOW, number=agreement.number, revision=0, reason="用途明确，字段必要"
            )


@pytest.fixture
def sharing(cast: Cast) -> Sharing:
    for code, tier in (
        ("old-age", "clear"),
        ("chronic-illness", "sealed"),
        ("child-protection", "restricted"),
    ):
        LabelKind.objects.create(code=code, title=code, tier=tier, supplier="test")
    wang, chen = cast.people["wang"], cast.people["chen"]
    Label.objects.create(person=wang, code="old-age", valid=ALWAYS, source="counter")
    Label.objects.create(
        person=chen,
        code_sealed=seal("chronic-illness", context=CONTEXT_LABEL),
        code_digest=digest_label("chronic-illness"),
        valid=ALWAYS,
        source="counter",
    )
    return Sharing(cast)
