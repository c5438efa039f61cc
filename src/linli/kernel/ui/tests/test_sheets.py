"""What the style sheets promise: contrast, completeness, weight."""

import gzip
import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[1] / "static" / "ui"
HEX = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})\b")
STATES = ("new", "running", "paused", "risk", "overdue", "done")
GROUNDS = ("--paper", "--sheet", "--sunken")

TEXT = [
    *[(ink, ground) for ink in ("--ink", "--ink-2", "--ink-3", "--act", "--now") for ground in GROUNDS],
    *[(f"--{state}-ink", f"--{state}-soft") for state in STATES],
    *[(f"--{state}-ink", f"--{state}-fill") for state in STATES if state != "overdue"],
    *[("--ink", f"--{state}-soft") for state in STATES],
    ("--on-overdue", "--overdue-fill"),
    ("--overdue-ink", "--sunken"),
    ("--on-act", "--act"),
    ("--on-act", "--act-hover"),
    ("--on-now", "--now"),
    ("--now", "--now-soft"),
    ("--ink-2", "--now-soft"),
    ("--ink-3", "--act-soft"),
    ("--on-seal", "--seal"),
    ("--on-bar", "--bar"),
]
SHAPES = [
    *[("--edge", ground) for ground in GROUNDS[:2]],
    *[("--focus", ground) for ground in GROUNDS],
    *[(bar, "--paper") for bar in ("--bar", "--bar-far")],
    *[("--target", bar) for bar in ("--bar", "--bar-short", "--bar-far", "--paper", "--sheet")],
]


def block(sheet: str, selector: str) -> dict[str, str]:
    """Colours of every rule with exactly this selector."""
    text = re.sub(r"/\*.*?\*/", "", (SHEETS / sheet).read_text(encoding="utf-8"), flags=re.S)
    rules = re.findall(r"(?:^|\})\s*" + re.escape(selector) + r"\s*\{([^}]*)\}", text)
    return dict(HEX.findall("\n".join(rules)))


LIGHT = block("tokens.css", ":root")
DARK = LIGHT | block("dark.css", ":root")
THEMES = {
    "light": LIGHT,
    "elder": LIGHT | block("tokens.css", '[data-size="elder"]'),
    "dark": DARK,
    "elder dark": DARK | block("dark.css", ':root[data-size="elder"]'),
}


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_off_its_ground(theme: str) -> None:
    tokens = THEMES[theme]
    weak = {
        (a, b): round(contrast(tokens[a], tokens[b]), 2)
        for a, b in TEXT
        if contrast(tokens[a], tokens[b]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_that_mean_something_stand_off_their_ground(theme: str) -> None:
    tokens = THEMES[theme]
    weak = {
        (a, b): round(contrast(tokens[a], tokens[b]), 2)
        for a, b in SHAPES
        if contrast(tokens[a], tokens[b]) < 3
    }
    assert weak == {}


def test_dark_names_no_role_that_light_does_not_have() -> None:
    assert set(DARK) - set(LIGHT) == set()


def test_every_role_that_a_sheet_uses_is_defined() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS.glob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    defined = set(re.findall(r"(--[\w-]+):", everything))
    assert used - defined == set()


def test_every_percent_has_its_class() -> None:
    text = (SHEETS / "parts.css").read_text(encoding="utf-8")
    assert all(f".n-{n}{{--n:{n}}}" in text for n in range(101))


def test_the_look_of_a_resident_page_weighs_little() -> None:
    names = (
        "tokens.css",
        "ui.css",
        "parts.css",
        "resident.css",
        "dark.css",
        "print.css",
        "linli.js",
        "icons.svg",
    )
    weights = {name: len(gzip.compress((SHEETS / name).read_bytes())) for name in names}
    assert sum(weights.values()) < 24 * 1024, weights
    assert (SHEETS / "linli.js").stat().st_size <= 4096
