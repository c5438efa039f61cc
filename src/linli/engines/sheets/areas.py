"""How large a table a packed sheet becomes when it is opened, measured piece by piece without opening it. Pure.

A few hundred bytes can be thousands of millions of cells: one of them in the last corner, or one that is repeated.
"""

import re
from typing import Final

_FILLED: Final = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>"""
)
_PLACED: Final = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*?)(/?)>")
_REPEATED: Final = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,9})["']""")
_LONGEST_TAG: Final = 4_000


class FilledArea:
    """Of a part of an .xlsx: the workbook may call any of them a sheet. Its cells say where they stand."""

    def __init__(self) -> None:
        self._rows = self._columns = 0
        self._rest = b""

    def grow(self, chunk: bytes) -> int:
        """Cells so far, blank ones between counted."""
        text = self._rest + chunk
        for letters, row in _FILLED.findall(text):
            self._rows = max(self._rows, int(row))
            self._columns = max(self._columns, _column_of(letters))
        self._rest = text[text.rfind(b"<") :][-_LONGEST_TAG:]
        return self._rows * self._columns


class SpreadArea:
    """Of an .ods: its rows and cells stand one after the other, and say how often they are repeated."""

    def __init__(self) -> None:
        self._row, self._repeated, self._column = 0, 1, 0
        self._rows = self._columns = 0
        self._rest = b""

    def grow(self, chunk: bytes) -> int:
        """Cells of the largest sheet so far, blank ones between counted."""
        text = self._rest + chunk
        end = text.rfind(b"<")
        for tag, attributes, closed in _PLACED.findall(text[:end]):
            self._place(tag, attributes, closed=bool(closed))
        self._rest = text[end:][-_LONGEST_TAG:]
        return self._rows * self._columns

    def _place(self, tag: bytes, attributes: bytes, *, closed: bool) -> None:
        found = _REPEATED.search(attributes)
        repeated = int(found[1]) if found else 1
        if tag == b"table":
            self._row, self._repeated, self._column = 0, 0, 0
        elif tag == b"table-row":
            self._row, self._repeated, self._column = self._row + self._repeated, repeated, 0
        else:
            self._column += repeated
            if not closed or b"value" in attributes:
                self._rows = max(self._rows, self._row + self._repeated)
                self._columns = max(self._columns, self._column)


def _column_of(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
