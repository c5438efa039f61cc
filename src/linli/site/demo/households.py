"""Households: who lives together, how old they are and how they are related. Pure."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from linli.site.demo.names import draw_given_name, draw_surname

MALE, FEMALE = "1", "2"

OLD_AGE = 80
"""Everyone who is at least this old may ask for the old-age allowance; each community has someone."""

_OLDEST = 101

# GB/T 4761-2008: relation to the head of the household
HEAD = "02"
_SPOUSE = {MALE: "11", FEMALE: "12"}
_CHILD = {MALE: ("21", "22", "23"), FEMALE: ("31", "32", "33")}  # only, eldest, second
_PARENT = {MALE: "51", FEMALE: "52"}


@dataclass(frozen=True, slots=True)
class Member:
    """A person as drawn; `relation` by GB/T 4761."""

    name: str
    sex: str
    born: date
    relation: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of household: how frequent (urban, rural; per cent), age span of its head, who else belongs."""

    urban: int
    rural: int
    youngest: int
    oldest: int
    spouse: bool = False
    children: tuple[int, int] = (0, 0)
    parents: tuple[int, int] = (0, 0)

    @property
    def smallest(self) -> int:
        return 1 + self.spouse + self.children[0] + self.parents[0]


_OLD_ALONE = _Kind(7, 9, 62, 94)
_OLD_COUPLE = _Kind(9, 11, 62, 90, spouse=True)
_OLD_WITH_CHILD = _Kind(4, 7, 66, 92, children=(1, 1))
_KINDS = (
    _OLD_ALONE,
    _OLD_COUPLE,
    _OLD_WITH_CHILD,
    _Kind(14, 5, 20, 60),
    _Kind(16, 12, 24, 62, spouse=True),
    _Kind(32, 26, 27, 54, spouse=True, children=(1, 2)),
    _Kind(4, 3, 28, 52, children=(1, 2)),
    _Kind(14, 27, 28, 50, spouse=True, children=(1, 2), parents=(1, 2)),
)
_SMALL = _KINDS[3]
_LIMITS = {
    True: list(accumulate(kind.urban for kind in _KINDS)),
    False: list(accumulate(kind.rural for kind in _KINDS)),
}


def draw_households(random: Random, *, residents: int, urban: bool, today: date) -> Iterator[list[Member]]:
    """Households with `residents` people in all, head first; the first one's head is 80 or older."""
    left = residents
    while left > 0:
        first = left == residents
        kind = _OLD_ALONE if first else _draw_kind(random, urban=urban, room=left)
        household = _draw_household(random, kind, room=left, today=today, eldest=first)
        left -= len(household)
        yield household


def _draw_kind(random: Random, *, urban: bool, room: int) -> _Kind:
    limits = _LIMITS[urban]
    kind = _KINDS[bisect_right(limits, random.random() * limits[-1])]
    return kind if kind.smallest <= room else _SMALL


def _draw_household(random: Random, kind: _Kind, *, room: int, today: date, eldest: bool) -> list[Member]:
    age = random.randint(OLD_AGE, 93) if eldest else _draw_age(random, kind)
    sex = FEMALE if random.random() < (0.6 if age > 75 else 0.3) else MALE
    surname = draw_surname(random)
    head = _draw_member(random, surname, sex, age, HEAD, today)
    members = [head]
    if kind.spouse:
        other = MALE if sex == FEMALE else FEMALE
        gap = random.randint(-1, 4) if sex == MALE else random.randint(-4, 1)
        members.append(
            _draw_member(random, draw_surname(random), other, max(20, age - gap), _SPOUSE[other], today)
        )
    mothers_age = min(member_age(member, today) for member in members)
    family_name = (
        surname if sex == MALE or not kind.spouse else members[1].name[: _surname_length(members[1])]
    )
    members += _draw_children(
        random, kind, family_name, mothers_age, room - len(members) - kind.parents[0], today
    )
    members += _draw_parents(random, kind, surname, age, room - len(members), today)
    return members


def _draw_age(random: Random, kind: _Kind) -> int:
    """Old heads thin out with age, others spread evenly."""
    if kind.oldest > 80:
        return round(random.triangular(kind.youngest, kind.oldest, kind.youngest + 4))
    return random.randint(kind.youngest, kind.oldest)


def _draw_children(
    random: Random, kind: _Kind, surname: str, mothers_age: int, room: int, today: date
) -> list[Member]:
    low, high = kind.children
    wanted = min(random.choices((low, high), weights=(62, 38))[0], max(room, low))
    ages = sorted((max(0, mothers_age - random.randint(22, 33)) for _ in range(wanted)), reverse=True)
    sexes = [MALE if random.random() < 0.52 else FEMALE for _ in ages]
    children = []
    for order, (age, sex) in enumerate(zip(ages, sexes, strict=True)):
        rank = 0 if sexes.count(sex) == len(sexes) == 1 else 1 + sexes[:order].count(sex)
        children.append(_draw_member(random, surname, sex, age, _CHILD[sex][rank], today))
    return children


def _draw_parents(
    random: Random, kind: _Kind, surname: str, age: int, room: int, today: date
) -> list[Member]:
    low, high = kind.parents
    wanted = min(random.randint(low, high), max(room, low))
    sexes = random.sample((FEMALE, MALE), wanted)
    parents = []
    for sex in sexes:
        name = surname if sex == MALE else draw_surname(random)
        parents.append(
            _draw_member(random, name, sex, min(_OLDEST, age + random.randint(22, 36)), _PARENT[sex], today)
        )
    return parents


def _draw_member(random: Random, surname: str, sex: str, age: int, relation: str, today: date) -> Member:
    born = _draw_birth_date(random, age, today)
    return Member(surname + draw_given_name(random, sex=sex, born=born), sex, born, relation)


def _draw_birth_date(random: Random, age: int, today: date) -> date:
    """A day on which someone was born who is `age` full years old `today`."""
    latest = _years_before(today, age)
    return latest - timedelta(days=random.randrange((latest - _years_before(today, age + 1)).days))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def member_age(member: Member, today: date) -> int:
    """Full years `today`."""
    return today.year - member.born.year - ((today.month, today.day) < (member.born.month, member.born.day))


def _surname_length(member: Member) -> int:
    return 2 if member.name.startswith("欧阳") else 1
