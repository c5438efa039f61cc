"""Slips of the keyboard that make YAML unreadable: each is named where it stands, and read as it was meant."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

_KEY: Final = r"[A-Za-z_][\w-]*"
_LEAD: Final = r"^[ ]*(?:- +)*"
_NEAR: Final = 3
"""Lines above the one at which the parser gives up, in which the slip may stand."""


@dataclass(frozen=True, slots=True)
class Slip:
    """`line` and `column` count from 1; `written` stands there and should be `meant`."""

    line: int
    column: int
    written: str
    meant: str
    message: str
    mend: str

    @property
    def added(self) -> int:
        """Characters by which the line grows."""
        return len(self.meant) - len(self.written)


def slip_near(lines: list[str], first: int, last: int) -> Slip | None:
    """The last slip between two lines (from 0, both included) and a little before them."""
    for number in range(min(last, len(lines) - 1), max(min(first, last - _NEAR), 0) - 1, -1):
        if not lines[number].lstrip().startswith("#"):
            for pattern, describe in _PATTERNS:
                match = pattern.search(lines[number])
                if match is not None:
                    return describe(number, match)
    return None


def mend(lines: list[str], slip: Slip) -> None:
    """Put what was meant into its line."""
    line, at = lines[slip.line - 1], slip.column - 1
    lines[slip.line - 1] = line[:at] + slip.meant + line[at + len(slip.written) :]


def split_key(key: str) -> tuple[str, str] | None:
    """Key and value of «code：a» or «code:a», which YAML takes for one word; None if it is no such thing."""
    match = re.fullmatch(rf"({_KEY})(?:：|:)\s*(.*)", key, re.DOTALL)
    return (match[1], match[2].strip()) if match else None


def colon_words(key: str) -> tuple[str, str]:
    """What is wrong with the colon of such a key, and its mend."""
    if "：" in key:
        return _("The colon after a key is a full-width one «：»."), _(
            "Type «: », a half-width colon and a space."
        )
    return _("After the colon of a key a space is missing."), _("Write «key: value».")


def _slip(match: re.Match[str], number: int, meant: str, message: str, advice: str) -> Slip:
    return Slip(number + 1, match.start(1) + 1, match[1], meant, message, advice)


def _colon(number: int, match: re.Match[str]) -> Slip:
    return _slip(match, number, ": ", *colon_words(match[1]))


def _wide_space(number: int, match: re.Match[str]) -> Slip:
    message = _("The line is indented with full-width spaces.")
    return _slip(match, number, "  " * len(match[1]), message, _("Indent with half-width spaces."))


def _tab(number: int, match: re.Match[str]) -> Slip:
    message = _("The line is indented with a tab.")
    return _slip(match, number, "  " * len(match[1]), message, _("Indent with spaces, two for each level."))


def _no_space_after_dash(number: int, match: re.Match[str]) -> Slip:
    message = _("After the «-» of an entry a space is missing.")
    return _slip(match, number, "- ", message, _("Write «- » before each entry."))


def _wide_quotes(number: int, match: re.Match[str]) -> Slip:
    message = _("The quotes around this value are full-width ones.")
    meant = '"' + match[1][1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _slip(match, number, meant, message, _('Type half-width quotes: "…".'))


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[int, re.Match[str]], Slip]], ...]] = (
    (re.compile(r"^ *(\t+)"), _tab),
    (re.compile(r"^ *([\u3000\u00a0]+)"), _wide_space),
    (re.compile(rf"{_LEAD}{_KEY}(：[ \t]*)"), _colon),
    (re.compile(rf"{_LEAD}{_KEY}(:)(?=[^\s:/])"), _colon),
    (re.compile(rf"^[ ]*(?:- +)*(-)(?={_KEY}\s*[:：])"), _no_space_after_dash),
    (re.compile(rf"{_LEAD}{_KEY}: +([“‘＂][^”’＂]*[”’＂])\s*$"), _wide_quotes),
)
