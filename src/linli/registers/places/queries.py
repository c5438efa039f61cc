"""Questions about places. The tree is public: nothing here is narrowed by actor; `within` narrows other
tables.
"""

from collections.abc import Iterable
from datetime import date
from time import monotonic

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.errors import NotFound
from linli.registers.places.models import PlaceSuccession, PlaceVersion
from linli.registers.places.rules import (
    LEVEL_COLUMNS,
    SCOPED_LEVELS,
    Position,
    is_drawer,
    is_stand_in,
    parse_scope,
)

EVERYWHERE = "*"

_REGION_FRESH_SECONDS = 60.0
_regions: dict[int, tuple[float, str]] = {}

_PATH = """
SELECT DISTINCT ON (above.place_id) above.place_id, above.level, above.name
FROM (SELECT * FROM place_version WHERE place_id = %s ORDER BY valid DESC LIMIT 1) AS here
JOIN place_version AS above
  ON above.place_id IN (here.province, here.city, here.county, here.town, here.community, here.grid)
ORDER BY above.place_id, above.valid DESC
"""


def position_of(version: PlaceVersion) -> Position:
    """Where a version stands in the tree."""
    return Position(
        place_id=version.place_id,
        level=version.level,
        code=version.code,
        **{level: getattr(version, level) for level in SCOPED_LEVELS},
    )


def get_version(place_id: int, day: date | None = None) -> PlaceVersion:
    """What a place was on `day`; without a day its latest version, also if it has ended. Raises
    `NotFound`.
    """
    versions = PlaceVersion.objects.filter(place_id=place_id)
    if day is not None:
        versions = versions.filter(valid__contains=day)
    return _first(versions.order_by("-valid"))


def get_by_code(code: str, day: date | None = None) -> PlaceVersion:
    """The place that bears a code on `day`; without a day, the one that bears it still. Raises `NotFound`."""
    versions = PlaceVersion.objects.filter(code=code)
    return _first(versions.filter(valid__contains=day) if day else versions.filter(valid__upper_inf=True))


def get_position(
    place_id: int | None = None, *, code: str | None = None, day: date | None = None
) -> Position:
    """The position of a place, by its id or its statutory code (as `get_version` and `get_by_code`)."""
    if (place_id is None) == (code is None):
        raise TypeError("give a place_id or a code")
    return position_of(get_version(place_id, day) if place_id is not None else get_by_code(str(code), day))


def list_children(place_id: int, level: str | None = None) -> list[PlaceVersion]:
    """Places inside a place that exist still, by code: those right below it, or all of one level.

    Rows that only stand in for a county without towns (`rules.is_stand_in`) are left out.
    """
    inside = PlaceVersion.objects.filter(valid__upper_inf=True)
    if level is None:
        inside = inside.filter(parent_id=place_id)
    else:
        inside = inside.filter(**{get_version(place_id).level: place_id}, level=level)
    return [version for version in inside.order_by("code") if not is_stand_in(version.code)]


def list_successions(place_id: int) -> list[PlaceSuccession]:
    """Who took over from a place, and from whom it took over, by day."""
    either = Q(place_id=place_id) | Q(successor_id=place_id)
    return list(PlaceSuccession.objects.filter(either).order_by("day", "id"))


def get_names(ids: Iterable[int]) -> dict[int, str]:
    """Latest names by place id; ids that are no places are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = (
        PlaceVersion.objects.filter(place_id__in=wanted).order_by("place_id", "-valid").distinct("place_id")
    )
    return dict(rows.values_list("place_id", "name"))


def get_urban_classes(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Latest (code, urban class) by place id; ids that are no places are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = (
        PlaceVersion.objects.filter(place_id__in=wanted).order_by("place_id", "-valid").distinct("place_id")
    )
    return {
        place: (code, found) for place, code, found in rows.values_list("place_id", "code", "urban_class")
    }


def get_path_names(place_id: int) -> list[tuple[int, str, str]]:
    """(id, level, name) from the province down to the place, without drawers such as Tianjin's 市辖区."""
    with connection.cursor() as cursor:
        cursor.execute(_PATH, [place_id])
        rows = [(int(id_), str(level), str(name)) for id_, level, name in cursor.fetchall()]
    rows.sort(key=lambda row: SCOPED_LEVELS.index(row[1]))
    return [row for row in rows if not is_drawer(row[1], row[2])]


def get_region_code(position: Position) -> str:
    """The code of the county (or city, or province) something stands in; kept for a minute per process."""
    region = position.county or position.city or position.province
    if region is None:
        return ""
    known = _regions.get(region)
    if known is None or known[0] < monotonic():
        known = _regions[region] = (monotonic() + _REGION_FRESH_SECONDS, get_version(region).code)
    return known[1]


def within(scopes: Iterable[str], prefix: str = "") -> Q:
    """Rows of a `Placed` table that lie in any of these scopes; `prefix` leads to it, such as `case__`.

    No scopes match nothing; `*` matches everything. Raises ValueError for what is no scope of a place.
    """
    ids: dict[str, list[int]] = {}
    for scope in set(scopes):
        if scope == EVERYWHERE:
            return Q()
        level, place_id = parse_scope(scope)
        ids.setdefault(level, []).append(place_id)
    found = Q(**{f"{prefix}pk__in": []})
    for level, places in sorted(ids.items()):
        if level in LEVEL_COLUMNS:
            found |= Q(**{f"{prefix}{level}__in": sorted(places)})
        else:
            counties = PlaceVersion.objects.filter(**{f"{level}__in": sorted(places)}, level="county")
            found |= Q(**{f"{prefix}county__in": counties.values("place_id")})
    return found


def forget() -> None:
    """Read codes of regions again next time (after a change of the tree; between tests)."""
    _regions.clear()


def _first(versions: QuerySet[PlaceVersion]) -> PlaceVersion:
    found = next(iter(versions[:1]), None)
    if found is None:
        raise NotFound(_("There is no such place."))
    return found
