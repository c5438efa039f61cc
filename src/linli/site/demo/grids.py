"""Stage: a map that is made up: grids of about 300 households, outlines of all places, buildings."""

import json
from collections.abc import Iterator, Sequence

from linli.kernel.copying import analyze, copy_rows, reserve_ids
from linli.registers.places.models import Building, Place, PlaceShape, PlaceVersion
from linli.site.demo.figures import households_of
from linli.site.demo.ground import MICRODEGREES, Rectangle, cut
from linli.site.demo.homes import count_buildings, name_building
from linli.site.demo.spec import SOURCE, DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, load_territory

_HOUSEHOLDS_IN_A_GRID = 300
_MOST_GRIDS = 999
_VERSION = (
    "place_id", "code", "name", "full_name", "initials", "level", "parent_id", "province", "city", "county",
    "town", "community", "grid", "urban_class", "urban_class_source", "valid",
)  # fmt: skip
_BUILDING = ("county", "town", "community", "grid", "name", "address", "lon", "lat", "floors", "synthetic")

_Outlined = tuple[int, Rectangle]


def write_grids(spec: DemoSpec, tell: Tell) -> Outcome:
    """Grids as places, outlines of county, towns, communities and grids, and the buildings in them."""
    territory = load_territory(spec)
    outlines = draw_outlines(spec, territory)
    grids = {item.place_id: _draw_grids(item, outlines[item.place_id]) for item in territory.communities}
    ids = reserve_ids(Place, sum(map(len, grids.values())))
    rows = copy_rows(Place, ("id",), ((key,) for key in ids))
    numbered: dict[int, list[_Outlined]] = {}
    free = iter(ids)
    for community in territory.communities:
        numbered[community.place_id] = [(next(free), outline) for outline in grids[community.place_id]]
    above = {
        row.place_id: row
        for row in PlaceVersion.objects.filter(place_id__in=grids, valid__contains=spec.today)
    }
    rows += copy_rows(PlaceVersion, _VERSION, _grid_versions(spec, territory, numbered, above))
    outlined = [*outlines.items(), *(grid for row in numbered.values() for grid in row)]
    rows += copy_rows(
        PlaceShape,
        ("place_id", "geometry", "source", "synthetic"),
        ((key, json.dumps(outline.polygon()), SOURCE, True) for key, outline in outlined),
    )
    buildings = copy_rows(Building, _BUILDING, _buildings(spec, territory, numbered))
    analyze(Place, PlaceVersion, PlaceShape, Building)
    tell(f"{len(ids)} grids, {buildings} buildings")
    return Outcome(rows + buildings)


def draw_outlines(spec: DemoSpec, territory: Territory) -> dict[int, Rectangle]:
    """Rectangle by place id, for county, towns and communities; the centre is made up too."""
    random = spec.stream("ground")
    west, south = random.randint(100, 114) * MICRODEGREES, random.randint(26, 38) * MICRODEGREES
    county = Rectangle(west, south, west + 620_000, south + 480_000)
    outlines = {territory.county_id: county}
    by_town = [(town, territory.of_town(town)) for town in territory.towns]
    settled = [(town, communities) for town, communities in by_town if communities]
    parts = cut(county, [sum(item.natural_size for item in communities) for _, communities in settled])
    for (town, communities), part in zip(settled, parts, strict=True):
        outlines[town.place_id] = part
        inner = cut(part, [item.natural_size for item in communities])
        outlines.update(zip((item.place_id for item in communities), inner, strict=True))
    return outlines


def _draw_grids(community: Community, outline: Rectangle) -> Sequence[Rectangle]:
    count = min(_MOST_GRIDS, -(-households_of(community) // _HOUSEHOLDS_IN_A_GRID))
    return cut(outline, [1] * count)


def _grid_versions(
    spec: DemoSpec, territory: Territory, grids: dict[int, list[_Outlined]], above: dict[int, PlaceVersion]
) -> Iterator[tuple[object, ...]]:
    for community in territory.communities:
        parent = above[community.place_id]
        for number, (key, _) in enumerate(grids[community.place_id], start=1):
            name = f"第{number}网格"
            yield (
                key, f"{community.code}{number:03d}", name, parent.full_name + name, "", "grid",
                parent.place_id, parent.province, parent.city, parent.county, parent.town, parent.community,
                key, "", "", f"[{spec.today.year - 5}-01-01,)",
            )  # fmt: skip


def _buildings(
    spec: DemoSpec, territory: Territory, grids: dict[int, list[_Outlined]]
) -> Iterator[tuple[object, ...]]:
    for community in territory.communities:
        random = spec.stream("buildings", community.code)
        inside = grids[community.place_id]
        count = count_buildings(households_of(community), urban=community.urban)
        for number in range(1, count + 1):
            grid, outline = inside[(number - 1) * len(inside) // count]
            lon, lat = outline.point(random.uniform(0.08, 0.92), random.uniform(0.08, 0.92))
            name = name_building(number, urban=community.urban)
            yield (
                territory.county_id, community.town.place_id, community.place_id, grid, name,
                f"{community.town.name}{community.short_name}{name}", lon * 10, lat * 10,
                random.randint(5, 7) if community.urban else None, True,
            )  # fmt: skip
