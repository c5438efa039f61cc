"""Codes that are typed by hand, once: random, in groups, with a check character, kept as a digest only."""

import secrets
from typing import Final

from django.utils.translation import gettext as _
from stdnum import luhn

from linli.kernel.crypto import digest
from linli.kernel.errors import DomainError

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O, 1 I L and U V, which are mistaken for each other on paper; thirty, as the check wants an even number."""
LENGTH: Final = 15
"""Characters of a long code, the check character among them: 14 × 4.9 = 68 bits."""
GROUP: Final = 5


class Mistyped(DomainError):
    """What was typed cannot be such a code: nothing was looked up."""

    code = "code_mistyped"


def new_code(*, length: int = LENGTH) -> str:
    """A fresh code without gaps; the last character checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + str(luhn.calc_check_digit(body, ALPHABET))


def grouped(code: str) -> str:
    """As it is printed: K7QF2-MWX9H-TD4AB."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str, *, length: int = LENGTH, field: str = "code") -> str:
    """The code as typed, without gaps and in capitals. Raises `Mistyped`."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    if len(code) != length:
        raise Mistyped(
            _("The code has %(count)d letters and digits: look at it once more.") % {"count": length},
            field=field,
        )
    if set(code) - set(ALPHABET) or not luhn.is_valid(code, ALPHABET):
        raise Mistyped(_("A letter or digit of the code is not right: look at it once more."), field=field)
    return code


def digest_code(kind: str, code: str) -> bytes:
    """By which a code of this kind is found."""
    return digest(f"onetime.{kind}", code)
