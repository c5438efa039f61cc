"""A schematic map (示意): a rectangle cut into rectangles by weight, without overlap or gap. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MICRODEGREES = 1_000_000


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Borders in microdegrees (WGS 84)."""

    west: int
    south: int
    east: int
    north: int

    @property
    def area(self) -> int:
        return (self.east - self.west) * (self.north - self.south)

    def polygon(self) -> dict[str, Any]:
        """As a GeoJSON geometry, counter-clockwise."""
        west, south, east, north = (
            border / MICRODEGREES for border in (self.west, self.south, self.east, self.north)
        )
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}

    def point(self, across: float, up: float) -> tuple[int, int]:
        """The point at these fractions of width and height, in microdegrees."""
        width, height = self.east - self.west, self.north - self.south
        return self.west + round(width * across), self.south + round(height * up)


def cut(whole: Rectangle, weights: Sequence[int]) -> list[Rectangle]:
    """One part for each weight, west before east and north before south; empty for no weights.

    Halves the row of weights where it balances best, across the longer side, again and again.
    """
    if not weights:
        return []
    if len(weights) == 1:
        return [whole]
    total, half, head = sum(weights), 1, weights[0]
    while half < len(weights) - 1 and 2 * head + weights[half] <= total:
        head += weights[half]
        half += 1
    first, second = _halve(whole, head, total)
    return cut(first, weights[:half]) + cut(second, weights[half:])


def _halve(whole: Rectangle, head: int, total: int) -> tuple[Rectangle, Rectangle]:
    width, height = whole.east - whole.west, whole.north - whole.south
    if width >= height:
        border = whole.west + min(width - 1, max(1, width * head // total))
        return (
            Rectangle(whole.west, whole.south, border, whole.north),
            Rectangle(border, whole.south, whole.east, whole.north),
        )
    border = whole.north - min(height - 1, max(1, height * head // total))
    return (
        Rectangle(whole.west, border, whole.east, whole.north),
        Rectangle(whole.west, whole.south, whole.east, border),
    )
