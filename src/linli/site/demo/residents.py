"""All residents of the county, drawn household by household as a stream. Reads and writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from linli.site.demo.cast import cast_households
from linli.site.demo.figures import households_of
from linli.site.demo.homes import Settled, count_buildings, settle
from linli.site.demo.households import draw_households, member_age
from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.shares import divide
from linli.site.demo.spec import DemoSpec
from linli.site.demo.territory import Community, Territory


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone settled, with numbers; `phone` may be empty."""

    settled: Settled
    id_number: str
    phone: str

    def line(self) -> str:
        """Everything that was made up about this person, for the digest of the stage."""
        member = self.settled.member
        homes = [home.address if home else "" for home in (self.settled.dwelling, self.settled.registered)]
        facts = (
            member.name,
            member.sex,
            member.born,
            member.relation,
            self.settled.since,
            self.id_number,
            self.phone,
        )
        return "|".join(map(str, (*facts, *homes)))


@dataclass(frozen=True, slots=True)
class DrawnHousehold:
    number: str
    residents: Sequence[Resident]


def draw_county(
    spec: DemoSpec, territory: Territory, id_numbers: IdNumbers, phones: Phones
) -> Iterator[DrawnHousehold]:
    """Every household of the county, community by community, those of the cast first in theirs."""
    buildings = {
        item.place_id: count_buildings(households_of(item), urban=item.urban)
        for item in territory.communities
    }
    for community, residents in allot(spec, territory):
        random = spec.stream("people", community.code)
        cast = cast_households(spec.today) if community is territory.cast_community else []
        room = residents - sum(map(len, cast))
        drawn = draw_households(random, residents=room, urban=community.urban, today=spec.today)
        for order, household in enumerate(chain(cast, drawn), start=1):
            settled = settle(
                random,
                household,
                community=community,
                others=territory.communities,
                buildings=buildings,
                today=spec.today,
                rooted=order <= len(cast) + 1,
            )
            numbered = [
                Resident(
                    settled=one,
                    id_number=id_numbers.take(born=one.member.born, sex=one.member.sex),
                    phone=phones.take()
                    if _has_phone(random.random(), member_age(one.member, spec.today))
                    else "",
                )
                for one in settled
            ]
            yield DrawnHousehold(f"H{community.code}{order:06d}", numbered)


_DENSER = 4
"""The register holds so many times more people of the cast's community: its window has enough to do."""


def allot(spec: DemoSpec, territory: Territory) -> list[tuple[Community, int]]:
    """How many residents each community gets: at least one while there are enough, and room for the cast."""
    cast = territory.cast_community
    ordered = [cast, *(item for item in territory.communities if item is not cast)]
    least = [sum(map(len, cast_households(spec.today))) + 1, *(1 for _ in ordered[1:])]
    weights = [item.natural_size for item in ordered]
    weights[0] *= _DENSER
    parts = divide(spec.residents, weights, least=least)
    return list(zip(ordered, parts, strict=True))


def _has_phone(chance: float, age: int) -> bool:
    return age >= 12 and chance < (0.75 if age >= 70 else 0.97)
