"""Events of the files: ids and codes."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.events.registry import Event, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FileChanged(Event):
    """A change of `kind` was applied to the file of `person`."""

    NAME: ClassVar[str] = "people.changed"
    person: int
    change: int
    kind: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FilesMerged(Event):
    """The file `person` is now one with that of `into`."""

    NAME: ClassVar[str] = "people.merged"
    person: int
    into: int
    change: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Event):
    """The file `person` stands for itself again."""

    NAME: ClassVar[str] = "people.merge_undone"
    person: int
    was_in: int
    change: int


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FilesImported(Event):
    """Files of `community` were made or changed by an import, or taken back with it; one event for each community."""

    NAME: ClassVar[str] = "people.imported"
    batch: int
    community: int
