"""Figures, their targets, and how they are printed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `target` says what it should be, `met` whether it is; None where none is set."""

    group: str
    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def text(self) -> str:
        digits = 0 if self.value >= 1000 or self.value == round(self.value) else 1 if self.value >= 10 else 2
        return f"{self.value:,.{digits}f}"


def at_most(group: str, name: str, value: float, unit: str, limit: float, note: str = "") -> Figure:
    """A figure that should not pass `limit`."""
    return Figure(group, name, value, unit, f"≤ {limit:g}", value <= limit, note)


def as_json(facts: dict[str, str], figures: Iterable[Figure]) -> str:
    return json.dumps(
        {"facts": facts, "figures": [asdict(figure) for figure in figures]}, ensure_ascii=False, indent=1
    )


def as_table(facts: dict[str, str], figures: Iterable[Figure]) -> str:
    """Markdown, aligned, so that it reads in a terminal and in docs/measurements.md."""
    lines = [f"- {name}: {value}" for name, value in facts.items()]
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.group, []).append(figure)
    for group, found in groups.items():
        rows = [("what", "figure", "unit", "target", "", "note")]
        rows += [
            (
                one.name,
                one.text,
                one.unit,
                one.target,
                {None: "", True: "met", False: "MISSED"}[one.met],
                one.note,
            )
            for one in found
        ]
        widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines += [
            "",
            f"## {group}",
            "",
            _line(rows[0], widths),
            _line(["-" * width for width in widths], widths),
        ]
        lines += [_line(row, widths) for row in rows[1:]]
    return "\n".join(lines)


def _line(cells: Iterable[str], widths: list[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
