"""What a term is counted from, and when it is over. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from linli.registers.people.rules import months_after

AHEAD: Final = timedelta(days=90)
"""So long beforehand the night lists what runs out."""

EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "person-file": ("death", "moved-away"),
    "label": ("ended",),
    "consent": ("replaced",),
    "change": ("closed",),
    "import-file": ("written",),
    "case": ("closed",),
    "audit-log": ("written",),
}
"""Kind of record → the events from which its term may run."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """The term of a file: the event from which it runs, and the first day on which it is over."""

    event: str
    due_on: date


def lapse_of(*, died: date | None, left: date | None, months: Mapping[str, int]) -> Lapse | None:
    """Of a file. Who died is kept by the term of the dead and no other; `left` is the first day on which somebody has
    no home here any more, None for who has one. None where nobody has set the term, or its event has not come."""
    event, day = ("death", died) if died is not None else ("moved-away", left)
    if day is None or event not in months:
        return None
    return Lapse(event, months_after(day, months[event]))
