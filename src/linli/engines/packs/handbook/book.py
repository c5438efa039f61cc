"""The handbook of a pack: chapters by section, entries by item."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs.blocks import Block, Facts
from linli.engines.packs.check import check_folder, library_of
from linli.engines.packs.faults import PackRefused
from linli.engines.packs.findings import name_of
from linli.engines.packs.manifest import Manifest
from linli.engines.packs.reading import ReadItem, read_pack
from linli.engines.packs.sections import Library, all_sections
from linli.engines.packs.words import in_line, tell_value


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `anchor` is where links lead."""

    code: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    manifest: Manifest
    facts: Facts
    chapters: tuple[Chapter, ...]


def write_book(folder: Path) -> Book:
    """The book of the pack in `folder`; raises `PackRefused` with every fault if it has any."""
    checked = check_folder(folder)
    read = read_pack(folder)
    if checked.faults or read.manifest is None:
        raise PackRefused(checked.faults, checked.unchecked)
    library = library_of(read)
    chapters = []
    for section in reversed(list(all_sections())):  # what residents ask about first, what it stands on last
        items = [item for item in read.items if item.section.name == section.name]
        if items:
            title = _(name_of(section.name)).capitalize()
            chapters.append(Chapter(title, tuple(_entries(items, library))))
    return Book(read.manifest, _facts(read.manifest), tuple(chapters))


def _entries(items: Iterable[ReadItem], library: Library) -> Iterator[Entry]:
    for item in items:
        describe = item.section.describe or _fields
        yield Entry(
            code=item.code,
            title=str(item.content.get("title") or _(name_of(item.section.name)).capitalize()),
            anchor=f"{item.section.name}-{item.code}",
            blocks=tuple(describe(item.model, library)),
        )


def _fields(model: Any, library: Library) -> Iterator[Block]:
    """A section that describes nothing is shown key by key."""
    content = model.model_dump(mode="json", exclude_defaults=True, exclude={"code", "title"})
    yield Facts(tuple((key, in_line(tell_value(value))) for key, value in content.items()))


def _facts(manifest: Manifest) -> Facts:
    depends = ", ".join(f"{one.id} {one.words}" for one in manifest.depends)
    valid = str(manifest.valid) if manifest.valid.from_ or manifest.valid.until else ""
    return Facts(
        (
            (_("Pack"), f"{manifest.id} {manifest.version}"),
            (_("Holds for"), manifest.region or _("everywhere")),
            (_("May be installed"), valid),
            (_("Builds on"), depends),
            (_("Licence"), manifest.licence),
            (_("Source"), manifest.source),
        )
    )
