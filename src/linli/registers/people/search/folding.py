"""Texts as they are compared: width, case, blanks and points of names do not count. Pure."""

import re
import unicodedata
from typing import Final

_HAN: Final = "\u3007\u3400-\u9fff\ue000-\uf8ff\U00020000-\U000323af"
"""Han characters with their extensions, 〇, and the private ones that old systems use for rare names."""

HAN: Final = re.compile(f"[{_HAN}]+")
RUNS: Final = re.compile(f"[{_HAN}]+|[0-9]+|[a-z]+")
_POINTS: Final = re.compile(
    r"[\s·•‧∙⋅・．.,，、'’‘`´\-‐–—_/\u200b-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_BLANKS: Final = re.compile(r"[\s,，;；、]+")


def fold(text: str) -> str:
    """Without blanks and points, in plain width and lower case, without accents but that of ü: `ＺＨĀＮＧ` → zhang."""
    return _POINTS.sub("", _plain(text))


def words_of(text: str) -> list[str]:
    """Parts of a name that points or blanks divide, folded: 买买提·艾力 → 买买提, 艾力."""
    return [word for word in _POINTS.split(_plain(text)) if word]


def terms_of(text: str) -> list[str]:
    """What was typed, divided by blanks and commas only."""
    return [term for term in _BLANKS.split(unicodedata.normalize("NFKC", text).strip()) if term]


def is_han(text: str) -> bool:
    return HAN.fullmatch(text) is not None


def pairs_of(text: str) -> list[str]:
    """Neighbouring characters, in order."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).lower().replace("u\u0308", "ü")
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", kept)
