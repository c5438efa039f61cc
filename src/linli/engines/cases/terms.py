"""A length of time as a procedure states it: working days, natural days or working hours. Pure.

Working days (工作日) are counted by the calendar of the place; natural days (自然日) one by one, with the last
one moved on to a working day (民法典 203); working hours by the office hours of the place. Of all three the
moment or day of the beginning is not counted (民法典 201).
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from linli.registers.calendar.rules import WorkCalendar

END_OF_DAY: Final = time(23, 59, 59)
_ONE_DAY: Final = timedelta(days=1)
_ONE_OF: Final[list[JsonValue]] = [{"required": [unit]} for unit in ("workdays", "days", "hours")]


class Unit(StrEnum):
    WORKDAYS = "workdays"
    DAYS = "days"
    HOURS = "hours"


class Term(BaseModel):
    """Exactly one of `workdays`, `days` (natural days) and `hours` (working hours)."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"oneOf": _ONE_OF})

    workdays: int | None = Field(default=None, ge=1, le=3650, description="working days (工作日)")
    days: int | None = Field(default=None, ge=1, le=3650, description="natural days (自然日)")
    hours: int | None = Field(default=None, ge=1, le=2000, description="working hours (工作时)")

    @model_validator(mode="after")
    def _one_unit(self) -> "Term":
        if sum(one is not None for one in (self.workdays, self.days, self.hours)) != 1:
            raise ValueError("give exactly one of workdays (工作日), days (自然日), hours (工作时)")
        return self

    @classmethod
    def of(cls, unit: Unit, number: int) -> "Term":
        return cls.model_validate({unit.value: number})

    @property
    def unit(self) -> Unit:
        return Unit.WORKDAYS if self.workdays else Unit.DAYS if self.days else Unit.HOURS

    @property
    def number(self) -> int:
        """How many of its unit."""
        return next(number for number in (self.workdays, self.days, self.hours) if number is not None)

    @property
    def amount(self) -> int:
        """How many days; for hours, how many minutes: what the ledger counts in."""
        return self.number * 60 if self.hours else self.number


def end_of(term: Term, begun: datetime, calendar: WorkCalendar) -> datetime:
    """The last moment of a term that begins at `begun` and is never interrupted; local time in and out."""
    return end_after(term.unit, term.amount, begun, calendar)


def end_after(unit: Unit, amount: int, begun: datetime, calendar: WorkCalendar) -> datetime:
    """As `end_of`, for an amount of days or, with hours, minutes."""
    if unit is Unit.HOURS:
        return calendar.add_minutes(begun, amount)
    if unit is Unit.WORKDAYS:
        day = calendar.add_workdays(begun.date(), amount)
    else:
        day = calendar.roll_forward(begun.date() + amount * _ONE_DAY)
    return datetime.combine(day, END_OF_DAY, begun.tzinfo)


def first_after(term: Term, begun: datetime, calendar: WorkCalendar) -> datetime:
    """The first moment at which the whole term has passed: for days the next midnight."""
    end = end_of(term, begun, calendar)
    if term.unit is Unit.HOURS:
        return end
    return datetime.combine(end.date() + _ONE_DAY, time(), end.tzinfo)


def is_exact(end: datetime) -> bool:
    """Whether this local end of a term is a minute, as with hours, and not the end of a day."""
    return end.timetz().replace(tzinfo=None) != END_OF_DAY


LEAST_HOURS: Final = 4
"""Office hours that every working day has at least; the pack checker sees to it."""


def never_longer(promised: Term, legal: Term, *, pauses: bool) -> bool | None:
    """Whether the promise ends no later than the law says, whenever and wherever it begins; None where the two
    cannot be compared.

    Across units the worst case decides. Natural days run at least as fast as working days. Working hours: a
    working day has at least `LEAST_HOURS`. Working days against natural days: at least every second day is
    worked, but for a fortnight of holidays; not where the clock may pause, as paused working days would stop the
    promise while weekends between them go on counting for the law. Days against hours are not compared.
    """
    return fits(promised.unit, promised.number, legal, pauses=pauses)


def fits(unit: Unit, number: int, legal: Term, *, pauses: bool) -> bool | None:
    """As `never_longer`, for a number that no single term needs to have: a promise with all its extensions."""
    if unit is legal.unit:
        return number <= legal.number
    if legal.unit is Unit.HOURS:
        return None
    if unit is Unit.DAYS:
        return number <= legal.number
    workdays = number if unit is Unit.WORKDAYS else -(-number // LEAST_HOURS)
    if legal.unit is Unit.WORKDAYS:
        return workdays <= legal.number
    return None if pauses else 2 * workdays + 14 <= legal.number
