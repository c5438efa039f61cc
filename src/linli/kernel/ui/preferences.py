"""What a reader chose: language, size (长辈版), theme. Kept in cookies for a year, changed by plain forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("zh-hans", "en")
SIZES: Final = ("standard", "elder")
THEMES: Final = ("auto", "light", "dark")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"language": LANGUAGES, "size": SIZES, "theme": THEMES}
"""Allowed values of each preference; the first is the default."""
COOKIE_AGE: Final = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Preferences:
    language: str = LANGUAGES[0]
    size: str = SIZES[0]
    theme: str = THEMES[0]

    @property
    def elder(self) -> bool:
        return self.size == "elder"

    @property
    def html_language(self) -> str:
        """The value of `<html lang>`."""
        return "en" if self.language == "en" else "zh-Hans"

    @property
    def dark_media(self) -> str:
        """For whom the dark sheet is linked; empty: for nobody. Paper stays white."""
        return {"dark": "screen", "auto": "screen and (prefers-color-scheme: dark)"}.get(self.theme, "")


def cookie_name(preference: str) -> str:
    return f"linli_{preference}"


def read_preferences(values: Mapping[str, str]) -> Preferences:
    """From cookies; a missing or unknown value is the default."""
    return Preferences(**{name: _allowed(name, values.get(cookie_name(name), "")) for name in CHOICES})


def _allowed(name: str, value: str) -> str:
    return value if value in CHOICES[name] else CHOICES[name][0]
