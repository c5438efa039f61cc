"""A file that was sent, opened as far as it is a workbook: cells sheet by sheet, and which of them hold no value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, Literal
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from linli.engines.sheets.opening import Bounds, NoTable, sniff

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a workbook."""
UNPACKED: Final = 200 * 1024 * 1024
"""Bytes of what is packed in it: a small file can hold a whole disk of zeros."""
MOST_ROWS: Final = 20_000
"""Rows of a sheet in which something stands."""

Odd = Literal["formula", "error"]


class NotAWorkbook(ValueError):
    """Not an .xlsx file, or none that can be read."""


class TooLarge(ValueError):
    """Packed or unpacked."""


@dataclass(slots=True)
class Page:
    """Rows as they stand, without the blank ones at the end, and at most one more than `MOST_ROWS`. `odd`: cells by
    name that hold a formula or an error instead of a value; `merged`: first row and column of merged cells."""

    rows: list[list[Any]] = field(default_factory=list)
    odd: dict[str, Odd] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)


def open_workbook(data: bytes) -> dict[str, Page]:
    """Every sheet by its name; raises `TooLarge`, `NotAWorkbook`."""
    _measure(data)
    try:
        with ZipFile(BytesIO(data)) as packed:
            odd = _odd_cells(packed)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return {
            name: _page(book.get_sheet_by_name(name), odd.get(number, {}))
            for number, name in enumerate(book.sheet_names, 1)
        }
    except (CalamineError, BadZipFile, OSError, KeyError, NotImplementedError, RuntimeError) as error:
        raise NotAWorkbook from error


def _measure(data: bytes) -> None:
    """As every spreadsheet that comes in: what is packed is unpacked once and counted."""
    try:
        kind = sniff(data, Bounds(LARGEST, UNPACKED))
    except NoTable as refusal:
        raise (TooLarge if refusal.reason in ("size", "unpacked", "cells") else NotAWorkbook) from refusal
    if kind != "xlsx":
        raise NotAWorkbook


def _page(sheet: CalamineSheet, odd: dict[str, Odd]) -> Page:
    merged = [tuple(start) for start, _end in sheet.merged_cell_ranges or ()]
    page = Page([], odd, merged)  # type: ignore[arg-type]
    blank = 0
    for row in _rows(sheet):
        if not any(cell if not isinstance(cell, str) else cell.strip() for cell in row):
            blank += 1
            continue
        page.rows += [[] for _row in range(blank)]
        blank = 0
        page.rows.append(list(row))
        if len(page.rows) > MOST_ROWS + 1:
            break
    return page


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """From the first row of the sheet, also where nothing stands in it."""
    first = sheet.start[0] if sheet.start else 0
    left = sheet.start[1] if sheet.start else 0
    yield from ([] for _row in range(first))
    for row in sheet.iter_rows():
        yield [""] * left + list(row)


_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(\s*<(?:\w+:)?f[\s/>])?")
_NAME: Final = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")


def _odd_cells(packed: ZipFile) -> dict[int, dict[str, Odd]]:
    """Cells with a formula or an error, by the number of their sheet: the library gives their last value only."""
    targets = {
        _attribute(found[1], b"Id"): _attribute(found[1], b"Target")
        for found in _RELATION.finditer(packed.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[int, dict[str, Odd]] = {}
    for number, sheet in enumerate(_SHEET.finditer(packed.read("xl/workbook.xml")), 1):
        target = targets.get(_attribute(sheet[1], rb"\w+:id"), "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        found[number] = dict(_odd_in(packed.read(path)))
    return found


def _odd_in(text: bytes) -> Iterator[tuple[str, Odd]]:
    for cell in _CELL.finditer(text):
        formula, error = bool(cell[2]), b't="e"' in cell[1]
        name = _NAME.search(cell[1]) if formula or error else None
        if name is not None:
            yield name[1].decode(), "formula" if formula else "error"


def _attribute(text: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb'="([^"]*)"', text)
    return found[1].decode() if found else ""
