"""Names of cells, and what a person reads in them. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What stands in a cell as the library gives it; an empty one is the empty text."""

BLANKS: Final = frozenset(
    ["", "无", "没有", "暂无", "不详", "未知", "未办理", "空", "无此项", "-", "--", "---", "—", "——", "/", "\\", "n/a",
     "null", "none", "nan", "#n/a"]
)  # fmt: skip
"""Texts that say that nothing is known."""
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_ODD: Final = re.compile("['‘’`\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\uff01-\uff5e\u3000\xa0]")
"""Nearly all cells have none of these: one search instead of three passes."""
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}


def column_letters(column: int) -> str:
    """A column from 0: `AB`."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row and column from 0 as Excel names them: `AB12`."""
    return f"{column_letters(column)}{row + 1}"


def as_text(cell: Cell | None) -> str:
    """What a person reads in the cell: whole numbers without a point, days as 2024-01-05."""
    if cell is None:
        return ""
    if cell.__class__ is str:
        return _clean(str(cell))
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return _clean(str(cell))


def _clean(text: str) -> str:
    if "\r" in text or "_x000D_" in text:
        text = text.replace("\r\n", "\n").replace("_x000D_", "")
    return text.strip()


def plain(cell: Cell | None) -> str:
    """The text in plain width, without what cannot be seen, blanks at the ends, and an apostrophe in front of it.

    Han characters stay as they are: unlike NFKC, which would write some rare names otherwise.
    """
    if cell.__class__ is not str:
        return as_text(cell)
    text = str(cell)
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text.translate(_WIDE)).strip().lstrip("'‘’`")
    return text.strip()


def is_blank(cell: Cell | None) -> bool:
    """Nothing, or a word for it."""
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and plain(cell).lower() in BLANKS


def folded(text: str) -> str:
    """A title or word as it is compared: without blanks, signs, what stands in brackets; in lower case."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[(\[【〔<《].*?[)\]】〕>》]", "", text) or text
    return re.sub(r"[\W_]+", "", text).lower()
