"""What is to be built, and the random streams it is drawn from."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from linli.kernel.clock import local_day

SOURCE = "synthetic: demo"
"""Source of every synthetic figure and class."""

SMALLEST = 10
"""Residents below which there is no place for the cast of the demo."""


@dataclass(frozen=True, slots=True)
class DemoSpec:
    """One demo county: its six-digit code, how many residents, the seed, when «now» is, and how many
    applications its history tells of."""

    county: str
    residents: int
    seed: int
    now: datetime
    cases: int = 0

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def parameters(self) -> str:
        """What a finished stage was built with; another wish for the same county is refused."""
        return f"residents={self.residents} seed={self.seed}"

    @property
    def parameters_of_history(self) -> str:
        """The same for the stage that also depends on the number of applications."""
        return f"{self.parameters} cases={self.cases}"

    def stream(self, *purpose: object) -> Random:
        """Random numbers that depend on the seed and this purpose only, not on what was drawn before."""
        return Random("/".join(map(str, (self.seed, self.county, *purpose))))
