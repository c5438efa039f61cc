"""What one version of a pack says that another does not. Pure, but for reading an installed version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linli.engines.packs.differences import Difference, differences
from linli.engines.packs.models import InstalledPack
from linli.engines.packs.names import MANIFEST
from linli.engines.packs.reading import ReadPack

Key = tuple[str, str]
"""Section and code of an item."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version says: its manifest and its items, as written."""

    manifest: Mapping[str, Any]
    items: Mapping[Key, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item as people know it."""

    section: str
    code: str
    title: str

    @property
    def key(self) -> Key:
        return self.section, self.code


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that both versions have, and what differs in it; `old` and `new` are its whole contents."""

    item: ItemName
    differences: tuple[Difference, ...]
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything in which two versions differ; what is retired stands in the old one only."""

    manifest: ItemChange | None
    added: tuple[ItemName, ...]
    changed: tuple[ItemChange, ...]
    retired: tuple[ItemName, ...]

    @property
    def same(self) -> bool:
        return not (self.manifest or self.added or self.changed or self.retired)


NOTHING = Contents({}, {})


def of_folder(read: ReadPack) -> Contents:
    items = {(item.section.name, item.code): item.content for item in read.items}
    return Contents(read.document.data or {}, items)


def of_installed(pack: InstalledPack) -> Contents:
    rows = pack.items.order_by("id").values_list("section", "code", "content")
    return Contents(pack.manifest, {(section, code): content for section, code, content in rows})


def compare(old: Contents, new: Contents) -> Comparison:
    """Items in the order of sections and codes; members of lists as they stand in the new version."""
    return Comparison(
        manifest=_change(ItemName(MANIFEST, "", ""), old.manifest, new.manifest)
        if old is not NOTHING
        else None,
        added=tuple(_names(new, new.items.keys() - old.items.keys())),
        changed=tuple(_changes(old, new)),
        retired=tuple(_names(old, old.items.keys() - new.items.keys())),
    )


def _names(contents: Contents, keys: set[Key]) -> Iterator[ItemName]:
    for key in sorted(keys):
        yield ItemName(*key, title=str(contents.items[key].get("title", "")))


def _changes(old: Contents, new: Contents) -> Iterator[ItemChange]:
    for name in _names(new, old.items.keys() & new.items.keys()):
        if found := _change(name, old.items[name.key], new.items[name.key]):
            yield found


def _change(name: ItemName, old: Mapping[str, Any], new: Mapping[str, Any]) -> ItemChange | None:
    found = differences(dict(old), dict(new))
    return ItemChange(name, tuple(found), old, new) if found else None
