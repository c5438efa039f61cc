"""The window of the cast's community: who works there, the families that come, and the steps of a change of files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.kernel.actors import Actor
from linli.kernel.clock import LOCAL
from linli.kernel.guard import acting_as
from linli.registers.people import actions, standards
from linli.registers.people.details import Details, MoveIn, NewPerson
from linli.registers.people.models import FileChange, Household, Membership, Person, PersonAccount
from linli.registers.people.queries import age_on, visible_to
from linli.registers.places.rules import scope
from linli.site.demo.applicants import Officials
from linli.site.demo.spec import DemoSpec
from linli.site.demo.territory import Territory

OLDEST = 70
"""Years; older ones may apply for allowances in the history."""
CHILD = 14
_GROWN = 22
_SPOUSES = ("11", "12")
_DOOR = "{name}花园路{number}号（演示）"


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its members by relation, as the clerk sees it."""

    household: Household
    members: Sequence[tuple[Person, str]]

    def grown(self, day: date) -> list[tuple[Person, str]]:
        return [(one, relation) for one, relation in self.members if age_of(one, day) >= _GROWN]

    def children(self, day: date) -> list[Person]:
        return [one for one, relation in self.members if relation[0] in "23" and age_of(one, day) < CHILD]

    def couple(self) -> list[Person]:
        return [one for one, relation in self.members if relation in (standards.HEAD, *_SPOUSES)]


@dataclass(frozen=True, slots=True)
class Counter:
    """Who works at the window of the community: two clerks and the inspector, and the clerk next door."""

    spec: DemoSpec
    territory: Territory
    clerk: Actor
    second: Actor
    inspector: Actor
    families: Sequence[Family]
    used: set[int]

    @classmethod
    def at(cls, spec: DemoSpec, territory: Territory) -> "Counter | None":
        officials, here = Officials(spec.today), territory.cast_community.place_id
        clerks = officials.list_all("clerk", scope("community", here))
        inspectors = officials.list_all("inspector", scope("community", here))
        if len(clerks) < 2 or not inspectors:
            return None
        families = list(_families(clerks[0], spec.today))
        return cls(spec, territory, clerks[0], clerks[1], inspectors[0], families, set())

    @property
    def place(self) -> int:
        return self.territory.cast_community.place_id

    def at_day(self, days_ago: int, hour: int = 9) -> datetime:
        return datetime.combine(self.spec.today - timedelta(days=days_ago), time(hour, 20), LOCAL)

    def draft(self, details: Details, days_ago: int, *, by: Actor | None = None) -> FileChange:
        by = by or self.clerk
        with acting_as(by):
            return actions.draft_change(actor=by, now=self.at_day(days_ago), details=details)

    def check(self, change: FileChange, days_ago: int) -> FileChange:
        with acting_as(self.second):
            return actions.check_change(
                actor=self.second,
                now=self.at_day(days_ago, 11),
                change_id=change.pk,
                revision=change.revision,
            )

    def carry(self, details: Details, days_ago: int) -> FileChange:
        """Drafted by one clerk, checked by the other, applied."""
        change = self.check(self.draft(details, days_ago), days_ago)
        with acting_as(self.clerk):
            return actions.apply_change(
                actor=self.clerk, now=self.at_day(days_ago, 15), change_id=change.pk, revision=change.revision
            )

    def refuse(self, change: FileChange, days_ago: int, reason: str) -> FileChange:
        with acting_as(self.second):
            return actions.refuse_change(
                actor=self.second, now=self.at_day(days_ago, 11), change_id=change.pk, revision=change.revision,
                reason=reason,
            )  # fmt: skip

    def family(self, fits: Callable[[Family], bool]) -> Family | None:
        """One that nothing has happened to yet."""
        for family in self.families:
            if family.household.pk not in self.used and fits(family):
                self.used.add(family.household.pk)
                return family
        return None

    def somebody(self, youngest: int) -> Person | None:
        """Grown, with a phone, of a household that nothing has happened to yet."""
        day = self.spec.today
        family = self.family(lambda one: any(_fits(person, youngest, day) for person, _r in one.members))
        return (
            next((one for one, _r in family.members if _fits(one, youngest, day)), None) if family else None
        )

    def door(self, number: int) -> str:
        return _DOOR.format(name=self.territory.cast_community.short_name, number=number)

    def arrive(self, arrival: NewPerson, days_ago: int, number: int) -> Person:
        day = self.spec.today - timedelta(days=days_ago)
        last = Person.objects.order_by("-id").values_list("id", flat=True)[0]
        self.carry(
            MoveIn(arrival=arrival, home="dwelling", place=self.place, address=self.door(number), day=day),
            days_ago,
        )
        found = Person.objects.filter(name=arrival.name, birth_date=arrival.birth_date, pk__gt=last)
        return found.get()


def _families(clerk: Actor, day: date) -> Iterator[Family]:
    bound = set(PersonAccount.objects.values_list("person", flat=True))
    seen = visible_to(clerk, day=day).filter(deceased_on__isnull=True)
    rows = Membership.objects.filter(valid__contains=day, kind="registered", person__in=seen)
    found: dict[int, list[Membership]] = {}
    for row in rows.select_related("person", "household").order_by("household", "id"):
        found.setdefault(row.household_id, []).append(row)
    for members in found.values():
        young = all(age_of(row.person, day) < OLDEST for row in members)
        if young and not any(row.person_id in bound for row in members):
            yield Family(members[0].household, [(row.person, row.relation) for row in members])


def age_of(person: Person, day: date) -> int:
    return age_on(person.birth_date, day) if person.birth_date else 0


def _fits(person: Person, youngest: int, day: date) -> bool:
    return youngest <= age_of(person, day) < OLDEST and person.phone_digest is not None
