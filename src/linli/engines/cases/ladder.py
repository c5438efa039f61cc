"""The ladder (催办) that a case, or a task of it, climbs when it is late or about to be. Pure.

A rung is taken once for each moment at which the case was due: when it is due at another moment, the ladder begins
anew. Nothing is passed over in silence: a rung whose post nobody holds is taken as such, and the next one at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.engines.cases.course import Climbed
from linli.engines.cases.definitions import Rung
from linli.engines.cases.terms import Term, end_of
from linli.registers.calendar.rules import WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Next:
    """The rung to be taken next, with its number from 0, and from when on."""

    number: int
    rung: Rung
    at: datetime


def next_rung(
    rungs: Sequence[Rung],
    climbed: Collection[Climbed],
    due: datetime | None,
    calendar: WorkCalendar,
    *,
    state: str = "",
    task: int = 0,
) -> Next | None:
    """The first rung that was not taken for this due moment (local time), of the case's ladder in this state, or of
    that of the task with this number; None where nothing is due."""
    if due is None:
        return None
    taken = {one.rung for one in climbed if one.due == due and one.task == task}
    ahead = [
        Next(number, rung, moment_of(rung, due, calendar))
        for number, rung in enumerate(rungs)
        if number not in taken and (not rung.states or state in rung.states)
    ]
    return min(ahead, key=lambda one: (one.at, one.number), default=None)


def moment_of(rung: Rung, due: datetime, calendar: WorkCalendar) -> datetime:
    """When the rung is taken: at the beginning of the day so many days before the case is due, or at the end of the
    time after it."""
    if rung.before is not None:
        return datetime.combine(_before(rung.before, due.date(), calendar), time(), due.tzinfo)
    return end_of(rung.after, due, calendar) if rung.after else due


def _before(term: Term, day: date, calendar: WorkCalendar) -> date:
    """The day with so many days, or working days, after it up to the one on which the case is due."""
    if term.days is not None:
        return day - term.days * _DAY
    left = term.number
    while left:
        left -= calendar.is_workday(day)
        day -= _DAY
    return day
