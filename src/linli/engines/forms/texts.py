"""From what people type to values, type by type, and back. Pure; a `TextFault` says the mend."""

import re
import unicodedata
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.codes import CodeFault, check_id_number

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_DATE: Final = re.compile(
    r"([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_MONTH: Final = re.compile(r"[0-9]{4}[年./-][0-9]{1,2}月?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"([+-]?[0-9]{1,11})(?:\.([0-9]*))?")
_MONEY: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]*))?")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_YES: Final = frozenset({"on", "true", "1", "yes", "是"})


class TextFault(ValueError):
    """Why a text is not the value that was asked for, in words for the one who typed it."""


def tidy(text: str, *, lines: bool = False) -> str:
    """A text without invisible characters, letters and digits half-width, spaces single.

    Chinese punctuation stays full-width. Line breaks stay where `lines` is set.
    """
    kept = "".join(" " if char in "\t\r\v\f" else char for char in text.replace("\r\n", "\n"))
    kept = "".join(
        char for char in kept if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cn")
    )
    kept = unicodedata.normalize("NFC", _INVISIBLE.sub("", kept).translate(_FULL_WIDTH))
    if not lines:
        return " ".join(kept.split())
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def compact(text: str) -> str:
    """For numbers and dates: everything half-width, no spaces at all."""
    return "".join(unicodedata.normalize("NFKC", tidy(text)).split())


def read_date(text: str, *, today: date, past: bool = False) -> str:
    """ISO text from 1946年3月2日, 1946.3.2, 1946/3/2, 1946-03-02 or 19460302."""
    given = compact(text)
    match = _DATE.fullmatch(given)
    if match is None:
        if _MONTH.fullmatch(given):
            raise TextFault(_("The day is missing; write it as 1946-03-02."))
        raise TextFault(_("Not read as a date; write it as 1946-03-02."))
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        found = date(year, month, day)
    except ValueError:
        raise TextFault(_("There is no such day; check month and day.")) from None
    if past and found > today:
        raise TextFault(_("This date lies in the future; check the year."))
    return found.isoformat()


def read_whole(text: str, *, lowest: float | None, highest: float | None, unit: str = "") -> int:
    """A whole number; thousands may be parted by commas, its unit may stand behind it."""
    given = _without_unit(text, unit)
    if not _WHOLE.fullmatch(given):
        raise TextFault(_("Write a whole number in digits, for example 3."))
    number = int(given)
    _check_range(number, lowest, highest)
    return number


def read_decimal(
    text: str, *, decimals: int, lowest: float | None, highest: float | None, unit: str = ""
) -> float:
    """A measured number with at most so many `decimals`."""
    match = _DECIMAL.fullmatch(_without_unit(text, unit))
    if match is None:
        raise TextFault(_("Write a number in digits, for example 3.5."))
    if len(match[2] or "") > decimals:
        message = ngettext(
            "At most %(count)d digit after the point.", "At most %(count)d digits after the point.", decimals
        )
        raise TextFault(message % {"count": decimals})
    number = float(f"{match[1]}.{match[2] or 0}")
    _check_range(number, lowest, highest)
    return number + 0.0  # never -0.0


def _without_unit(text: str, unit: str) -> str:
    given = compact(text).replace(",", "")
    return given.removesuffix(compact(unit)) if unit else given


def read_money(text: str, *, lowest: float | None, highest: float | None) -> int:
    """分 from an amount in 元, with at most two decimals; `lowest` and `highest` count in 元."""
    given = compact(text).replace(",", "").replace("¥", "").replace("¥", "").removesuffix("元")
    match = _MONEY.fullmatch(given)
    if match is None:
        raise TextFault(_("Write the amount in digits, for example 1200.50."))
    decimals = match[2] or ""
    if len(decimals) > 2:
        raise TextFault(_("At most two digits after the point."))
    cents = int(match[1]) * 100 + int(decimals.ljust(2, "0"))
    if lowest is not None and cents < lowest * 100:
        raise TextFault(_("At least %(limit)s.") % {"limit": lowest})
    if highest is not None and cents > highest * 100:
        raise TextFault(_("At most %(limit)s.") % {"limit": highest})
    return cents


def read_id_number(text: str, *, today: date) -> str:
    """A citizen identity number (GB 11643)."""
    given = compact(text).upper()
    try:
        return check_id_number(given, today=today)
    except CodeFault as fault:
        if fault.reason == "length":
            raise TextFault(_count(len(given), 18, _("an identity number"))) from None
        words = {
            "characters": _("Only digits; the last character may be X."),
            "date": _("Characters 7 to 14 are the date of birth, and there is no such day; check them."),
            "future": _("The date of birth in this number lies in the future; check characters 7 to 14."),
        }
        default = _("The last character does not fit the others; compare every digit with the card.")
        raise TextFault(words.get(fault.reason, default)) from None


def read_phone(text: str) -> str:
    """A mobile number, 11 digits."""
    given = compact(text).replace("-", "").removeprefix("+86")
    if not (given.isdecimal() and given.isascii()):
        raise TextFault(_("A mobile number has digits only."))
    if len(given) != 11:
        raise TextFault(_count(len(given), 11, _("a mobile number")))
    if given[0] != "1" or given[1] in "012":
        raise TextFault(_("A mobile number begins with 13 to 19; check the first digits."))
    return given


def read_bank_card(text: str) -> str:
    """A bank card or account number, 12 to 19 digits. Its check digit is a warning only: see `is_luhn`."""
    given = compact(text).replace("-", "")
    if not (given.isdecimal() and given.isascii()):
        raise TextFault(_("A card number has digits only."))
    if not 12 <= len(given) <= 19:
        limit = 12 if len(given) < 12 else 19
        raise TextFault(_count(len(given), limit, _("a card number"), between=True))
    return given


def is_luhn(number: str) -> bool:
    """Whether the check digit (ISO/IEC 7812) fits. Passbooks and old cards of some banks have none."""
    total = 0
    for index, char in enumerate(reversed(number)):
        digit = int(char) * (1 + index % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def read_yes(text: str) -> bool:
    return compact(text).lower() in _YES


def read_token(text: str) -> str:
    """The token of an uploaded document."""
    given = compact(text)
    if not _TOKEN.fullmatch(given):
        raise TextFault(_("Take or choose the photo again."))
    return given


def money_text(cents: int) -> str:
    """1200.50 for 120050 分."""
    return f"{cents // 100}.{cents % 100:02d}"


def decimal_text(number: float, decimals: int) -> str:
    """A number as it would be typed."""
    return f"{number:.{decimals}f}"


def _check_range(number: float, lowest: float | None, highest: float | None) -> None:
    if lowest is not None and number < lowest:
        raise TextFault(_("At least %(limit)s.") % {"limit": lowest})
    if highest is not None and number > highest:
        raise TextFault(_("At most %(limit)s.") % {"limit": highest})


def _count(found: int, expected: int, what: str, *, between: bool = False) -> str:
    """«2 digits missing; …»."""
    few, many = expected > found, abs(expected - found)
    if few:
        text = ngettext("%(count)d digit missing", "%(count)d digits missing", many)
    else:
        text = ngettext("%(count)d digit too many", "%(count)d digits too many", many)
    if not between:
        rule = _("%(what)s has %(expected)d.")
    else:
        rule = _("%(what)s has at least %(expected)d.") if few else _("%(what)s has at most %(expected)d.")
    return _("%(difference)s; %(rule)s") % {
        "difference": text % {"count": many},
        "rule": rule % {"what": what, "expected": expected},
    }
