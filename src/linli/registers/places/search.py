"""Finding a community by its name. The tree is public."""

from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import get_version


def search_communities(query: str, *, near: int | None, limit: int) -> list[PlaceVersion]:
    """Communities and villages that exist still, by words of their name: the last word is their own, earlier ones
    are of places above («双柏 查姆»).

    Searched in the province of the place `near` (everywhere without one), its county first.
    """
    words = query.split()
    if not words:
        return []
    found = PlaceVersion.objects.filter(level="community", valid__upper_inf=True, name__contains=words[-1])
    for word in words[:-1]:
        found = found.filter(full_name__contains=word)
    here = get_version(near) if near is not None else None
    if here is not None and here.province is not None:
        found = found.filter(province=here.province)
    rows = list(found.order_by("code")[: limit * 4])
    if here is not None:
        rows.sort(key=lambda row: (row.county != here.county, row.city != here.city, row.code))
    return rows[:limit]


def get_community(code: str) -> PlaceVersion | None:
    """The community that bears this code still."""
    return PlaceVersion.objects.filter(code=code, level="community", valid__upper_inf=True).first()
