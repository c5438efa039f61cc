"""Which scope a key needs for each route of the API: `scopes.csv` beside this file. One without: to no key.

A scope may hold a part of the address: `shared:{number}` asks for the one of the agreement that is called.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final


def _read(path: Path) -> dict[str, str]:
    """Route → scope. Raises `ValueError` for a route that stands twice."""
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["route"] in found:
                raise ValueError(f"{path.name}: {row['route']} has two rows, keep one")
            found[row["route"]] = row["scope"].strip()
    return found


NEEDED: Final[Mapping[str, str]] = _read(Path(__file__).with_name("scopes.csv"))


def scope_for(route: str, parts: Mapping[str, object]) -> str:
    """The scope that this call needs; empty where no key opens it."""
    return NEEDED.get(route, "").format_map(parts)
