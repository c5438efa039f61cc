"""Where the header of a sheet stands: below title rows, up to three rows high, with titles of groups of columns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from linli.engines.sheets.cells import Cell, as_text, folded, is_blank, plain
from linli.engines.sheets.opening import Sheet

MOST_ROWS: Final = 3
_LOOKED_AT: Final = 25
_NUMBERING: Final = re.compile(r"[（(]?\d{1,2}[）)]?|[甲乙丙丁戊己庚辛]")
_BROKEN: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
"""Where a title was broken over two lines."""
_VALUE: Final = re.compile(r"\d{5,}|\d+(\.\d+)?|\d{17}[\dX]|\d{4}\D\d{1,2}\D\d{1,2}\D?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What stands over a column: its own title, and the titles of groups above it, joined."""

    leaf: str
    group: str = ""

    @property
    def whole(self) -> str:
        return f"{self.group} {self.leaf}".strip()


@dataclass(frozen=True, slots=True)
class Header:
    """Rows from `first` to `last`, from 0 and both counted; a title for each column."""

    first: int
    last: int
    titles: tuple[Title, ...]

    @property
    def shape(self) -> bytes:
        """By which a header is known again: its titles, in order."""
        return sha256("\n".join(folded(title.whole) for title in self.titles).encode()).digest()[:16]


def find_header(sheet: Sheet, knows: Callable[[str], bool]) -> Header | None:
    """The header, by titles that somebody `knows` (folded ones); None where no row has two of them."""
    top = sheet.rows[:_LOOKED_AT]
    hits = [_hits(row, knows) for row in top]
    best = max(range(len(top)), key=lambda at: (hits[at], -at), default=0)
    if not top or hits[best] < 2:
        return None
    first, last = best, best
    while first > 0 and last - first + 1 < MOST_ROWS and _is_group(sheet, first - 1):
        first -= 1
    while last + 1 < len(top) and last - first + 1 < MOST_ROWS and _goes_on(sheet, last + 1, hits):
        last += 1
    return header_at(sheet, first, last)


def header_at(sheet: Sheet, first: int, last: int) -> Header:
    """The header in these rows, as somebody says."""
    rows = [list(sheet.rows[at]) if at < len(sheet.rows) else [] for at in range(first, last + 1)]
    width = max((len(row) for row in sheet.rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    for top, left, bottom, right in sheet.merged:
        if first <= top <= last:
            for at in range(top, min(bottom, last) + 1):
                rows[at - first][left : right + 1] = [rows[top - first][left]] * (
                    min(right, width - 1) - left + 1
                )
    return Header(first, last, tuple(_title(column) for column in zip(*rows, strict=True)))


def is_numbering(row: Sequence[Cell]) -> bool:
    """A row that numbers the columns under the header: 1, 2, 3 … or 甲, 乙."""
    first = next((cell for cell in row if cell != ""), "")
    if not _NUMBERING.fullmatch(plain(first)):
        return False
    texts = [plain(cell) for cell in row if not is_blank(cell)]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in texts if text[-1] not in "甲乙丙丁戊己庚辛"]
    return numbers == sorted(set(numbers))


def _title(column: Sequence[Cell]) -> Title:
    texts = list(dict.fromkeys(_BROKEN.sub("", " ".join(as_text(cell).split())) for cell in column))
    texts = [text for text in texts if text]
    texts = [text for text in texts if not _NUMBERING.fullmatch(text)] or texts
    return Title(texts[-1], " ".join(texts[:-1])) if texts else Title("")


def _hits(row: Sequence[Cell], knows: Callable[[str], bool]) -> int:
    """Different known titles; a row with values is none."""
    texts = [plain(cell) for cell in row if isinstance(cell, str) and cell]
    if sum(_is_value(cell) for cell in row) > 1:
        return 0
    return len({folded(text) for text in texts if knows(folded(text))})


def _is_value(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    return bool(_VALUE.fullmatch(plain(cell)))


def _is_group(sheet: Sheet, at: int) -> bool:
    """A row above the header that holds titles of groups, not the title of the sheet: several texts, short ones."""
    texts = [as_text(cell) for cell in sheet.rows[at] if not is_blank(cell)]
    return len(texts) > 1 and all(len(text) <= 16 and "：" not in text and ":" not in text for text in texts)


def _goes_on(sheet: Sheet, at: int, hits: Sequence[int]) -> bool:
    """A row below that still belongs to it: titles under those of groups, under cells that reach down to it."""
    row = sheet.rows[at]
    if is_numbering(row) or any(_is_value(cell) for cell in row if not is_blank(cell)):
        return False
    reached = any(top < at <= bottom for top, _left, bottom, _right in sheet.merged)
    spread = any(top == at - 1 and right > left for top, left, _bottom, right in sheet.merged)
    return hits[at] >= 1 and (reached or spread or hits[at] >= 2)
