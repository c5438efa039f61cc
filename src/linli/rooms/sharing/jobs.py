"""What the worker does for sharing."""

from datetime import datetime

from linli.rooms.sharing.actions.making import make_next
from linli.rooms.sharing.actions.watching import tell_due


def make_exports(now: datetime) -> int:
    """Make the files of all exports that were approved; returns how many."""
    made = 0
    while make_next(now=now):
        made += 1
    return made


def watch(now: datetime) -> int:
    """Tell both sides what ends soon, and owners what is read unusually often; returns how many were told."""
    return tell_due(now=now)
