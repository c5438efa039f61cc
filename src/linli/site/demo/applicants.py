"""Who applied in the demo's history, and the officials whom their applications came to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from linli.engines.cases.models import Case
from linli.kernel.actors import Actor, Grant
from linli.registers.organisations.models import Appointment, Post
from linli.registers.organisations.queries import get_actor
from linli.registers.people.models import Person, PersonAccount, Residence
from linli.registers.people.queries import FileView
from linli.registers.places.rules import scope
from linli.site.demo.households import OLD_AGE
from linli.site.demo.identity import PHONE_PREFIX
from linli.site.demo.phrases import BANKS
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stories import Near, Story
from linli.site.demo.territory import Territory

_YEAR = timedelta(days=365.25)
_CARD_PREFIX = "9999"  # of no issuer


class Applicants:
    """Hands out people without an account and without a case, each once, who were old enough `since` a day."""

    def __init__(self, spec: DemoSpec, territory: Territory, random: Random, *, since: date) -> None:
        self._old: dict[Near, list[int]] = defaultdict(list)
        self._young: dict[Near, list[int]] = defaultdict(list)
        for near, born, person in _list_registered(territory, since, youngest=spec.today - 76 * _YEAR):
            if born <= since - OLD_AGE * _YEAR:
                self._old[near].append(person)
            elif born > spec.today - (OLD_AGE - 1) * _YEAR:
                self._young[near].append(person)
        for people in (*self._old.values(), *self._young.values()):
            random.shuffle(people)

    def deal(self, stories: Sequence[Story]) -> list[Person | None]:
        """Somebody for each story: of its own circle as far as these reach, then of others, wider ones first.

        None where nobody is left at all.
        """
        chosen = [self._take(story, [story.near]) for story in stories]
        circles = list(Near)
        for which, story in enumerate(stories):
            if chosen[which] is None:
                own = circles.index(story.near)
                chosen[which] = self._take(story, [*circles[own + 1 :], *circles[:own]])
        found = Person.objects.in_bulk([person for person in chosen if person is not None])
        return [found[person] if person is not None else None for person in chosen]

    def _take(self, story: Story, circles: Sequence[Near]) -> int | None:
        people = self._young if story.young else self._old
        circle = next((near for near in circles if people[near]), None)
        return people[circle].pop() if circle else None


def _list_registered(territory: Territory, since: date, youngest: date) -> Iterator[tuple[Near, date, int]]:
    """Circle, birth date and id of the old people registered in the county all the while, in order of ids."""
    rows = (
        Residence.objects.filter(
            county=territory.county_id,
            kind=Residence.Kind.REGISTERED,
            valid__contains=since,
            valid__upper_inf=True,
            person__birth_date__lte=youngest,
        )
        .exclude(person__in=PersonAccount.objects.values("person"))
        .exclude(person__in=Case.objects.values("applicant"))
    )
    for person, born, community, town in rows.order_by("person").values_list(
        "person", "person__birth_date", "community", "town"
    ):
        if born is not None and community is not None and town is not None:
            yield _circle_of(territory, community, town), born, person


def _circle_of(territory: Territory, community: int, town: int) -> Near:
    here, beside = territory.cast_community, territory.next_town
    if community == here.place_id:
        return Near.HERE
    if community == territory.next_community.place_id:
        return Near.NEXT
    if town == here.town.place_id:
        return Near.TOWN
    return Near.BESIDE if beside is not None and town == beside.place_id else Near.COUNTY


def draw_answers(random: Random, file: FileView) -> dict[str, str]:
    """What the applicant types into the form; card and missing phone are numbers of nobody."""
    digits = _CARD_PREFIX + f"{random.randrange(10**14):014d}"
    return {
        "address": file.address,
        "phone": file.phone or f"{PHONE_PREFIX}{random.randrange(10**8):08d}",
        "receiver": "self",
        "bank_name": random.choice(BANKS),
        "bank_card": digits + _luhn_digit(digits),
        "other_allowance": "none",
        "truthful": "on",
    }


def _luhn_digit(digits: str) -> str:
    """The check digit of ISO/IEC 7812."""
    doubled = (sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return str(-sum(doubled) % 10)


class Officials:
    """Actors by role and place: those appointed, else the post itself, which nobody of the cast holds."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._known: dict[tuple[str, str], list[Actor]] = {}

    def list_all(self, role: str, where: str) -> list[Actor]:
        """Everybody who holds the role in this scope, in the order of their appointments."""
        key = (role, where)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def get(self, random: Random, role: str, level: str, place_id: int) -> Actor | None:
        """Someone who holds the role there; None where no such post exists."""
        holders = self.list_all(role, scope(level, place_id))
        return random.choice(holders) if holders else None

    def _find(self, role: str, where: str) -> list[Actor]:
        post = (
            Post.objects.filter(role=role, scope=where).select_related("organisation").order_by("id").first()
        )
        if post is None:
            return []
        held = Appointment.objects.filter(post=post, valid__contains=self._day).order_by("id")
        appointed = [get_actor(user, day=self._day) for user in held.values_list("user", flat=True)]
        office = f"{post.organisation.name} · {post.title}"
        return appointed or [Actor(user_id=None, grants=(Grant(role=role, scope=where, office=office),))]
