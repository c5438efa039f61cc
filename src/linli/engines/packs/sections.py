"""What a pack can hold: each app declares its sections here, from its `apps.py`.

A section is a folder of a pack. Each YAML file in it is one item (or a list of items); each CSV file is one
item whose `code` is the file's name and whose `rows` are its lines.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from pydantic import BaseModel

from linli.engines.packs.blocks import Block
from linli.engines.packs.models import PackItem

DocPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault inside one item, before it has a line number.

    `path` leads into the document («steps», 2, «role»); `value` is what stands there (taken from the document
    if None); `line` and `column` (from 1) point inside a text such as an expression; `key` points at the key.
    `unchecked`: no fault, but what it names may stand in a file that could not be read.
    """

    path: DocPath
    message: str
    mend: str = ""
    value: str | None = None
    line: int = 1
    column: int = 1
    key: bool = False
    unchecked: bool = False


class Library(Protocol):
    """What an item may refer to: this pack and those it depends on."""

    def codes(self, section: str) -> frozenset[str]:
        """All codes of a section."""

    def get(self, section: str, code: str) -> Any | None:
        """The item's model, or None if it is missing or itself faulty."""

    def is_partial(self, section: str) -> bool:
        """Whether a file that may hold more of this section could not be read."""


Check = Callable[[Any, Library], Iterable[Finding]]
Install = Callable[[PackItem], None]
Retire = Callable[[str], None]
Describe = Callable[[Any, Library], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class Section:
    """`model` describes one item and has a field `code`; `check` finds what the model alone cannot; `examples`
    runs the worked examples of an item in which `check` found nothing; `advise` tells what is no fault but worth
    a second look before it comes into force.

    In the transaction that installs a pack, `install` projects an item into the app's own tables, and `retire` takes
    back what was projected of a code that the newer version no longer holds; items stay for those who pinned them.
    `describe` tells an item in the handbook; without it the keys are shown as they are. `taken` says what to do where a
    pack below holds the code, if another code is no way out.
    """

    name: str
    folder: str
    model: type[BaseModel]
    check: Check | None = None
    install: Install | None = None
    examples: Check | None = None
    advise: Check | None = None
    retire: Retire | None = None
    describe: Describe | None = None
    taken: str | Promise = ""


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Declare a section; declaring it again replaces it only with an equal one."""
    known = _SECTIONS.setdefault(section.name, section)
    if known != section:
        raise ValueError(f"section {section.name} is declared twice")
    if any(other.folder == section.folder and other.name != section.name for other in _SECTIONS.values()):
        del _SECTIONS[section.name]
        raise ValueError(f"folder {section.folder} belongs to another section")


def get(name: str) -> Section:
    """The section of this name; raises KeyError."""
    return _SECTIONS[name]


def find(name: str) -> Section | None:
    """The section of this name; None where the app that declared it is no longer there."""
    return _SECTIONS.get(name)


def by_folder(folder: str) -> Section | None:
    return next((section for section in _SECTIONS.values() if section.folder == folder), None)


def all_sections() -> Iterator[Section]:
    """Every section, in the order of declaration."""
    yield from _SECTIONS.values()
