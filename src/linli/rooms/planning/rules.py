"""Where a place stands against a target, exact, with reasons where there is no number; and the table of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from linli.insight.definitions import AreaType, Indicator
from linli.insight.rules import Formula, Lack, Missing, Ratio, Values, add_up, find_empty
from linli.rooms.planning.definitions import Plan, Target

FAR_BELOW = Fraction(9, 10)
"""A firm target of which less than nine tenths are reached is far. Ours; no plan draws this line."""


class State(StrEnum):
    MET = "met"
    SHORT = "short"
    FAR = "far"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the table. `urban_class` (communities only) as recorded, empty if it is not."""

    place_id: int
    code: str
    name: str
    level: str
    town: int | None = None
    urban_class: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A community that is not in the number of its place, and why."""

    spot: Spot
    missing: Missing


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator of one place. `gap` in shown units: what is missing, negative what is over.

    `counted` holds the place ids of the communities in the number; `excluded` the others of its area.
    """

    spot: Spot
    state: State
    ratio: Ratio | None = None
    value: Fraction | None = None
    share: Fraction | None = None
    gap: int | None = None
    missing: Missing | None = None
    counted: tuple[int, ...] = ()
    excluded: tuple[Exclusion, ...] = ()


def lack_of_area(area: AreaType, spot: Spot) -> Missing | None:
    """Why a community is not counted by a target for `area`: None if it is."""
    if area == "UR":
        return None
    if spot.urban_class[:1] not in ("1", "2"):
        return Missing(Lack.NO_CLASS)
    wanted = "1" if area == "U" else "2"
    return None if spot.urban_class.startswith(wanted) else Missing(Lack.OTHER_AREA)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A formula against a target (None: nobody set one); `found`: both parts of each community, or why not.

    Make it with `Yardstick.of`, so that a community is looked at once and summed wherever it belongs.
    """

    formula: Formula
    target: Target | None
    found: Mapping[int, "Ratio | Missing"]
    scale: Fraction

    @classmethod
    def of(
        cls, formula: Formula, target: Target | None, values: Values, communities: Iterable[Spot]
    ) -> "Yardstick":
        """`values` are those of the whole county, so that an empty register is told from a lone zero."""
        area = target.area if target else formula.indicator.area
        empty = find_empty(values)
        found = {
            spot.place_id: lack_of_area(area, spot) or formula.ratio(spot.place_id, values, empty)
            for spot in communities
        }
        return cls(formula, target, found, formula.scale)

    def stand(self, spot: Spot, communities: Sequence[Spot]) -> Standing:
        """Sum of those `communities` for which every part is known, against the target."""
        ratios: dict[int, Ratio] = {}
        excluded: list[Exclusion] = []
        for community in communities:
            part = self.found[community.place_id]
            if isinstance(part, Ratio):
                ratios[community.place_id] = part
            elif part.lack is not Lack.OTHER_AREA or spot is community:
                excluded.append(Exclusion(community, part))
        ratio = add_up(ratios.values())
        if not ratio.denominator:
            missing = Missing(Lack.ZERO_DENOMINATOR) if ratios else most_common(excluded)
            return Standing(spot, State.NO_DATA, missing=missing, excluded=tuple(excluded))
        value = Fraction(ratio.numerator, ratio.denominator) * self.scale
        share, gap = self.measure_gap(ratio, value)
        state = self.judge(share)
        return Standing(
            spot, state, ratio, value, share, gap, counted=tuple(ratios), excluded=tuple(excluded)
        )

    def measure_gap(self, ratio: Ratio, value: Fraction) -> tuple[Fraction | None, int | None]:
        """How much of the target is reached (1: just met), and what is missing in units of the numerator."""
        if self.target is None:
            return None, None
        goal = Fraction(self.target.value)
        wanted = goal * ratio.denominator / self.scale
        if self.target.operator == ">=":
            share, gap = value / goal, wanted - ratio.numerator
        else:
            share, gap = (goal / value if value else Fraction(1)), ratio.numerator - wanted
        shown = gap / self.formula.numerator_unit.per
        return share, ceil(shown) if shown > 0 else -floor(-shown)

    def judge(self, share: Fraction | None) -> State:
        """Soft targets are never far: they warn."""
        if share is None or self.target is None:
            return State.NO_TARGET
        if share >= 1:
            return State.MET
        firm = self.target.softness == "firm"
        return State.FAR if firm and share < FAR_BELOW else State.SHORT


def most_common(excluded: Iterable[Exclusion]) -> Missing:
    """The reason to name first; no places at all if there is none."""
    reasons = Counter(exclusion.missing for exclusion in excluded)
    return reasons.most_common(1)[0][0] if reasons else Missing(Lack.NO_PLACES)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the place, its towns and its communities. Without a target it is shown as it stands.

    `formula` is a `Missing` where no installed room offers a measure that it uses; then nothing is counted.
    """

    indicator: Indicator
    formula: Formula | Missing
    target: Target | None
    past: bool
    place: Standing
    towns: tuple[Standing, ...] = ()
    communities: tuple[Standing, ...] = ()

    @property
    def key(self) -> str:
        return self.target.key if self.target else self.indicator.code


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way from the province down; `open` if the actor may see its table."""

    code: str
    name: str
    level: str
    open: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`plans` cover the place, `plan` is the one shown. `counted_day`: newest on or before `day`, or None."""

    plan: Plan
    plans: tuple[Plan, ...]
    spot: Spot
    path: tuple[Step, ...]
    day: date
    counted_day: date | None
    computed_at: datetime | None
    communities: tuple[Spot, ...]
    rows: tuple[Row, ...]

    @property
    def targeted(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.target is not None)

    @property
    def past(self) -> bool:
        """Every target date has passed: what is shown is the final result."""
        return all(row.past for row in self.targeted)

    @property
    def deadline(self) -> date:
        return max(target.deadline for target in self.plan.targets)

    def tally(self) -> dict[State, int]:
        """Targets by state."""
        return {state: sum(row.place.state is state for row in self.targeted) for state in State}
