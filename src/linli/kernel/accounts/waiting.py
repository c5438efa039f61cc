"""How long a wrong password makes one wait. Pure."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

FREE: Final = 5
"""So many wrong passwords cost nothing."""
FIRST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)
FORGIVEN: Final = timedelta(days=1)
"""After a day without a wrong password everything is forgotten."""


def wait_of(failures: int) -> timedelta:
    """Nothing for the first ones; then half a minute, twice as long each time, an hour at most."""
    if failures < FREE:
        return timedelta(0)
    return min(FIRST * (1 << min(failures - FREE, 20)), LONGEST)


def waits_until(failures: int, last_at: datetime) -> datetime:
    return last_at + wait_of(failures)


def neighbourhood(address: str) -> str:
    """What counts as one address: an IPv6 customer has 2^64 of them."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
