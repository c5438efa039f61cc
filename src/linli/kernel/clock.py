"""The one clock. Doors ask it and pass `now` on; actions and rules never ask it themselves."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from linli.kernel.installation.queries import get_clock_offset

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Current time, aware, UTC; in a demo shifted by the demo clock."""
    return datetime.now(UTC) + get_clock_offset()


def local(moment: datetime) -> datetime:
    """The same moment as wall time in Asia/Shanghai."""
    return moment.astimezone(LOCAL)


def local_day(moment: datetime) -> date:
    """The calendar day in Asia/Shanghai on which `moment` falls."""
    return moment.astimezone(LOCAL).date()


def today() -> date:
    return local_day(now())
