"""Pure rules of files: no Django, no clock, no input or output."""

from calendar import isleap, monthrange
from datetime import date

FEWEST = 5
"""Restricted labels are counted from so many upward; fewer could point at somebody."""


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has fewer days."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def countable(count: int) -> int | None:
    """The count of restricted labels as it may be told: None below `FEWEST`."""
    return count if count >= FEWEST else None


def years_before(day: date, years: int) -> date:
    """The day `years` before; of 29 February the last day of that month."""
    return years_after(day, -years)


def years_after(day: date, years: int) -> date:
    """The day `years` later; somebody born on 29 February turns older on 1 March of a common year."""
    year = day.year + years
    if (day.month, day.day) != (2, 29) or isleap(year):
        return day.replace(year=year)
    return date(year, 3, 1) if years > 0 else date(year, 2, 28)
