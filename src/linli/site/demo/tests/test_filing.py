"""Files of the demo with something to look at: every state of a change, a pair, a merge, labels of each tier."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from django.test import TestCase

from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.guard import acting_as
from linli.registers.organisations.queries import get_actor
from linli.registers.people import actions
from linli.registers.people.files import read_whole
from linli.registers.people.models import (
    DuplicatePair,
    FileChange,
    Household,
    IdentityDocument,
    Label,
    Person,
    Relationship,
)
from linli.registers.people.queries import age_on, visible_to
from linli.site.demo.build import build_demo

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def actor_of(username: str) -> Actor:
    return get_actor(User.objects.get(username=username).pk, day=TODAY)


class TestFiling(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        build_demo(county="532301", residents=3_000, seed=7, cases=1, now=NOW, progress=lambda _: None)

    def test_changes_stand_in_every_state_a_clerk_meets(self) -> None:
        states = Counter(FileChange.objects.values_list("state", flat=True))
        assert {"draft", "checked", "applied", "refused"} == set(states)
        applied = set(FileChange.objects.filter(state="applied").values_list("kind", flat=True))
        assert {
            "birth",
            "guardian-named",
            "household-split",
            "label-given",
            "move-in",
            "person-merge",
        } == applied

    def test_one_pair_waits_and_one_merge_can_be_undone(self) -> None:
        assert Counter(DuplicatePair.objects.values_list("state", flat=True)) == {"flagged": 1, "merged": 1}
        merge = FileChange.objects.get(kind="person-merge")
        assert merge.undo_sealed is not None
        assert Person.objects.filter(merged_into__isnull=False).count() == 1

    def test_everybody_who_came_later_is_marked_synthetic_too(self) -> None:
        assert not Person.objects.filter(synthetic=False).exists()
        assert not Household.objects.filter(synthetic=False).exists()

    def test_a_child_has_guardians_and_a_label_that_only_those_named_know(self) -> None:
        child = Relationship.objects.filter(kind="guardian").select_related("person").first()
        assert child is not None
        assert child.person.birth_date is not None
        assert age_on(child.person.birth_date, TODAY) < 14
        told = {
            name: self._protected(actor_of(name), child.person_id)
            for name in ("clerk", "clerk2", "inspector")
        }
        assert told == {"clerk": ["child-protection"], "clerk2": [], "inspector": ["child-protection"]}

    def _protected(self, actor: Actor, person: int) -> list[str]:
        with acting_as(actor, day=TODAY):
            found = actions.read_restricted(actor=actor, now=NOW, person_id=person, purpose="看演示")
        return [one.code for one in found]

    def test_there_is_a_passport_somebody_from_elsewhere_and_a_label_that_ends_soon(self) -> None:
        assert IdentityDocument.objects.filter(kind="passport", issuer="RUS").exists()
        ending = Label.objects.get(valid__endswith__lte=TODAY + timedelta(30), valid__endswith__gt=TODAY)
        actor = actor_of("clerk")
        assert visible_to(actor, day=TODAY).filter(pk=ending.person_id).exists()
        assert read_whole(actor, ending.person_id, day=TODAY).lives_elsewhere
