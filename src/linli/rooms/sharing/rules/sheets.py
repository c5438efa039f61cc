"""Rows as a file that says on each page and in each row where it comes from. Pure."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Final

import xlsxwriter

from linli.rooms.sharing.rules import inert

_WIDTHS: Final = (8, 40)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says of itself: `line` on each page, `short` in the last column of each row (under `title`)."""

    line: str
    short: str
    title: str


def write_xlsx(titles: Sequence[str], rows: Iterable[Sequence[str]], mark: Mark) -> bytes:
    """Every cell a text: identity numbers stay whole, and nothing is a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    page = book.add_worksheet()
    # «&» begins a code in headers and footers, and 255 characters are the most that fit.
    said = mark.line.replace("&", "&&")[:240]
    page.set_header(f"&C&9{said}")
    page.set_footer(f"&C&9{said}&R&9&P / &N")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.freeze_panes(2, 0)
    note = book.add_format({"font_color": "#8a1f11", "font_size": 9})
    head = book.add_format({"bold": True, "bg_color": "#edeae1", "border": 1})
    text = book.add_format({"num_format": "@"})
    page.write_string(0, 0, mark.line, note)
    for column, title in enumerate((*titles, mark.title)):
        page.write_string(1, column, inert(title), head)
        page.set_column(column, column, min(_WIDTHS[1], max(_WIDTHS[0], 3 * len(title))))
    for at, row in enumerate(rows, 2):
        for column, cell in enumerate((*row, mark.short)):
            page.write_string(at, column, inert(cell), text)
    book.close()
    return out.getvalue()


def write_csv(titles: Sequence[str], rows: Iterable[Sequence[str]], mark: Mark) -> bytes:
    """UTF-8 with a mark that lets spreadsheet programs read it as such; the mark stands first, last and in each row."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([mark.line])
    writer.writerow([*map(inert, titles), mark.title])
    writer.writerows([*map(inert, row), mark.short] for row in rows)
    writer.writerow([mark.line])
    return ("\ufeff" + out.getvalue()).encode()


WRITERS: Final = {"xlsx": write_xlsx, "csv": write_csv}
