"""When a message may leave: quiet hours, and how long to wait after a failure. Pure."""

from datetime import datetime, time, timedelta
from typing import Final

ATTEMPTS: Final = 6
"""After so many the message is parked."""
DAILY: Final = 6
"""Messages that disturb (outside of the platform) which one person gets in a day; urgent ones are not counted out."""
MORNING: Final = time(8)


def is_quiet(moment: datetime, start: time | None, end: time | None) -> bool:
    """Whether the local `moment` lies in the quiet hours [start, end), which may run over midnight."""
    if start is None or end is None or start == end:
        return False
    at = moment.time()
    return start <= at < end if start < end else at >= start or at < end


def quiet_for(moment: datetime, start: time | None, end: time | None) -> timedelta:
    """How long to wait from the local `moment` until quiet hours are over; nothing outside of them."""
    return until_time(moment, end) if end is not None and is_quiet(moment, start, end) else timedelta(0)


def until_time(moment: datetime, at: time) -> timedelta:
    """How long it is until the clock next shows `at`."""
    then = datetime.combine(moment.date(), at, moment.tzinfo)
    return (then if then > moment else then + timedelta(days=1)) - moment


def wait_after(attempts: int) -> timedelta:
    """10, 20, 40, 80, 160 seconds after the first, second … attempt."""
    return timedelta(seconds=5 * 2**attempts)
