"""Where households live and are registered. Reads and writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from linli.site.demo.households import Member, member_age
from linli.site.demo.territory import Community

_ELSEWHERE = 0.12
_REGISTERED_OUTSIDE = 0.06
_ALL_AWAY = 0.03
_AWAY_FOR_WORK = {True: 0.02, False: 0.15}
_HOMES_IN_A_BUILDING = 24


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling: `building` counts from 1 within the community; a village has groups of houses instead."""

    community: Community
    building: int
    address: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A member with the home she lives in and the one she is registered at (人户分离: not the same).

    None: not in this county.
    """

    member: Member
    dwelling: Home | None
    registered: Home | None
    since: date


def count_buildings(households: int, *, urban: bool) -> int:
    """Buildings of an urban community, or groups of houses (村民小组) of a village."""
    return max(1, -(-households // (_HOMES_IN_A_BUILDING if urban else 45)))


def name_building(number: int, *, urban: bool) -> str:
    return f"{number}幢" if urban else f"第{number}村民小组"


def draw_home(random: Random, community: Community, buildings: int) -> Home:
    """A home in one of the community's buildings."""
    building = random.randint(1, buildings)
    if community.urban:
        door = f"{random.randint(1, 3)}单元{random.randint(1, 6)}0{random.randint(1, 4)}室"
    else:
        door = f"{random.randint(1, 60)}号"
    name = name_building(building, urban=community.urban)
    return Home(community, building, f"{community.town.name}{community.short_name}{name}{door}")


def settle(
    random: Random,
    household: Sequence[Member],
    *,
    community: Community,
    others: Sequence[Community],
    buildings: Mapping[int, int],
    today: date,
    rooted: bool,
) -> list[Settled]:
    """Give a household its homes. `rooted` ones live and are registered here, whatever is drawn.

    `buildings` maps place ids to numbers of buildings.
    """
    home = draw_home(random, community, buildings[community.place_id])
    dwelling, registered = (home, home) if rooted else _separate(random, home, others, buildings)
    moved_in = today - timedelta(days=random.randint(40, 9_000))
    settled = []
    for member in household:
        working_age = 19 <= member_age(member, today) <= 50
        away = working_age and not rooted and registered and random.random() < _AWAY_FOR_WORK[community.urban]
        since = max(moved_in, member.born)
        settled.append(Settled(member, None if away else dwelling, registered, since))
    return settled


def _separate(
    random: Random, home: Home, others: Sequence[Community], buildings: Mapping[int, int]
) -> tuple[Home | None, Home | None]:
    """Dwelling and registered home, which differ for about one household in five."""
    chance = random.random()
    if chance < _ELSEWHERE:
        other = random.choice(others)
        return home, draw_home(random, other, buildings[other.place_id])
    if chance < _ELSEWHERE + _REGISTERED_OUTSIDE:
        return home, None
    if chance < _ELSEWHERE + _REGISTERED_OUTSIDE + _ALL_AWAY:
        return None, home
    return home, home
