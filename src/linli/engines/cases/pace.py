"""Whether a case may become late, judged by the unit's own past. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LEAST_CASES: Final = 10
"""With fewer nothing is claimed."""
PAST: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many counted working days `count` finished cases took from reaching a state to the end of the term: half
    of them at most `median`, four of five at most `eightieth`. `county`: told from the whole county's past, as the
    unit's own is too short."""

    count: int
    median: int
    eightieth: int
    county: bool = False


def pace_of(durations: Sequence[int]) -> Pace:
    """The pace that these durations show (nearest rank). Raises ValueError without any."""
    if not durations:
        raise ValueError("no durations, no pace")
    return Pace(len(durations), _rank(durations, 50), _rank(durations, 80))


def is_at_risk(left: int, pace: Pace | None) -> bool | None:
    """Whether fewer working days are left than four of five cases took; None where the past is too short to say."""
    if pace is None or pace.count < LEAST_CASES:
        return None
    return left < pace.eightieth


def _rank(values: Sequence[int], percent: int) -> int:
    return sorted(values)[-(-len(values) * percent // 100) - 1]
