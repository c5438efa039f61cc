"""Rows that were not taken, as a workbook to be mended and sent again: as they were, the reason in the last column."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

import xlsxwriter

REASON: Final = "未导入原因"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTH: Final = 16


def write_refused(parts: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """An .xlsx file: for each part the name of its sheet, the titles, and rows whose last text is the reason.

    Every cell is text, so that no number loses a digit and nothing is calculated.
    """
    out = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options | {"in_memory": True})
    head = book.add_format(
        {"bold": True, "num_format": "@", "bg_color": "#edeae1", "border": 1, "text_wrap": True}
    )
    text = book.add_format({"num_format": "@", "valign": "top"})
    wrong = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "font_color": "#a3341f"})
    used: set[str] = set()
    for name, titles, rows in parts:
        page = book.add_worksheet(_sheet_name(name, used))
        page.set_column(0, len(titles) - 1, _WIDTH, text)
        page.set_column(len(titles), len(titles), 60, wrong)
        page.freeze_panes(1, 0)
        for column, title in enumerate([*titles, REASON]):
            page.write_string(0, column, guarded(title), head)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                page.write_string(at, column, guarded(cell), wrong if column == len(titles) else text)
    book.close()
    return out.getvalue()


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would calculate; it is taken away again when read."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _sheet_name(name: str, used: set[str]) -> str:
    """Excel takes 31 characters, without some signs, each name once."""
    clean = re.sub(r"[\[\]:*?/\\']", "-", name)[:28] or "1"
    while clean.lower() in used:
        clean += "_"
    used.add(clean.lower())
    return clean
