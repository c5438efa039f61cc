"""Places on a page where other rooms may put something: «slots», filled when Django's apps are ready.

A page names the slot and what it is about; a room that has something to say there returns HTML. So a case page
offers the rating without knowing the room that rates.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Filler = Callable[[HttpRequest, Any], SafeString]

_SLOTS: dict[str, dict[str, Filler]] = {}


def fill(slot: str, name: str, filler: Filler) -> None:
    """Register `filler` (named, so that it is there once) for `slot`."""
    _SLOTS.setdefault(slot, {})[name] = filler


def render_slot(slot: str, request: HttpRequest, subject: Any) -> SafeString:
    """Everything that rooms put into `slot` about `subject`, in the order of their names."""
    fillers = _SLOTS.get(slot, {})
    return mark_safe("".join(fillers[name](request, subject) for name in sorted(fillers)))  # noqa: S308
