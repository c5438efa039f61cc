"""What a page of the handbook is made of. A section's `describe` yields these; they know neither HTML nor Markdown."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `mark` makes it a notice that nobody overlooks."""

    kind: ClassVar[str] = "text"
    text: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values; rows without a value are left out."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, value in self.rows if value)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a heading."""

    kind: ClassVar[str] = "bullets"
    title: str
    lines: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading; each row has as many cells as `head`."""

    kind: ClassVar[str] = "table"
    title: str
    head: Cells
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, and what it says in words, for who reads text only."""

    kind: ClassVar[str] = "drawing"
    svg: SafeString
    words: str


Block = Text | Facts | Bullets | Table | Drawing
