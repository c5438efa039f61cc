"""Numbers of identity documents: normalise, check, and what a number itself says. Pure.

Organisations' credit codes (GB 32100) are checked by `kernel.codes`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from linli.kernel.codes import (
    CodeFault,
    check_id_number,
    id_number_birth_date,
    id_number_sex,
    widen_id_number,
)

_SPECIAL_REGIONS = {"810000": "hong-kong", "820000": "macao", "830000": "taiwan"}
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_DOCUMENTS = {
    "passport": r"[A-Z0-9]{5,20}",
    "hm-permit": r"[HM]\d{8}(\d{2})?",
    "tw-permit": r"\d{8}(\d{2}[A-Z0-9]?)?",
    "pr-card": r"[A-Z]{3}\d{12}",
    "birth-certificate": r"[A-Z]\d{9}",
    "military": r"[\u4e00-\u9fff]{1,4}字第\d{5,10}号?",
    "other": r"[\u4e00-\u9fffA-Z0-9()（）/-]{3,40}",
}
_OLD_LENGTH = 15


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that holds. `doubts` are for people to look at: `region` is not a code there ever was, `birth-date` or
    `sex` differ from what the file says, `widened` was written with 15 digits."""

    number: str
    kind: str
    birth_date: date
    sex: str
    doubts: tuple[str, ...] = ()


def mask_document(number: str) -> str:
    """A third at most stays to be read, by which who has the paper in hand knows it again: E*****017 for a passport."""
    begins, ends = (4, 4) if len(number) > 14 else (1, 3) if len(number) > 7 else (0, 2)
    return number[:begins] + "*" * (len(number) - begins - ends) + number[-ends:]


def normalise(text: str) -> str:
    """Full-width digits become plain, blanks and separators go, letters are upper case."""
    return re.sub(r"[\s·.,'’‘`-]", "", unicodedata.normalize("NFKC", text)).upper()


def read_id_number(text: str, *, today: date, birth_date: date | None = None, sex: str = "") -> IdNumber:
    """Check a number in the form of GB 11643 (citizens; permits 81, 82, 83; foreigners' cards of 2023).

    Numbers of 15 digits, issued until 1999, are widened. An unknown region is a doubt only: codes of counties
    that are no more occur in valid numbers. Raises `CodeFault` (length, characters, date, future, check).
    """
    given = normalise(text)
    widened = len(given) == _OLD_LENGTH and given.isdecimal()
    number = check_id_number(widen_id_number(given) if widened else given, today=today)
    kind, born, says = kind_of(number), id_number_birth_date(number), id_number_sex(number)
    doubts = {
        "widened": widened,
        "region": kind == "citizen" and not _is_region(number[:10]),
        "birth-date": birth_date not in (None, born),
        "sex": sex in ("1", "2") and sex != says,
    }
    return IdNumber(number, kind, born, says, tuple(doubt for doubt, holds in doubts.items() if holds))


def kind_of(number: str) -> str:
    """Whose number it is: citizen, hong-kong, macao, taiwan, foreigner; empty without a number."""
    if not number:
        return ""
    if number[0] == "9" and number[1:3] in _PROVINCES:
        return "foreigner"
    return _SPECIAL_REGIONS.get(number[:6], "citizen")


def check_document_number(kind: str, text: str) -> str:
    """Normalise and check the number of another document. Raises `CodeFault` (kind, form)."""
    pattern = _DOCUMENTS.get(kind)
    if pattern is None:
        raise CodeFault("kind")
    kept = "-" if kind == "other" else ""
    number = unicodedata.normalize("NFKC", text).strip().upper() if kept else normalise(text)
    if not re.fullmatch(pattern, number):
        raise CodeFault("form")
    return number


def check_phone(text: str) -> str:
    """Normalise a phone number: mobile, or fixed with area code; +86 goes. Raises `CodeFault` (form)."""
    number = re.sub(r"[()+]", "", normalise(text))
    number = re.sub(r"^(0086|86)(?=1\d{10}$)", "", number)
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}", number):
        raise CodeFault("form")
    return number


@lru_cache(maxsize=65_536)
def _is_region(start: str) -> bool:
    """Whether there was such a region in that year (ten digits); kept, as a look-up takes a third of a millisecond."""
    try:
        ric.get_birth_place(f"{start}01010000")
    except ValidationError:
        return False
    return True
