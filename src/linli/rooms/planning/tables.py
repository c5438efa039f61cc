"""The table of a plan and a place, as page, export and command line show it."""

from dataclasses import dataclass
from datetime import date, datetime

from linli.insight.definitions import Indicator
from linli.insight.rules import Formula, Missing
from linli.rooms.planning.definitions import Plan, Target
from linli.rooms.planning.rules import Spot, Standing, State


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
