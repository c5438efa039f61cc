"""Reading installed packs.

Only the newest installed version of each pack is current; older ones stay readable by item id, for the cases
that pinned them.
"""

from collections.abc import Iterable
from datetime import date
from time import monotonic
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.packs import sections
from linli.engines.packs.manifest import Validity
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.errors import NotFound

_LIMIT = 4096
_LOADED: dict[int, Any] = {}

FRESH_SECONDS = 5.0
_CURRENT: dict[tuple[str, str], tuple[float, PackItem]] = {}
_CHANGED: dict[str, tuple[float, dict[tuple[str, str], PackItem]]] = {}


def current_packs() -> QuerySet[InstalledPack]:
    """The newest installed version of each pack (older versions are never installed after newer ones)."""
    return InstalledPack.objects.order_by("pack_id", "-id").distinct("pack_id")


def list_expired(day: date) -> list[tuple[InstalledPack, date]]:
    """Packs in force that say they held until a day before `day`, with that day."""
    found = [
        (pack, Validity.model_validate(pack.manifest.get("valid", {})).until) for pack in current_packs()
    ]
    return [(pack, until) for pack, until in found if until is not None and until < day]


def list_packs() -> QuerySet[InstalledPack]:
    """Every installed version, newest first."""
    return InstalledPack.objects.order_by("-id")


def list_items(section: str) -> QuerySet[PackItem]:
    """The current items of a section, by code: what the city changed stands before what a pack says."""
    return effective_items().filter(section=section).order_by("code")


def effective_items() -> QuerySet[PackItem]:
    """What is in force of all sections: the city's own version of an item where there is one, else the pack's."""
    changed = overlay_items().filter(section=OuterRef("section"), code=OuterRef("code"))
    newest = current_packs().values("id")
    return PackItem.objects.filter(pack__in=newest).filter(Q(pack__overlay=True) | ~Exists(changed))


def overlay_items() -> QuerySet[PackItem]:
    """What the city has changed, as it stands in the newest version of its overlay."""
    newest = InstalledPack.objects.filter(overlay=True).order_by("-id").values("id")[:1]
    return PackItem.objects.filter(pack__in=newest)


def base_items() -> QuerySet[PackItem]:
    """What the newest versions of the packs say, whatever the city has changed of it."""
    return PackItem.objects.filter(pack__in=current_packs().filter(overlay=False).values("id"))


def get_item(section: str, code: str) -> PackItem:
    """The current item; raises `NotFound`. What another process installs is current here within
    `FRESH_SECONDS`."""
    kept = _CURRENT.get((section, code))
    if kept is not None and kept[0] > monotonic():
        return kept[1]
    found = list_items(section).filter(code=code).first()
    if found is None:
        raise NotFound(_("No installed pack holds this."), section=section, code=code)
    _CURRENT[section, code] = (monotonic() + FRESH_SECONDS, found)
    return found


def find_changed(section: str, code: str) -> PackItem | None:
    """The city's own version of an item, None where it changed nothing; as fresh as `get_item`."""
    kept = _CHANGED.get("")
    if kept is None or kept[0] <= monotonic():
        found = {(item.section, item.code): item for item in overlay_items()}
        kept = _CHANGED[""] = (monotonic() + FRESH_SECONDS, found)
    return kept[1].get((section, code))


def forget() -> None:
    """Look for current items again next time (after an installation; between tests)."""
    _CURRENT.clear()
    _CHANGED.clear()


def load(item: PackItem) -> Any:
    """The item as its section's pydantic model. Cached: items never change. Treat the model as frozen."""
    model = _LOADED.get(item.id)
    if model is None:
        model = sections.get(item.section).model.model_validate(item.content)
        if len(_LOADED) >= _LIMIT:
            _LOADED.clear()
        _LOADED[item.id] = model
    return model


def load_by_id(item_id: int) -> Any:
    """As `load`, from the id alone: no statement if the item was loaded before. Raises `NotFound`."""
    model = _LOADED.get(item_id)
    if model is not None:
        return model
    item = PackItem.objects.filter(id=item_id).first()
    if item is None:
        raise NotFound(_("No installed pack holds this."), item=item_id)
    return load(item)


class InstalledLibrary:
    """What the current versions of some packs hold, and of all that those build on."""

    def __init__(self, pack_ids: Iterable[str]) -> None:
        packs = {pack.pack_id: pack for pack in current_packs()}
        wanted, reached = list(pack_ids), set[str]()
        self._partial = False
        while wanted:
            name = wanted.pop()
            self._partial = self._partial or name not in packs
            if name in packs and name not in reached:
                reached.add(name)
                wanted.extend(packs[name].depends)
        self._items: dict[str, dict[str, PackItem]] = {}
        for item in PackItem.objects.filter(pack__in=[packs[name].id for name in reached]):
            self._items.setdefault(item.section, {})[item.code] = item

    def codes(self, section: str) -> frozenset[str]:
        return frozenset(self._items.get(section, ()))

    def get(self, section: str, code: str) -> Any | None:
        item = self._items.get(section, {}).get(code)
        return load(item) if item is not None else None

    def is_partial(self, section: str) -> bool:
        """A pack that is not installed may hold anything."""
        return self._partial
