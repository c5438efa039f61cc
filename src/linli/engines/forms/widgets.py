"""What a form shows beside plain fields: drawn by templates of this app."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from linli.kernel.ui.components.forms import Choice, Field


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


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo or a file; `token` and `known` name the one that is here already."""

    template: ClassVar[str] = "forms/_upload.html"
    name: str
    label: str
    accept: str
    token: str = ""
    known: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    wide: bool = True

    @property
    def id(self) -> str:
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class Finder:
    """Something of a register: what is offered, and where `searches` a field for words to find more."""

    template: ClassVar[str] = "forms/_finder.html"
    name: str
    label: str
    choices: Sequence[Choice]
    searches: bool
    query: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    wide: bool = True

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def found_nothing(self) -> bool:
        return bool(self.query) and not self.choices


@dataclass(frozen=True, slots=True)
class Signature:
    """Drawn with a finger where a script can draw, or the name typed and confirmed."""

    template: ClassVar[str] = "forms/_signature.html"
    name: str
    label: str
    typed: str = ""
    agreed: bool = False
    token: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True
    wide: bool = True

    @property
    def id(self) -> str:
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class Point:
    """Longitude and latitude, and which map they are from."""

    template: ClassVar[str] = "forms/_point.html"
    name: str
    label: str
    lon: str = ""
    lat: str = ""
    datum: str = "wgs84"
    hint: str = ""
    error: str = ""
    required: bool = True
    wide: bool = True

    @property
    def id(self) -> str:
        return f"f-{self.name}"


Widget = Field | Computed | Table | Upload | Finder | Signature | Point
