"""Stage: community service facilities with their areas, and villages that share one.

The county as a whole falls a little short of 35 m² for 100 households, some communities reach it, some have
no facility at all. Areas in cm².
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from linli.kernel.copying import analyze, copy_rows, reserve_ids
from linli.registers.facilities.models import Facility, FacilityShare
from linli.site.demo.figures import households_of
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, load_territory

SQUARE_METRE = 10_000

_COVERED = {True: 0.97, False: 0.93}
_SHARING = 0.10
_COLUMNS = (
    "id", "county", "town", "community", "number", "name", "kind", "floor_area", "activity_area", "valid",
    "synthetic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Drawn:
    community: Community
    order: int
    name: str
    kind: str
    floor_area: int
    activity_area: int | None
    opened: date
    closed: date | None

    def row(self, facility_id: int, county_id: int) -> tuple[object, ...]:
        place = (county_id, self.community.town.place_id, self.community.place_id)
        valid = f"[{self.opened},{self.closed or ''})"
        number = f"SS{self.community.code}{self.order:02d}"
        areas = (self.floor_area, self.activity_area)
        return (facility_id, *place, number, self.name, self.kind, *areas, valid, True)


def write_facilities(spec: DemoSpec, tell: Tell) -> Outcome:
    """Facilities of the communities, and shares of the villages that use a neighbour's."""
    territory = load_territory(spec)
    owners, sharers = choose_covered(spec, territory)
    drawn = [item for community in owners for item in _draw_facilities(spec, community)]
    ids = reserve_ids(Facility, len(drawn))
    rows = copy_rows(
        Facility, _COLUMNS, (item.row(key, territory.county_id) for key, item in zip(ids, drawn, strict=True))
    )
    main = {item.community.place_id: key for key, item in zip(ids, drawn, strict=True) if item.order == 1}
    shares = list(_draw_shares(spec, sharers, owners, main))
    rows += copy_rows(FacilityShare, ("facility_id", "community"), shares)
    analyze(Facility, FacilityShare)
    tell(f"{len(drawn)} facilities, {len(shares)} shared with another village")
    return Outcome(rows)


def choose_covered(spec: DemoSpec, territory: Territory) -> tuple[Sequence[Community], Sequence[Community]]:
    """Communities with a facility of their own, and villages that share one of their town."""
    random = spec.stream("facilities", "covered")
    bare: set[int] = set()
    sharers: list[Community] = []
    for urban in (True, False):
        group = [item for item in territory.communities if item.urban == urban]
        free = [item for item in group if item is not territory.cast_community]
        without = random.sample(free, min(len(free), round(len(group) * (1 - _COVERED[urban]))))
        bare.update(item.place_id for item in without)
        if not urban:
            others = [item for item in free if item.place_id not in bare]
            sharers = random.sample(others, round(len(others) * _SHARING))
    sharing = {item.place_id for item in sharers}
    owners = [item for item in territory.communities if item.place_id not in bare | sharing]
    towns_with_owner = {item.town.place_id for item in owners}
    able = [item for item in sharers if item.town.place_id in towns_with_owner]
    unable = [item for item in sharers if item.town.place_id not in towns_with_owner]
    return sorted([*owners, *unable], key=lambda item: item.code), able


def _draw_facilities(spec: DemoSpec, community: Community) -> Iterator[_Drawn]:
    random = spec.stream("facilities", community.code)
    per_hundred = min(
        75.0, max(12.0, random.lognormvariate(3.42, 0.32))
    )  # m² for 100 households, median 30.6
    area = max(80, round(households_of(community) * per_hundred / 100 / 10) * 10)
    parts = [area] if not community.urban or random.random() < 0.7 else [area - area // 4, area // 4]
    for order, part in enumerate(parts, start=1):
        yield _draw_facility(random, spec.today, community, order, part * SQUARE_METRE)
    if random.random() < 0.06:
        closed = spec.today - timedelta(days=random.randint(200, 1_500))
        yield _draw_facility(random, closed, community, len(parts) + 1, 180 * SQUARE_METRE, closed=closed)


def _draw_facility(
    random: Random,
    before: date,
    community: Community,
    order: int,
    floor_area: int,
    *,
    closed: date | None = None,
) -> _Drawn:
    kind, title = _kind(community, order)
    if closed:
        title = f"旧{title}"
    measured = random.random() >= 0.05
    share = min(0.9, max(0.3, random.gauss(0.61, 0.09)))
    return _Drawn(
        community=community,
        order=order,
        name=community.short_name + title,
        kind=kind,
        floor_area=floor_area,
        activity_area=round(floor_area * share / SQUARE_METRE) * SQUARE_METRE if measured else None,
        opened=before - timedelta(days=random.randint(700, 5_500) if random.random() < 0.97 else 90),
        closed=closed,
    )


def _kind(community: Community, order: int) -> tuple[str, str]:
    if order > 1:
        return "party-centre", "党群服务中心"
    if order == 1 and community.urban:
        return "service-centre", "综合服务中心"
    return "rural-centre", "服务中心"


def _draw_shares(
    spec: DemoSpec, sharers: Sequence[Community], owners: Sequence[Community], main: dict[int, int]
) -> Iterator[tuple[int, int]]:
    random = spec.stream("facilities", "shares")
    for sharer in sharers:
        near = [item for item in owners if item.town is sharer.town and item.place_id in main]
        if near:
            yield main[random.choice(near).place_id], sharer.place_id
