"""Identity and organisation numbers, and the check character of case numbers."""

from datetime import date

from stdnum.iso7064 import mod_11_2, mod_11_10

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class CodeFault(ValueError):
    """Why a number is not valid: `reason` is one of length, characters, date, future, check."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_id_number(number: str, *, today: date) -> str:
    """Normalise and check a citizen identity number (GB 11643-1999).

    Checks length, date and check character. The region is not checked: old and unassigned codes occur
    (synthetic people use 999999). Raises `CodeFault`.
    """
    number = number.strip().upper()
    if len(number) != 18:
        raise CodeFault("length")
    if not (
        number[:17].isdecimal() and number[:17].isascii() and (number[17].isdecimal() or number[17] == "X")
    ):
        raise CodeFault("characters")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise CodeFault("date") from None
    if born > today:
        raise CodeFault("future")
    if mod_11_2.calc_check_digit(number[:17]) != number[17]:
        raise CodeFault("check")
    return number


def id_number_for(region: str, born: date, sequence: int) -> str:
    """Compose a number with its check character; an odd `sequence` (0–999) means male."""
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return str(body + mod_11_2.calc_check_digit(body))


def widen_id_number(old: str) -> str:
    """The 18 characters of a number issued with 15 digits (until 1999): century and check character are added."""
    body = old[:6] + "19" + old[6:]
    return str(body + mod_11_2.calc_check_digit(body))


def id_number_birth_date(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def id_number_sex(number: str) -> str:
    """GB/T 2261.1: 1 male, 2 female."""
    return "1" if int(number[16]) % 2 else "2"


def check_credit_code(code: str) -> str:
    """Normalise and check a unified social credit code (GB 32100-2015). Raises `CodeFault`."""
    code = code.strip().upper()
    if len(code) != 18:
        raise CodeFault("length")
    if any(character not in _CREDIT_ALPHABET for character in code):
        raise CodeFault("characters")
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    if _CREDIT_ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise CodeFault("check")
    return code


def check_character(digits: str) -> str:
    """ISO 7064 mod 11,10 check digit over the digits of a number, for case numbers."""
    return str(mod_11_10.calc_check_digit("".join(c for c in digits if c.isdecimal())))
