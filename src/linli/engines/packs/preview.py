"""What an installation would change, told before it is done. Writes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from linli.engines.packs import admission, queries
from linli.engines.packs.check import Checked
from linli.engines.packs.comparing import (
    NOTHING,
    Comparison,
    Contents,
    ItemName,
    compare,
    of_folder,
    of_installed,
)
from linli.engines.packs.differences import Conflict, three_way
from linli.engines.packs.faults import Fault, PackRefused, Unchecked
from linli.engines.packs.manifest import Dependency, Manifest
from linli.engines.packs.models import PackItem
from linli.engines.packs.reading import ReadPack, read_pack
from linli.kernel.clock import local_day


@dataclass(frozen=True, slots=True)
class Overlaid:
    """An item that changes or goes and that the city has changed too; `conflicts` are for a person; the pack's
    `contents` name what they are about."""

    item: ItemName
    conflicts: tuple[Conflict, ...]
    retired: bool
    contents: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """`installed` is the version in force, None at the first installation; `same` says that nothing would change.

    `older` are items of earlier versions that change or go: cases may have pinned them.
    """

    manifest: Manifest
    installed: str | None
    same: bool
    faults: tuple[Fault, ...]
    unchecked: Unchecked
    builds_on: tuple[tuple[Dependency, str | None], ...]
    comparison: Comparison
    overlaid: tuple[Overlaid, ...]
    older: tuple[PackItem, ...]


def preview(*, folder: Path, now: datetime) -> Preview:
    """What `install` would do with this folder at `now`. Raises `PackRefused` where the manifest cannot be read."""
    read = read_pack(folder)
    if read.manifest is None:
        raise PackRefused(read.faults)
    current = queries.current_packs().filter(pack_id=read.manifest.id).first()
    old, new = of_installed(current) if current else NOTHING, of_folder(read)
    comparison, checked = compare(old, new), _check(read, read.manifest, now)
    return Preview(
        manifest=read.manifest,
        installed=current.version if current else None,
        same=current is not None and bytes(current.digest) == read.digest,
        faults=checked.faults,
        unchecked=checked.unchecked,
        builds_on=tuple(_builds_on(read.manifest)),
        comparison=comparison,
        overlaid=tuple(_overlaid(comparison, old, new)),
        older=tuple(_older(read.manifest, comparison)),
    )


def _check(read: ReadPack, manifest: Manifest, now: datetime) -> Checked:
    try:
        if not read.faults and admission.find_same(read, manifest) is not None:
            return Checked(())
    except PackRefused as refused:
        return Checked(refused.faults)
    return admission.check(read, manifest, local_day(now))


def _builds_on(manifest: Manifest) -> Iterator[tuple[Dependency, str | None]]:
    versions = {pack.pack_id: pack.version for pack in queries.current_packs()}
    for dependency in manifest.depends:
        yield dependency, versions.get(dependency.id)


def _overlaid(comparison: Comparison, old: Contents, new: Contents) -> Iterator[Overlaid]:
    ours = {(item.section, item.code): item.content for item in queries.overlay_items()}
    for change in comparison.changed:
        if (key := change.item.key) in ours:
            merge = three_way(dict(old.items[key]), dict(new.items[key]), ours[key])
            yield Overlaid(change.item, merge.conflicts, False, (change.new, change.old))
    for item in comparison.retired:
        if item.key in ours:
            yield Overlaid(item, (), retired=True)


def _older(manifest: Manifest, comparison: Comparison) -> Iterator[PackItem]:
    touched = {change.item.key for change in comparison.changed} | {item.key for item in comparison.retired}
    items = PackItem.objects.filter(pack__pack_id=manifest.id).select_related("pack").defer("content")
    for item in items.order_by("section", "code", "id"):
        if (item.section, item.code) in touched:
            yield item
