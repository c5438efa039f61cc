"""Pure rules of files: no Django, no clock, no input or output."""

from calendar import monthrange
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
