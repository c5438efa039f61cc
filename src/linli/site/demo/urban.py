"""Stage: an urban or rural class (城乡分类) for each community, drawn, and marked as drawn.

Real classes are statistical data and follow neither from a name nor from a code; here the first town counts
as the seat, the first community of each other town as its centre, and the seed tops up to a third.
"""

from collections.abc import Sequence

from linli.registers.places.models import PlaceVersion
from linli.site.demo.spec import SOURCE, DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, load_territory

MAIN, FRINGE, TOWN_CENTRE, TOWN_FRINGE, VILLAGE = "111", "112", "121", "122", "220"


def classify(spec: DemoSpec, tell: Tell) -> Outcome:
    """Give every community of the county that has no class one of the statistical classes."""
    territory = load_territory(spec)
    seat = territory.of_town(territory.towns[0])
    centres = [community for town in territory.towns[1:] for community in territory.of_town(town)[:1]]
    classes = draw_classes(spec, territory.communities, seat=seat, centres=centres)
    rows = 0
    for urban_class in sorted(set(classes.values())):
        places = [place_id for place_id, drawn in classes.items() if drawn == urban_class]
        rows += PlaceVersion.objects.filter(
            place_id__in=places, valid__contains=spec.today, urban_class=""
        ).update(urban_class=urban_class, urban_class_source=SOURCE)
    urban = sum(urban_class != VILLAGE for urban_class in classes.values())
    tell(f"{territory.county_name}: {len(classes)} communities and villages, {urban} urban")
    return Outcome(rows)


def draw_classes(
    spec: DemoSpec,
    communities: Sequence[Community],
    *,
    seat: Sequence[Community],
    centres: Sequence[Community],
) -> dict[int, str]:
    """Class by place id: about one in three is urban; at least two of the seat are, if it has two."""
    random = spec.stream("urban")
    wanted = max(round(len(communities) / 3), min(2, len(communities)))
    core = list(seat[: max(2, round(len(seat) * 0.8))])
    chosen = {
        item.place_id: MAIN if order < len(core) * 0.7 else FRINGE for order, item in enumerate(core[:wanted])
    }
    for centre in centres[: wanted - len(chosen)]:
        chosen[centre.place_id] = TOWN_CENTRE
    others = [item for item in communities if item.place_id not in chosen]
    for item in random.sample(others, max(0, min(wanted - len(chosen), len(others)))):
        chosen[item.place_id] = TOWN_FRINGE
    return {item.place_id: chosen.get(item.place_id, VILLAGE) for item in communities}
