"""Where the places of an agreement stand."""

from collections.abc import Collection, Iterable

from linli.kernel.errors import NotFound
from linli.registers.places.models import PlaceVersion
from linli.registers.places.rules import SCOPED_LEVELS

GIVEN = ("county", "town", "community", "grid")
"""Levels of places whose files can be given away."""


def paths_of(places: Iterable[int]) -> dict[int, frozenset[int]]:
    """Place → itself and all above it, as it stood last; one statement."""
    wanted = list(places)
    rows = (
        PlaceVersion.objects.filter(place_id__in=wanted).order_by("place_id", "-valid").distinct("place_id")
    )
    columns = rows.values_list("place_id", *SCOPED_LEVELS)
    return {row[0]: frozenset(one for one in row if one is not None) for row in columns}


def county_of(place: int) -> int:
    """The county that a place is or stands in. Raises `NotFound` above it."""
    row = (
        PlaceVersion.objects.filter(place_id=place)
        .order_by("-valid")
        .values_list("county", flat=True)
        .first()
    )
    if row is None:
        raise NotFound("no county")
    return row


def offered(county: int) -> dict[int, tuple[str, str]]:
    """Places of a county that can be named in an agreement still: id → (level, name), by code."""
    rows = PlaceVersion.objects.filter(county=county, level__in=GIVEN[:3], valid__upper_inf=True)
    return {
        id_: (level, name)
        for id_, level, name in rows.order_by("code").values_list("place_id", "level", "name")
    }


def scopes_of(places: Collection[int]) -> list[str]:
    """The places as scopes: `town:17`."""
    rows = PlaceVersion.objects.filter(place_id__in=list(places)).order_by("place_id", "-valid")
    return [f"{level}:{id_}" for id_, level in rows.distinct("place_id").values_list("place_id", "level")]
