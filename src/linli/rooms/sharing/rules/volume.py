"""How many persons may be looked up through an agreement, and how often in vain. Pure.

Three bounds count what was found: the term of the agreement, a day, and an hour of one account, so that whoever holds
one account does not empty the day at once. Two count what was not found: who guesses meets them first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

Bound = Literal["term", "day", "hour", "vain_day", "vain_hour"]
LARGEST: Final = 10_000_000
"""Persons that an agreement can state at most."""
_OF_HOUR: Final = 2
"""One account has at most this part of a day's volume in an hour: half."""
_LEAST_HOUR: Final = 100
_VAIN_OF_HOUR: Final = 4
_VAIN_OF_DAY: Final = 20
"""So many look-ups of the day's volume, one in twenty, may find nobody."""
_VAIN: Final = (20, 40)
"""Look-ups in vain of one account that are always borne: in an hour, in a day."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Persons on one day, and in the whole term. A list counts each row, a look-up that finds nobody one."""

    daily: int
    term: int

    @property
    def hourly(self) -> int:
        return min(self.daily, max(_LEAST_HOUR, self.daily // _OF_HOUR))

    @property
    def vain_daily(self) -> int:
        return max(_VAIN[1], self.daily // _VAIN_OF_DAY)

    @property
    def vain_hourly(self) -> int:
        return max(_VAIN[0], self.vain_daily // _VAIN_OF_HOUR)


UNSTATED: Final = Volume(daily=300, term=20_000)
"""Holds for agreements from before volumes were stated."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was read: in the term and today by all, this hour by the account; in vain by the account."""

    term: int = 0
    day: int = 0
    hour: int = 0
    vain_day: int = 0
    vain_hour: int = 0


def reached(volume: Volume, counted: Counted) -> Bound | None:
    """The bound that lets nothing more through, the one that lasts longest first."""
    bounds: tuple[tuple[Bound, int, int], ...] = (
        ("term", counted.term, volume.term),
        ("day", counted.day, volume.daily),
        ("vain_day", counted.vain_day, volume.vain_daily),
        ("hour", counted.hour, volume.hourly),
        ("vain_hour", counted.vain_hour, volume.vain_hourly),
    )
    return next((name for name, count, most in bounds if count >= most), None)


def left(volume: Volume, counted: Counted) -> int:
    """Persons that may be read still."""
    found = (volume.term - counted.term, volume.daily - counted.day, volume.hourly - counted.hour)
    return max(0, min(found))


def tight(volume: Volume, counted: Counted) -> Bound:
    """The bound of `left`: which one a list would pass first."""
    rest: dict[Bound, int] = {
        "term": volume.term - counted.term, "day": volume.daily - counted.day, "hour": volume.hourly - counted.hour,
    }  # fmt: skip
    return min(rest, key=rest.__getitem__)


def again_at(bound: Bound, *, now: datetime, zone: tzinfo, until: date) -> datetime:
    """When something can be read again; for the term its end, after which only a renewal opens anything."""
    local = now.astimezone(zone)
    if bound in ("hour", "vain_hour"):
        return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    day = until if bound == "term" else local.date()
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


_OFTEN: Final = (50, 3)
"""Unusual is a day with fifty persons at least and three times what days of reading had on average."""


def unusual(today: int, before: list[int], *, volume: Volume) -> bool:
    """Whether so many persons in a day are told to the owner; `before` are the days of the last four weeks on which
    something was read. Without any, four fifths of the day's volume are."""
    least, times = _OFTEN
    if today >= volume.daily * 4 // 5:
        return today > 0
    return bool(before) and today >= least and today * len(before) > times * sum(before)
