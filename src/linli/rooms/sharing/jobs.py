"""What the worker does for sharing."""

from datetime import datetime

from linli.rooms.sharing.actions.making import make_next


def make_exports(now: datetime) -> int:
    """Make the files of all exports that were approved; returns how many."""
    made = 0
    while make_next(now=now):
        made += 1
    return made
