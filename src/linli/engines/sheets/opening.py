"""A file that was sent, opened as far as it is a table: within bounds, its kind told by its bytes, not by its name.

The library reads a whole sheet at once, and one cell at XFD1048576 is a sheet of seventeen thousand million: so
what is packed is measured before.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from linli.engines.sheets.areas import FilledArea, SpreadArea
from linli.engines.sheets.cells import Cell

Kind = Literal["xlsx", "xls", "text"]
Reason = Literal["size", "unpacked", "cells", "kind", "locked", "html", "damaged", "empty"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK: Final = 1 << 20
_DELIMITERS: Final = ",\t;，"


class NoTable(ValueError):
    """The file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes of the file and of what is packed in it; cells of a sheet, blank ones between counted."""

    size: int = 30 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    cells: int = 12_000_000


BOUNDS: Final = Bounds()


@dataclass(slots=True)
class Sheet:
    """Rows from the first of the sheet, also where nothing stands in it; `merged`: (top, left, bottom, right), from 0,
    the last ones counted."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def sniff(data: bytes, bounds: Bounds = BOUNDS) -> Kind:
    """What the file is, as far as it is taken and within bounds. Raises `NoTable`."""
    if len(data) > bounds.size:
        raise NoTable("size")
    if data.startswith(b"PK\x03\x04"):
        _measure(data, bounds)
        return "xlsx"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise NoTable("locked")
        return "xls"
    text = decode(data)
    if not text.strip():
        raise NoTable("empty")
    if re.match(r"\s*<(\?xml|!doctype|html|table|head|meta|style)", text[:200], re.IGNORECASE):
        raise NoTable("html")
    return "text"


def open_sheets(data: bytes, bounds: Bounds = BOUNDS) -> list[Sheet]:
    """Every sheet that is shown and holds something. Raises `NoTable`."""
    kind = sniff(data, bounds)
    found = [_lines(decode(data), bounds)] if kind == "text" else list(_workbook(data, bounds))
    found = [sheet for sheet in found if sheet.rows]
    if not found:
        raise NoTable("empty")
    return found


def decode(data: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or GBK (GB 18030). Raises `NoTable`."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise NoTable("kind")


def _measure(data: bytes, bounds: Bounds) -> None:
    """Unpack all of it once without keeping it: what it says of its sizes need not be true."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if not {"xl/workbook.xml", "content.xml"} & names:
                raise NoTable("kind")
            total = 0
            for part in packed.infolist():
                total = _measure_part(packed, part.filename, total, bounds)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NoTable("damaged") from error


def _measure_part(packed: ZipFile, name: str, total: int, bounds: Bounds) -> int:
    area = SpreadArea() if name == "content.xml" else FilledArea()
    with packed.open(name) as part:
        while chunk := part.read(_CHUNK):
            total += len(chunk)
            if total > bounds.unpacked:
                raise NoTable("unpacked")
            if area.grow(chunk) > bounds.cells:
                raise NoTable("cells")
    return total


def _workbook(data: bytes, bounds: Bounds) -> Iterator[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        for name in shown:
            yield _sheet(name, book.get_sheet_by_name(name), bounds)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, NoTable):
            raise
        raise NoTable("locked" if "assword" in str(error) else "damaged") from error


def _sheet(name: str, sheet: CalamineSheet, bounds: Bounds) -> Sheet:
    if sheet.total_height * sheet.total_width > bounds.cells:
        raise NoTable("cells")
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    while rows and not any(_holds(cell) for cell in rows[-1]):
        rows.pop()
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return Sheet(name, rows, merged)


def _holds(cell: Cell) -> bool:
    """Blanks that somebody typed far below are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else True


def _lines(text: str, bounds: Bounds) -> Sheet:
    head = text[:20_000]
    delimiter = max(_DELIMITERS, key=head.count)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
    except csv.Error as error:
        raise NoTable("damaged") from error
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width * len(rows) > bounds.cells:
        raise NoTable("cells")
    return Sheet("CSV", rows)
