"""Every fault of a pack at once: shape, codes, references, and what each section checks itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.packs import folders
from linli.engines.packs.faults import ALL_CHECKED, Fault, Unchecked, format_faults
from linli.engines.packs.findings import suggest
from linli.engines.packs.manifest import Dependency, version_key
from linli.engines.packs.reading import ReadItem, ReadPack, read_pack
from linli.engines.packs.sections import Finding, Library, Section

__all__ = [
    "Checked",
    "PackLibrary",
    "check_folder",
    "check_pack",
    "check_read",
    "find_folder",
    "format_faults",
]


class PackLibrary:
    """What a read pack and the libraries below it hold."""

    def __init__(self, read: ReadPack, below: Sequence[Library] = ()) -> None:
        self.below = below
        self.unread = read.unread
        self.models: dict[str, dict[str, Any]] = {}
        for item in read.items:
            self.models.setdefault(item.section.name, {})[item.code] = item.model

    def codes(self, section: str) -> frozenset[str]:
        own = frozenset(self.models.get(section, ()))
        return own.union(*(library.codes(section) for library in self.below))

    def get(self, section: str, code: str) -> Any | None:
        own = self.models.get(section, {})
        if code in own:
            return own[code]
        found = (library.get(section, code) for library in self.below)
        return next((model for model in found if model is not None), None)

    def is_partial(self, section: str) -> bool:
        return section in self.unread or any(library.is_partial(section) for library in self.below)


class Unknown:
    """A pack below that could not be found: it may hold anything."""

    def codes(self, section: str) -> frozenset[str]:
        return frozenset()

    def get(self, section: str, code: str) -> Any | None:
        return None

    def is_partial(self, section: str) -> bool:
        return True


UNKNOWN: Final[Library] = Unknown()


@dataclass(frozen=True, slots=True)
class Checked:
    """Every fault in the order of the files, and what could not be looked at because of them."""

    faults: tuple[Fault, ...]
    unchecked: Unchecked = ALL_CHECKED


def check_pack(folder: Path) -> list[Fault]:
    """As `check_folder`, the faults alone."""
    return list(check_folder(folder).faults)


def check_folder(folder: Path) -> Checked:
    """All faults of the pack in `folder`; needs no database.

    Packs it depends on are looked for beside the folder, then among the built-in ones.
    """
    read = read_pack(folder)
    below, faults = _libraries_below(read, (folder.resolve(),))
    return check_read(read, below, faults)


def library_of(read: ReadPack) -> PackLibrary:
    """What a read pack holds, and what those hold that it depends on."""
    below, _faults = _libraries_below(read, (read.folder.resolve(),))
    return PackLibrary(read, below)


def check_read(read: ReadPack, below: Sequence[Library], known: Iterable[Fault] = ()) -> Checked:
    """Everything about a read pack, given the libraries it depends on; `known` faults are told with it."""
    library = PackLibrary(read, below)
    faults, items, references = {*read.faults, *known}, 0, 0
    for item in read.items:
        found = list(_findings(item, library, below))
        faults.update(item.fault(finding) for finding in found if not finding.unchecked)
        references += sum(finding.unchecked for finding in found)
        items += item.model is None or bool(found and item.section.examples)
    return Checked(tuple(sorted(faults)), Unchecked(read.unread_files, items, references))


def _findings(item: ReadItem, library: Library, below: Sequence[Library]) -> Iterator[Finding]:
    if any(item.code in lower.codes(item.section.name) for lower in below):
        yield _taken(item.section)
    elif item.model is not None and (item.whole or item.other == item.model):
        yield from findings(item.section, item.model, library)
    elif item.model is not None and item.other is not None:
        either = findings(item.section, item.other, library)
        yield from (found for found in findings(item.section, item.model, library) if found in either)


def _taken(section: Section) -> Finding:
    """The code of something that a pack below holds: two cannot have it."""
    message = _("A pack that this one depends on holds this code already.")
    return Finding(("code",), message, str(section.taken) or _("Take another code."))


def findings(section: Section, model: Any, library: Library) -> list[Finding]:
    """What the section finds in one item; its worked examples run where nothing else is wrong."""
    found = list(section.check(model, library)) if section.check else []
    if not found and section.examples is not None:
        found = list(section.examples(model, library))
    return found


def _libraries_below(read: ReadPack, path: tuple[Path, ...]) -> tuple[list[Library], list[Fault]]:
    libraries: list[Library] = []
    faults: list[Fault] = []
    if read.depends is None:
        return [UNKNOWN], faults
    for index, dependency in enumerate(read.depends):
        folder = find_folder(dependency.id, read.folder)
        if folder is None:
            message = _("The pack it depends on was not found.")
            mend = suggest(dependency.id, folders.list_builtin())
            faults.append(read.manifest_fault(("depends", index, "id"), message, mend))
            libraries.append(UNKNOWN)
            continue
        circle = _("The packs depend on each other in a circle.")
        below: tuple[list[Library], list[Fault]] = ([], [])
        lower = read_pack(folder)
        if folder.resolve() not in path:
            below = _libraries_below(lower, (*path, folder.resolve()))
        if folder.resolve() in path or any(fault.message == circle for fault in below[1]):
            faults.append(read.manifest_fault(("depends", index, "id"), circle))
            libraries.append(UNKNOWN)
            continue
        faults.extend(_check_version(read, index, dependency, lower))
        libraries.append(PackLibrary(lower, below[0]))
    return libraries, faults


def _check_version(read: ReadPack, index: int, dependency: Dependency, lower: ReadPack) -> Iterator[Fault]:
    if lower.manifest and not dependency.admits(lower.manifest.version):
        yield version_fault(read, index, dependency, lower.manifest.version)


def version_fault(read: ReadPack, index: int, dependency: Dependency, found: str) -> Fault:
    """The dependency at `index` is there in a version that does not fit."""
    low = version_key(found) < version_key(dependency.at_least)
    message = _("Version %(found)s is there, %(wanted)s is needed.")
    facts = {"found": found, "wanted": dependency.words}
    return read.manifest_fault(("depends", index, "at_least" if low else "below"), message % facts)


def find_folder(pack_id: str, beside: Path) -> Path | None:
    """The folder of a pack by its id: next to `beside`, else built in."""
    for candidate in (beside.resolve().parent / pack_id, folders.builtin_root() / pack_id):
        if (candidate / "pack.yaml").is_file():
            return candidate
    return None
