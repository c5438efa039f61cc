"""Stage: what happened to files in the cast's community in the last year, by the verbs that the counter uses.

A little of each: guardians, a birth, a household that split, somebody from elsewhere, a passport, two files of one
person, a merge, changes that wait, a label that ends soon, one that only a few may know of. Nobody of this is real;
whom a small county lacks, nothing happens to. People of the history of applications are older than all of these.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet

from linli.kernel.crypto import unseal_text
from linli.kernel.guard import acting_as
from linli.registers.people import actions, standards
from linli.registers.people.actions import Need
from linli.registers.people.details import (
    Birth,
    Correction,
    Death,
    DocumentAdded,
    GuardianNamed,
    HouseholdSplit,
    LabelGiven,
    Member,
    MoveIn,
    NewPerson,
    Paper,
    PersonMerge,
)
from linli.registers.people.models import LabelKind, Person
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE
from linli.site.demo.counter import Counter, age_of
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import load_territory


def write_filing(spec: DemoSpec, tell: Tell) -> Outcome:
    """Tell the stories, each to its end; returns how many changes there are."""
    territory = load_territory(spec)
    counter = Counter.at(spec, territory)
    if counter is None:
        return Outcome(0)
    told = sum(story(counter) for story in _STORIES)
    tell(f"{told} stories of files")
    return Outcome(told)


def _guardians(counter: Counter) -> int:
    """Both parents act for a child; only a few may know why somebody looks after her."""
    day = counter.spec.today
    family = counter.family(lambda one: len(one.couple()) == 2 and bool(one.children(day)))
    if family is None:
        return 0
    child = family.children(day)[0]
    for parent in family.couple():
        since = counter.spec.today - timedelta(days=200)
        counter.carry(GuardianNamed(person=child.pk, guardian=parent.pk, day=since), 200)
    if LabelKind.objects.filter(code="child-protection").exists():
        with acting_as(counter.clerk):
            actions.give_restricted_label(
                actor=counter.clerk, now=counter.at_day(40), person_id=child.pk, code="child-protection",
                day=counter.spec.today - timedelta(days=40), purpose="演示：学校报告，需要定期走访",
                needs=[Need(user_id=counter.inspector.user_id)],
            )  # fmt: skip
    return 1


def _birth(counter: Counter) -> int:
    day = counter.spec.today
    family = counter.family(
        lambda one: len(one.couple()) == 2 and all(22 <= age_of(each, day) <= 45 for each in one.couple())
    )
    if family is None:
        return 0
    born = counter.spec.today - timedelta(days=33)
    child = NewPerson(name=f"{family.couple()[0].name[0]}小满", sex="2", birth_date=born, ethnicity="01")
    parents = tuple(one.pk for one in family.couple())
    counter.carry(Birth(child=child, household=family.household.pk, relation="39", parents=parents), 12)
    return 1


def _split(counter: Counter) -> int:
    """A grown child founds her own household."""
    day = counter.spec.today
    family = counter.family(lambda one: any(relation[0] in "23" for _p, relation in one.grown(day)))
    if family is None:
        return 0
    child = next(one for one, relation in family.grown(day) if relation[0] in "23")
    details = HouseholdSplit(
        household=family.household.pk, members=(Member(person=child.pk, relation=standards.HEAD),),
        number=f"{family.household.number}F", day=day - timedelta(days=60), address=counter.door(8),
    )  # fmt: skip
    counter.carry(details, 60)
    return 1


def _from_elsewhere(counter: Counter) -> int:
    """人户分离: registered in another community, living here; found by card, and a label that ends soon."""
    elsewhere = counter.territory.next_community.place_id
    if elsewhere == counter.place:
        return 0
    there = Person.objects.filter(
        residences__community=elsewhere, residences__kind="registered", id_number_digest__isnull=False
    )
    found = next(iter(_middle_aged(there, counter)), None)
    if found is None or found.birth_date is None:
        return 0
    card = NewPerson(
        name=found.name, sex=found.sex, birth_date=found.birth_date,
        id_number=unseal_text(found.id_number_sealed, context=CONTEXT_ID_NUMBER),
    )  # fmt: skip
    since = counter.spec.today - timedelta(days=350)
    move = MoveIn(arrival=card, home="dwelling", place=counter.place, address=counter.door(12), day=since)
    counter.carry(move, 350)
    counter.carry(LabelGiven(person=found.pk, code="migrant", day=since), 349)
    return 1


def _middle_aged(people: QuerySet[Person], counter: Counter) -> QuerySet[Person]:
    day = counter.spec.today
    grown = people.filter(birth_date__lt=day.replace(year=day.year - 30, day=1))
    return grown.filter(birth_date__gt=day.replace(year=day.year - 60, day=1)).order_by("pk")[:1]


def _passport(counter: Counter) -> int:
    """A foreigner with a passport and no number of GB 11643."""
    born = date(counter.spec.today.year - 34, 5, 6)
    paper = Paper(
        kind="passport", issuer="RUS", number="990000017", until=date(counter.spec.today.year + 6, 1, 31)
    )
    counter.arrive(
        NewPerson(name="Anna Petrova", sex="2", birth_date=born, nationality="RUS", paper=paper), 90, 21
    )
    return 1


def _twice(counter: Counter) -> int:
    """Somebody who came without a card gets a second file: one pair waits, another was merged."""
    done = 0
    for days_ago, number in ((20, 31), (75, 33)):
        person = counter.somebody(25)
        if person is None:
            break
        phone = unseal_text(person.phone_sealed, context=CONTEXT_PHONE)
        same = NewPerson(name=person.name, sex=person.sex, birth_date=person.birth_date, phone=phone)
        twin = counter.arrive(same, days_ago, number)
        actions.flag_duplicates(person_ids=[twin.pk])
        if days_ago > 30:
            counter.carry(PersonMerge(survivor=person.pk, other=twin.pk), days_ago - 3)
        done += 1
    return done


def _waiting(counter: Counter) -> int:
    """Changes that stand still: drafted, checked, turned down, withdrawn."""
    people = [one for one in (counter.somebody(30) for _nth in range(5)) if one is not None]
    works: tuple[Callable[[Person, Counter], object], ...] = (_phone, _death, _label, _refused, _paper)
    for work, person in zip(works, people, strict=False):
        work(person, counter)
    return len(people)


def _phone(person: Person, counter: Counter) -> None:
    counter.draft(Correction(person=person.pk, fields={"phone": "15400000017"}), 1, by=counter.inspector)


def _death(person: Person, counter: Counter) -> None:
    counter.draft(Death(person=person.pk, day=counter.spec.today - timedelta(days=3)), 1)


def _label(person: Person, counter: Counter) -> None:
    details = LabelGiven(person=person.pk, code="flexible-worker", day=counter.spec.today - timedelta(days=1))
    counter.check(counter.draft(details, 1), 1)


def _refused(person: Person, counter: Counter) -> None:
    wrong = Correction(person=person.pk, fields={"name": f"{person.name[0]}演示"})
    counter.refuse(counter.draft(wrong, 6), 5, "unproven")


def _paper(person: Person, counter: Counter) -> None:
    paper = Paper(kind="passport", number="E99000017")
    counter.draft(DocumentAdded(person=person.pk, paper=paper), 2, by=counter.inspector)


_STORIES = (_guardians, _birth, _split, _from_elsewhere, _passport, _twice, _waiting)
