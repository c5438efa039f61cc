"""Two households of 南山社区 and what is needed to change their files."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.details import Details
from linli.registers.people.models import FileChange, Household, LabelKind, Membership, Person
from tests.support.cast import NOW, TODAY, Cast

SINCE = date(2010, 1, 1)


@dataclass(slots=True)
class Files:
    """The cast, with households of 王桂兰 and 陈有福, and verbs that act as one of the cast under the second lock."""

    cast: Cast
    homes: dict[str, Household]

    def id(self, who: str) -> int:
        return self.cast.people[who].pk

    def person(self, who: str) -> Person:
        return Person.objects.get(pk=self.id(who))

    def draft(self, details: Details, *, by: str = "clerk", now: datetime = NOW, **more: Any) -> FileChange:
        actor = self.cast.actor(by)
        with acting_as(actor, day=TODAY):
            return actions.draft_change(actor=actor, now=now, details=details, **more)

    def take(
        self, verb: str, change: FileChange, *, by: str = "colleague", now: datetime = NOW, **more: Any
    ) -> FileChange:
        actor = self.cast.actor(by)
        with acting_as(actor, day=TODAY):
            step = getattr(actions, f"{verb}_change")
            return step(actor=actor, now=now, change_id=change.pk, revision=change.revision, **more)  # type: ignore[no-any-return]

    def carry(self, details: Details, *, by: str = "clerk", now: datetime = NOW, **more: Any) -> FileChange:
        """Draft, check by a colleague, apply."""
        change = self.take("check", self.draft(details, by=by, now=now, **more), now=now)
        return self.take("apply", change, now=now)


@pytest.fixture
def files(cast: Cast) -> Files:
    place = cast.places["532301100001"].columns()
    homes = {}
    for who in ("wang", "chen"):
        homes[who] = Household.objects.create(number=f"H-{who}", address=f"{who}的家", **place)
        Membership.objects.create(
            household=homes[who], person=cast.people[who], relation="02", valid=DateRange(SINCE, None)
        )
    for code, tier, more in (
        ("living-alone", "clear", {"months": 12}),
        ("low-income", "clear", {"evidence": True}),
        ("illness", "sealed", {}),
        ("correction", "restricted", {}),
    ):
        LabelKind.objects.create(code=code, title=code, tier=tier, supplier="test", **more)
    return Files(cast, homes)
