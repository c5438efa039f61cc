"""What may be changed, page by page: found by words, by section and by how it stands. Titles only, no contents."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from linli.engines.overlays import adjustable
from linli.engines.overlays.checking import Address
from linli.engines.overlays.models import OverlayItem
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem

FIRST: Final = 8
"""Items of each section where all sections are shown."""
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a list: its title, and the pack that it comes from with its version."""

    section: str
    code: str
    title: str
    pack: str
    version: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Addresses of the items that the city has changed, and of those of which the pack says something new since."""

    changed: frozenset[Address]
    moved: frozenset[Address]


def get_marks() -> Marks:
    """Two statements, however many items there are."""
    rows = OverlayItem.objects.filter(item__in=packs.overlay_items()).select_related("item", "base")
    made = {(row.item.section, row.item.code): row.base for row in rows}
    wanted = Q(pk__in=[])
    for section, code in made:
        wanted |= Q(section=section, code=code)
    bases = {(item.section, item.code): item.content for item in packs.base_items().filter(wanted)}
    moved = {address for address, base in made.items() if bases.get(address) != base.content}
    return Marks(frozenset(made), frozenset(moved))


def count_by_section(*, text: str = "", among: Collection[Address] | None = None) -> dict[str, int]:
    """How many items of each section there are, one statement."""
    found = _found(text, among).order_by().values_list("section").annotate(Count("id"))
    return dict(found)


def list_first(*, text: str = "", among: Collection[Address] | None = None) -> list[ItemLine]:
    """The first items of every section, by code."""
    place = Window(RowNumber(), partition_by=F("section"), order_by=F("code").asc())
    return _lines(
        _found(text, among).annotate(place=place).filter(place__lte=FIRST).order_by("section", "code")
    )


def list_section(
    section: str, *, text: str = "", among: Collection[Address] | None = None, after: str = ""
) -> list[ItemLine]:
    """Items of one section behind the code `after`: a page and one more, which tells that there are others."""
    found = _found(text, among).filter(section=section, code__gt=after)
    return _lines(found.order_by("code")[: PAGE + 1])


def _found(text: str, among: Collection[Address] | None) -> QuerySet[PackItem]:
    sections = [declared.section for declared in adjustable.list_declared()]
    found = packs.effective_items().filter(section__in=sections).annotate(title=KT("content__title"))
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(code__icontains=word))
    if among is None:
        return found
    wanted = Q(pk__in=[])
    for section, code in among:
        wanted |= Q(section=section, code=code)
    return found.filter(wanted)


def _lines(found: QuerySet[PackItem]) -> list[ItemLine]:
    """A changed item comes from the pack that it was made from."""
    rows = found.annotate(
        since=F("overlay__base__pack__version"), base=F("overlay__base__pack__title")
    ).values_list("section", "code", "title", "pack__title", "pack__version", "base", "since")
    return [
        ItemLine(section, code, title or code, base or pack, since or version)
        for section, code, title, pack, version, base, since in rows
    ]
