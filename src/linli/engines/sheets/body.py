"""Rows under the header: what is nobody's row is left out, and cells merged downwards hold what they show."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from linli.engines.sheets.cells import Cell, as_text, folded, is_blank, plain
from linli.engines.sheets.headers import Header, is_numbering
from linli.engines.sheets.opening import Sheet

_TOTALS: Final = re.compile(r"(合|总|小|共|累)\s*计|总人数|总户数|本页|本表")
_SIGNATURES: Final = re.compile(
    r"(填表|制表|审核|填报|经办|负责|复核|登记|统计|联系)[人员日时单者]|^注[:：]|^备注[:：]|^说明[:：]|盖章|^单位[:：]"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is about somebody; `number` from 1, as Excel counts."""

    number: int
    cells: list[Cell]


def rows_of(sheet: Sheet, header: Header, named: Collection[int]) -> Iterator[Row]:
    """Rows below the header. `named`: columns without any of which a row is about nobody (name, number)."""
    titles = [folded(title.leaf) for title in header.titles]
    merged = _reaching(sheet, header)
    for at in range(header.last + 1, len(sheet.rows)):
        cells = sheet.rows[at]
        if at in merged:
            cells = list(cells)
            for column, top in merged[at]:
                if column < len(cells) and cells[column] == "":
                    cells[column] = sheet.rows[top][column]
        if not _is_left_out(cells, named, titles):
            yield Row(at + 1, cells)


def _reaching(sheet: Sheet, header: Header) -> dict[int, list[tuple[int, int]]]:
    """Row → (column, row that holds the value) of cells that are merged with one above."""
    found: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top > header.last:
            for at in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
                found.setdefault(at, []).append((left, top))
    return found


def _is_left_out(cells: list[Cell], named: Collection[int], titles: list[str]) -> bool:
    naming = [column for column in named if column < len(cells) and not is_blank(cells[column])]
    if naming:
        text = plain(cells[naming[0]])
        first = next(cell for cell in cells if cell != "")
        repeated = folded(text) == titles[naming[0]] and _is_header(cells, titles)
        closing = _TOTALS.match(plain(first)) or _SIGNATURES.search(text)
        return repeated or is_numbering(cells) or bool(closing and _few(cells))
    texts = [as_text(cell) for cell in cells if not is_blank(cell)]
    return (
        not texts
        or any(_TOTALS.search(text) or _SIGNATURES.search(text) for text in texts)
        or len(texts) == 1
    )


def _few(cells: list[Cell]) -> bool:
    return sum(not is_blank(cell) for cell in cells) <= 4


def _is_header(cells: list[Cell], titles: list[str]) -> bool:
    """The header once more, as on each page of a printed list."""
    pairs = [
        (folded(cell), title)
        for cell, title in zip(cells, titles, strict=False)
        if isinstance(cell, str) and cell
    ]
    same = sum(text == title for text, title in pairs)
    return same >= 2 and same * 2 > len(pairs)
