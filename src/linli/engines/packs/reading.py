"""A folder read as a pack: manifest, items and every fault of their shape."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.packs import sections
from linli.engines.packs.documents import Document, YamlDocument, read_yaml
from linli.engines.packs.faults import Fault
from linli.engines.packs.findings import suggest
from linli.engines.packs.manifest import Dependency, Manifest
from linli.engines.packs.repairing import HIGH, LOW, repaired
from linli.engines.packs.sections import DocPath, Finding, Section
from linli.engines.packs.shapes import validate
from linli.engines.packs.tables import CsvDocument, read_csv

_BESIDE = {"pack.yaml", "README.md", "README.zh.md", "LICENSE", "CHANGELOG.md"}


@dataclass(frozen=True, slots=True)
class ReadItem:
    """`content` as written (JSON types), `model` its typed form. Where its shape is faulty it is not `whole`, and
    `model` is what it would be with its slips mended, or None."""

    section: Section
    code: str
    content: dict[str, Any]
    model: Any | None
    document: Document
    prefix: DocPath
    whole: bool = True
    other: Any | None = None
    """Where a number could not be read, the model with another one in its place."""

    def fault(self, finding: Finding) -> Fault:
        """The finding at its line."""
        spot = self.document.locate(
            (*self.prefix, *finding.path), key=finding.key, line=finding.line, column=finding.column
        )
        value = spot.value if finding.value is None else finding.value
        return Fault(self.document.file, spot.line, spot.column, value, finding.message, finding.mend)


@dataclass(slots=True)
class ReadPack:
    """`manifest` is None where `pack.yaml` is missing or faulty."""

    folder: Path
    manifest: Manifest | None = None
    document: YamlDocument = field(default_factory=lambda: YamlDocument("pack.yaml"))
    items: list[ReadItem] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Sections that may hold more than `items`: a file of theirs could not be read."""
    unread_files: int = 0
    depends: list[Dependency] | None = None
    """The packs it builds on, as far as they can be read; None where it may build on any."""

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the pack says; comments, layout and file names do not count."""
        said = {
            "manifest": self.document.data,
            "items": sorted(
                ([item.section.name, item.code, item.content] for item in self.items), key=lambda row: row[:2]
            ),
        }
        return sha256(
            json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        ).digest()

    def manifest_fault(self, path: DocPath, message: str, mend: str = "") -> Fault:
        spot = self.document.locate(path)
        return Fault("pack.yaml", spot.line, spot.column, spot.value, message, mend)


def read_pack(folder: Path) -> ReadPack:
    """Read everything; never stops at the first fault."""
    with _no_collecting():
        return _read_pack(folder)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Reading makes many objects and no garbage: looking for some in between costs as much as the reading."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _read_pack(folder: Path) -> ReadPack:
    read = ReadPack(folder)
    _read_manifest(read)
    if not folder.is_dir():
        return read
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.name in _BESIDE:
            continue
        section = sections.by_folder(path.name) if path.is_dir() else None
        if section is None:
            known = [known.folder for known in sections.all_sections()]
            message = _("A pack has no such folder or file.")
            read.unread.update(_meant(path.name))
            read.faults.append(Fault(path.name, 0, 0, "", message, suggest(path.name, known)))
            continue
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.name.startswith((".", "~")):
                read.items.extend(_read_file(read, section, file))
    _check_duplicates(read)
    return read


def _meant(folder: str) -> Iterator[str]:
    """The section that a folder of an unknown name may be meant for."""
    names = {section.folder: section.name for section in sections.all_sections()}
    yield from (names[close] for close in get_close_matches(folder.lower(), names, n=1, cutoff=0.6))


def _read_manifest(read: ReadPack) -> None:
    path = read.folder / "pack.yaml"
    if not path.is_file():
        mend = _("Write id, version, title, licence and source in it.")
        read.faults.append(
            Fault("pack.yaml", 0, 0, str(read.folder.name), _("The pack has no pack.yaml."), mend)
        )
        return
    read.document = read_yaml("pack.yaml", path.read_bytes())
    read.faults.extend(read.document.faults)
    if read.document.data is None:
        return
    manifest, faults = validate(Manifest, read.document.data, read.document)
    read.faults.extend(faults)
    read.manifest = None if read.document.faults else manifest
    meant = manifest or repaired(Manifest, read.document.data)
    read.depends = None if meant is None else meant.depends


def _read_file(read: ReadPack, section: Section, path: Path) -> Iterator[ReadItem]:
    name = path.relative_to(read.folder).as_posix()
    document: YamlDocument | CsvDocument
    if path.suffix in (".yaml", ".yml"):
        document = read_yaml(name, path.read_bytes())
    elif path.suffix == ".csv":
        document = read_csv(name, path.read_bytes())
    else:
        message, mend = _("Only .yaml and .csv files stand here."), _("Rename or remove the file.")
        read.faults.append(Fault(name, 0, 0, "", message, mend))
        read.unread.add(section.name)
        return
    read.faults.extend(document.faults)
    data = document.data
    if data is None:
        if document.faults:
            read.unread.add(section.name)
            read.unread_files += 1
        else:
            read.faults.append(
                Fault(name, 0, 0, "", _("The file is empty."), _("Write an item, or remove it."))
            )
        return
    entries: list[tuple[DocPath, Any]] = (
        [((index,), entry) for index, entry in enumerate(data)] if isinstance(data, list) else [((), data)]
    )
    for prefix, entry in entries:
        model, faults = validate(section.model, entry, document, prefix)
        read.faults.extend(faults)
        whole, other = model is not None, None
        if model is None:
            model, other = (repaired(section.model, entry, number=number) for number in (LOW, HIGH))
        code = getattr(model, "code", None) or (entry.get("code") if isinstance(entry, dict) else None)
        if isinstance(code, str) and 0 < len(code) <= 64:
            if not isinstance(entry, dict) or entry.get("code") != code:
                read.unread.add(section.name)  # the code is guessed: who names the right one is not at fault
            yield ReadItem(section, code, entry, model, document, prefix, whole, other)
            continue
        read.unread.add(section.name)
        if not faults:
            read.faults.append(
                Fault(name, 1, 1, "", _("A code of 1 to 64 characters is missing."), _("Write «code: …»."))
            )


def _check_duplicates(read: ReadPack) -> None:
    first: dict[tuple[str, str], ReadItem] = {}
    for item in read.items:
        known = first.setdefault((item.section.name, item.code), item)
        if known is not item:
            spot = known.document.locate((*known.prefix, "code"))
            message = _("This code is used a second time; first in %(file)s line %(line)d.")
            facts = {"file": known.document.file, "line": spot.line}
            read.faults.append(item.fault(Finding(("code",), message % facts, _("Give each its own code."))))
