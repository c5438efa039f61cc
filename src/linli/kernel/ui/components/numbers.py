"""Numbers against a line. No data is never 0: it is dashed and says so."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Literal

from linli.kernel.ui.components.people import Facts
from linli.kernel.ui.components.progress import Badge

BarState = Literal["met", "near", "far", "none"]
TARGET_AT: Final = 80
"""Where the target line stands on every bar, in percent of its width; the rest is room above the target."""
NEAR: Final = Decimal("0.9")
"""From nine tenths of the target a bar is drawn «a little short»; a matter of drawing, not of any plan."""


@dataclass(frozen=True, slots=True)
class TargetBar:
    """A value normalised to its target, so that one line runs down a column of different units."""

    template: ClassVar[str] = "ui/parts/bar.html"
    state: BarState
    n: int = 0
    over: bool = False

    @property
    def css(self) -> str:
        return f"{self.state} over" if self.over else self.state

    @classmethod
    def of(
        cls, value: Decimal | int | None, target: Decimal | int, *, lower_is_better: bool = False
    ) -> "TargetBar":
        """The bar of `value` against `target` in the same unit; `value` None: no data.

        A value that misses its target never touches the line, however close; one far above ends in an arrow.
        """
        if value is None or target <= 0:
            return cls("none")
        value, target = Decimal(value), Decimal(target)
        met = value <= target if lower_is_better else value >= target
        if met and value <= 0:
            return cls("met", 100, over=True)
        ratio = target / value if lower_is_better else value / target
        n = int(ratio * TARGET_AT)
        if met:
            return cls("met", min(n, 100), over=n > 100)
        return cls("near" if ratio >= NEAR else "far", max(0, min(n, TARGET_AT - 1)))


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure, the fraction it comes from, the goal if a plan names one. `figure` empty: no data."""

    template: ClassVar[str] = "ui/parts/stat.html"
    figure: str
    unit: str = ""
    note: str = ""
    badge: Badge | None = None
    above: str = ""
    below: str = ""
    goal: Facts | None = None
