"""What a form shows beside plain fields: drawn by templates of this app."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.ui.components.forms import Field


@dataclass(frozen=True, slots=True)
class Computed:
    """A value the server works out: read-only, in words; empty while something is missing."""

    template: ClassVar[str] = "forms/_computed.html"
    name: str
    label: str
    value: str
    hint: str = ""
    error: str = ""
    wide: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its heading and a field for each column."""

    label: str
    note: str
    cells: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns of fields; on a phone each row is a small group."""

    template: ClassVar[str] = "forms/_table.html"
    name: str
    label: str
    columns: Sequence[str]
    lines: Sequence[Line]
    hint: str = ""
    error: str = ""
    required: bool = True
    wide: bool = True

    @property
    def id(self) -> str:
        return f"f-{self.name}"


Widget = Field | Computed | Table
