"""The cast with the baseline pack, a child with her guardian, and words as they are said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel.actors import Actor
from linli.kernel.guard import acting_as
from linli.registers.consents import actions
from linli.registers.consents.models import NoticeVersion
from linli.registers.consents.queries import list_notices
from linli.registers.people.models import Person, Relationship, Residence
from tests.support.cast import ALWAYS, NOW, TODAY
from tests.support.counter import Counter

Say = Callable[..., None]


@dataclass(frozen=True)
class Desk:
    """Who says what; `notice` is the one of the national pack."""

    counter: Counter
    notice: NoticeVersion
    child: Person

    def actor(self, who: str) -> Actor:
        return self.counter.cast.actor(who)

    def person(self, who: str) -> int:
        return self.counter.cast.people[who].pk

    def answer(self, who: str, *given: str, of: tuple[str, ...] = ()) -> None:
        """By her own account: these given, the rest of what is asked declined."""
        with acting_as(self.actor(who), day=TODAY):
            actions.answer(
                actor=self.actor(who), now=NOW, person_id=self.person(who), notice_id=self.notice.pk,
                given=given, asked=of or given,
            )  # fmt: skip

    def withdraw(self, who: str, purpose: str) -> None:
        with acting_as(self.actor(who), day=TODAY):
            actions.withdraw(actor=self.actor(who), now=NOW, person_id=self.person(who), purpose=purpose)

    def for_child(self, who: str) -> Actor:
        """The account of `who` with the child's file, as guardians act."""
        return replace(self.actor(who).as_resident(), person_id=self.child.pk)

    def name_guardian(self, who: str, kind: str = "guardian") -> None:
        Relationship.objects.create(person=self.child, other_id=self.person(who), kind=kind, valid=ALWAYS)

    def bring(self, **changes: object) -> NoticeVersion:
        """Another version of the national notice."""
        said = list_notices()[0].said.model_copy(update=changes)
        return actions.bring_notice(notice=said, source="test", actor=self.actor("administrator"), now=NOW)


@pytest.fixture
def desk(counter: Counter, db: None) -> Desk:
    child = Person.objects.create(name="王小宝", sex="1", birth_date=date(2015, 5, 5), synthetic=True)
    for kind in Residence.Kind.values:
        place = counter.cast.places["532301100001"].columns()
        Residence.objects.create(
            person=child, kind=kind, address="花园路12号", valid=DateRange(date(2015, 5, 5), None), **place
        )
    return Desk(counter, NoticeVersion.objects.get(code="resident-files"), child)
