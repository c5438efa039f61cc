"""Reading a cell as what its column holds: a value, or the fault that it is. Pure but for the words of faults."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Final

from linli.engines.sheets.cells import BLANKS, Cell, folded, is_blank, plain

_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = (367, 73_050)
"""Days of Excel from 1901 to 2099; what lies before is not certain, as Excel has a 29 February 1900."""
_YEARS: Final = (1880, 2100)
_EXACT: Final = 10**15
"""From so many on, Excel keeps fewer digits than were typed."""
_DAY: Final = re.compile(r"(\d{4})(?:[-/.．。年,](\d{1,2})[-/.．。月,](\d{1,2})[日号]?|(\d{2})(\d{2}))")
_TIME: Final = re.compile(r"[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_MONTH: Final = re.compile(r"(18|19|20)\d{2}年?([-/.年]?\d{1,2}月?)?")
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}")
_HAN_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_DAY: Final = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,4})[日号]"
)
_NAME: Final = re.compile(r"[\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U000323afA-Za-zÀ-ɏ·•. '’\-]+")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_POINT: Final = re.compile(r"[•‧∙⋅・．﹒●▪]|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")


class ValueFault(ValueError):
    """The cell cannot be read as what it should hold; `reason` says why (`faults.FAULTS`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_text(cell: Cell | None, *, longest: int = 200) -> str:
    """One line, single blanks. Raises `ValueFault` (long, error)."""
    text = " ".join(plain(cell).split())
    if text.lower() in BLANKS:
        return ""
    if text.startswith("#") and text.upper() in ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"):
        raise ValueFault("error")
    if len(text) > longest:
        raise ValueFault("long")
    return text


def read_name(cell: Cell | None) -> str:
    """A person's name: no blanks between Han characters, one kind of point. Raises `ValueFault` (name, long)."""
    text = read_text(cell, longest=64)
    text = _POINT.sub("·", _BETWEEN_HAN.sub("", text))
    if text and not _NAME.fullmatch(text):
        raise ValueFault("name")
    return text


def read_date(cell: Cell | None, *, today: date) -> date | None:
    """A day as Excel keeps it (typed, serial) or people write it. Raises `ValueFault` (day-missing, date, future,
    year)."""
    if is_blank(cell) or cell is None:
        return None
    if isinstance(cell, datetime):
        return _sane(cell.date(), today)
    if isinstance(cell, date):
        return _sane(cell, today)
    if isinstance(cell, bool | timedelta):
        raise ValueFault("date")
    if isinstance(cell, int | float):
        return _sane(_from_number(cell), today)
    return _sane(_from_text(plain(cell)), today)


def _from_number(number: float) -> date:
    """A serial of Excel, or 20240105 that lost its text; 1985 is a year, not the 7th of June 1905."""
    if not isfinite(number):
        raise ValueFault("date")
    if _YEARS[0] <= number <= _YEARS[1]:
        raise ValueFault("day-missing")
    if _SERIALS[0] <= number <= _SERIALS[1]:
        return _EPOCH + timedelta(days=int(number))
    if number == int(number):
        return _from_text(str(int(number)))
    return _from_text(str(number))


def _from_text(text: str) -> date:
    text = _TIME.sub("", text.strip()).strip()
    compact = re.sub(r"\s+", "", text)
    if found := _DAY.fullmatch(compact):
        year, *rest = found.groups()
        month, day = [part for part in rest if part is not None]
        return _day(int(year), int(month), int(day))
    if re.fullmatch(r"\d{5}(\.\d+)?", compact) and float(compact) <= _SERIALS[1]:
        return _from_number(float(compact))
    if found := _HAN_DAY.fullmatch(compact):
        return _day(int(found[1].translate(_HAN_DIGITS)), _han_number(found[2]), _han_number(found[3]))
    raise ValueFault("day-missing" if _MONTH.fullmatch(compact) else "date")


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_HAN_DIGITS))
    return int((tens or "一").translate(_HAN_DIGITS)) * 10 + int((ones or "零").translate(_HAN_DIGITS))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueFault("date") from None


def _sane(day: date, today: date) -> date:
    if day > today:
        raise ValueFault("future")
    if day.year < 1880:
        raise ValueFault("year")
    return day


def read_code(cell: Cell | None, words: Mapping[str, str]) -> str:
    """The code for a word (folded ones are the keys), or a code as it stands; `1` is `01` too. Raises
    `ValueFault` (word)."""
    if is_blank(cell):
        return ""
    text = folded(plain(cell))
    for given in (
        text,
        text.zfill(2) if text.isdecimal() else "",
        text.lstrip("0") if text.isdecimal() else "",
    ):
        if given and given in words:
            return words[given]
    raise ValueFault("word")


def read_digits(cell: Cell | None) -> str:
    """A number that is a name, such as of a phone or household: as text, no digit lost. Raises `ValueFault` (lost)."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and isfinite(cell):
        if abs(cell) >= _EXACT:
            raise ValueFault("lost")
        if cell == int(cell):
            return str(int(cell))
    text = plain(cell)
    if text.lower() in BLANKS:
        return ""
    if _SCIENTIFIC.fullmatch(text):
        raise ValueFault("lost")
    return re.sub(r"\.0+$", "", text) if re.fullmatch(r"\d+\.0+", text) else text


def read_identity(cell: Cell | None) -> str:
    """An identity number as text, without blanks. Raises `ValueFault` (lost) where Excel rounded it."""
    text = re.sub(r"\s+", "", read_digits(cell)).upper()
    if len(text) == 18 and isinstance(cell, int | float):
        raise ValueFault("lost")
    return text


def read_phones(cell: Cell | None) -> list[str]:
    """Numbers in a cell, the first being hers; several stand behind each other."""
    text = read_digits(cell)
    return [
        part for part in re.split(r"[/、,，;；\n|或和]+|\s{2,}|(?<=\d{11})\s+(?=1)", text) if part.strip()
    ]
