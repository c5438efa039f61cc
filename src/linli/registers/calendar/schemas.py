"""Rows of a pack's `calendars/*.csv` (`day,kind,name,source` and, for regional days, `region,provisional`) and
`office-hours/*.csv` (`weekdays,hours,source` and, as needed, `region,season,valid_from,valid_to,example`).
"""

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from linli.registers.calendar.hours import HoursRule, Interval, MonthDay


class CalendarRow(BaseModel):
    """One holiday or worked weekend. `region` is empty for the nation, else 2, 4 or 6 digits of division
    code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    region: str = Field(default="", pattern=r"^(\d{2}|\d{4}|\d{6})?$")
    day: date
    kind: Literal["holiday", "make_up"]
    name: str = Field(min_length=1, max_length=64)
    source: str = Field(min_length=1, max_length=200)
    provisional: bool = False

    @field_validator("provisional", mode="before")
    @classmethod
    def _read_blank(cls, value: Any) -> Any:
        return False if value == "" else value

    @property
    def code(self) -> str:
        """`5323-2026-08-06`, or `CN-2026-10-01` for the nation."""
        return f"{self.region or 'CN'}-{self.day.isoformat()}"


class CalendarSheet(BaseModel):
    """One file of days: `code` is its name, such as `holidays`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    rows: list[CalendarRow]


LEAST_MINUTES: Final = 4 * 60
"""Open on every working day at least; comparisons of hours with days rely on it."""

_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_WEEKDAYS = re.compile(r"([1-7])-([1-7])|[1-7](,[1-7])*")
_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
_LEAP_YEAR = 2024

_Blank = BeforeValidator(lambda value: None if value == "" else value)


class OfficeHoursRow(BaseModel):
    """Offices are open at `hours` (`09:00-12:00 14:00-17:30`) on `weekdays` (`1-5`, `1,3`; 1 is Monday), in `season`
    each year (`06-01..09-30`) and between two days. A later row lies over an earlier one of its region.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    region: str = Field(default="", pattern=r"^(\d{2}|\d{4}|\d{6})?$")
    weekdays: str = "1-7"
    hours: str
    season: Annotated[str | None, _Blank] = None
    valid_from: Annotated[date | None, _Blank] = None
    valid_to: Annotated[date | None, _Blank] = None
    source: str = Field(min_length=1, max_length=200)
    example: Annotated[bool, BeforeValidator(lambda value: False if value == "" else value)] = False

    @field_validator("weekdays")
    @classmethod
    def _read_weekdays(cls, value: str) -> str:
        if not _WEEKDAYS.fullmatch(value):
            raise ValueError("write weekdays as 1-5 or 1,3,5; 1 is Monday")
        return value

    @field_validator("hours")
    @classmethod
    def _read_hours(cls, value: str) -> str:
        found = intervals_of(value)
        ends = [0, *(minute for interval in found for minute in interval), 24 * 60]
        if any(before > after for before, after in pairwise(ends)) or any(
            opens == closes for opens, closes in found
        ):
            raise ValueError("opening hours follow one another within one day")
        if sum(closes - opens for opens, closes in found) < LEAST_MINUTES:
            raise ValueError("a working day has at least four office hours")
        return value

    @field_validator("season")
    @classmethod
    def _read_season(cls, value: str | None) -> str | None:
        if value is not None:
            season_of(value)
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self

    def rule(self) -> HoursRule:
        return HoursRule(
            intervals=intervals_of(self.hours), weekdays=_weekdays_of(self.weekdays),
            season=season_of(self.season) if self.season else None,
            first=self.valid_from, last=self.valid_to, source=self.source, example=self.example,
        )  # fmt: skip


class OfficeHoursSheet(BaseModel):
    """One file of office hours: `code` is its name, such as `office-hours`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    rows: list[OfficeHoursRow]


def intervals_of(text: str) -> tuple[Interval, ...]:
    """`09:00-12:00 14:00-17:30` → minutes since midnight. Raises ValueError."""
    found = [_HOURS.fullmatch(part) for part in text.split()]
    if not found or not all(found):
        raise ValueError("write office hours as 09:00-12:00 14:00-17:30")
    return tuple((_minutes(one[1], one[2]), _minutes(one[3], one[4])) for one in found if one)


def season_of(text: str) -> tuple[MonthDay, MonthDay]:
    """`06-01..09-30` → months and days. Raises ValueError."""
    found = _SEASON.fullmatch(text)
    if not found:
        raise ValueError("write a season as 06-01..09-30")
    numbers = [int(number) for number in found.groups()]
    for month, day in (numbers[:2], numbers[2:]):
        date(_LEAP_YEAR, month, day)
    return (numbers[0], numbers[1]), (numbers[2], numbers[3])


def _minutes(hour: str, minute: str) -> int:
    if int(minute) > 59:
        raise ValueError(f"there is no minute {minute}")
    return int(hour) * 60 + int(minute)


def _weekdays_of(text: str) -> frozenset[int]:
    if "-" in text:
        first, last = (int(day) for day in text.split("-"))
        return frozenset(range(first, last + 1))
    return frozenset(int(day) for day in text.split(","))
