"""CSV read so that every row and cell still knows its line and column."""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.packs.documents import Spot, decode
from linli.engines.packs.faults import Fault
from linli.engines.packs.sections import DocPath


@dataclass(slots=True)
class CsvDocument:
    """One CSV file as one item: `code` from the file's name, `rows` by header.

    Lines «# key: value» above the header become keys of the item. Empty cells count as not given.
    """

    file: str
    data: dict[str, Any] | None = None
    faults: list[Fault] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _header: list[str] = field(default_factory=list)
    _header_line: int = 1
    _row_lines: list[int] = field(default_factory=list)
    _meta_lines: dict[str, int] = field(default_factory=dict)

    def locate(self, path: DocPath, *, key: bool = False, line: int = 1, column: int = 1) -> Spot:
        if len(path) >= 2 and path[0] == "rows" and isinstance(path[1], int):
            if path[1] >= len(self._row_lines):
                return Spot(self._header_line, 1, "")
            name = next((str(step) for step in path[2:] if str(step) in self._header), None)
            if key and name is not None:
                return self._cell(self._header_line, name)
            return self._cell(self._row_lines[path[1]], name, column)
        if path and str(path[0]) in self._meta_lines:
            number = self._meta_lines[str(path[0])]
            return Spot(number, 1, self._lines[number - 1].partition(":")[2].strip())
        return Spot(1, 1, "")

    def _cell(self, line: int, name: str | None, inside: int = 1) -> Spot:
        """The cell of that name; `inside` counts the signs of what it says."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if name is None:
            return Spot(line, 1, text)
        index = self._header.index(name)
        cells = list(_CELL.finditer(text))
        if index >= len(cells):
            return Spot(line, len(text) + 1, "")
        start, written = cells[index].start(1), cells[index][1]
        if written.startswith('"'):
            signs = [match.start() for match in _QUOTED_SIGN.finditer(written, 1)]
            value = written[1:].removesuffix('"').replace('""', '"')
        else:
            signs, value = list(range(len(written))), written
        lead = len(value) - len(value.lstrip())
        at = lead + inside - 1
        return Spot(line, start + (signs[at] if at < len(signs) else 0) + 1, value.strip())


_CELL: Final = re.compile(r'(?:^|,)("(?:[^"]|"")*"?|[^,]*)')
_QUOTED_SIGN: Final = re.compile(r'""|[^"]')


def read_csv(file: str, raw: bytes) -> CsvDocument:
    """Parse one file. All that is wrong with it as a table is in `faults`."""
    document = CsvDocument(file)
    text = decode(file, raw, document.faults)
    if text is None:
        return document
    document._lines = text.splitlines()
    skip, meta = _read_meta(document)
    reader = csv.reader(io.StringIO("\n".join(document._lines[skip:]), newline=""), strict=True)
    rows: list[dict[str, str]] = []
    start = skip
    try:
        for cells in reader:
            line, start = start + 1, skip + reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not document._header:
                _read_header(document, cells, line)
            else:
                _read_row(document, rows, cells, line)
    except csv.Error as error:
        document.faults.append(
            Fault(
                file,
                skip + reader.line_num,
                1,
                "",
                _("This is not CSV: %(problem)s.") % {"problem": error},
                _("Check the quotes of this line."),
            )
        )
    if not document._header and not document.faults:
        document.faults.append(
            Fault(file, 1, 1, "", _("The table has no header."), _("The first line names the columns."))
        )
    if not document.faults:
        document.data = {"code": PurePath(file).stem, **meta, "rows": rows}
    return document


def _read_meta(document: CsvDocument) -> tuple[int, dict[str, str]]:
    meta: dict[str, str] = {}
    for number, line in enumerate(document._lines):
        if not line.startswith("#"):
            return number, meta
        key, colon, value = line[1:].partition(":")
        if colon and key.strip().isidentifier():
            meta[key.strip()] = value.strip()
            document._meta_lines[key.strip()] = number + 1
    return len(document._lines), meta


def _read_header(document: CsvDocument, cells: list[str], line: int) -> None:
    document._header = [cell.strip() for cell in cells]
    document._header_line = line
    for name in document._header:
        if not name or document._header.count(name) > 1:
            document.faults.append(
                Fault(
                    document.file,
                    line,
                    1,
                    name,
                    _("A column has no name, or two have the same one."),
                    _("Give each column its own name."),
                )
            )
            return


def _read_row(document: CsvDocument, rows: list[dict[str, str]], cells: list[str], line: int) -> None:
    if len(cells) != len(document._header):
        document.faults.append(
            Fault(
                document.file,
                line,
                1,
                ",".join(cells),
                _("The row has %(found)d cells, the header has %(expected)d.")
                % {"found": len(cells), "expected": len(document._header)},
                _("Add or remove commas; a text with a comma stands in quotes."),
            )
        )
        return
    document._row_lines.append(line)
    pairs = zip(document._header, cells, strict=True)
    rows.append({name: cell.strip() for name, cell in pairs if cell.strip()})
