"""The installation row, read once per process when it is a real one, once per request when it is a demo.

Outside of requests (worker, command line) a demo's row is read each time: its clock may be set at any moment.
"""

from datetime import timedelta
from typing import Any

from asgiref.local import Local

from linli.kernel.installation.models import Installation

_real: list[Installation] = []
_request = Local()


def get_installation() -> Installation:
    """The installation; a missing row reads as a real installation that is not set up yet."""
    if _real:
        return _real[0]
    kept: Installation | None = getattr(_request, "installation", None)
    if kept is not None:
        return kept
    found = Installation.objects.filter(id=1).first()
    if found is not None and not found.demo:
        _real.append(found)
    found = found or Installation(demo=False)
    if getattr(_request, "running", False):
        _request.installation = found
    return found


def begin_request(**_: Any) -> None:
    """From here to `end_request` a demo's row is read once: one request has one time."""
    _request.running, _request.installation = True, None


def end_request(**_: Any) -> None:
    _request.running, _request.installation = False, None


def forget(**_: Any) -> None:
    """Read the row again next time (after `linli demo`, and between tests)."""
    _real.clear()
    end_request()


def get_clock_offset() -> timedelta:
    return get_installation().clock_offset
