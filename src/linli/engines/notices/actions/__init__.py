"""Telling people: rows only, in the caller's transaction. What leaves the platform, the worker sends."""

from linli.engines.notices.actions.following import (
    find_unreached,
    send_again,
    set_wish,
    settle,
    take_note,
    tell_in_person,
)
from linli.engines.notices.actions.telling import To, notify

__all__ = [
    "To",
    "find_unreached",
    "notify",
    "send_again",
    "set_wish",
    "settle",
    "take_note",
    "tell_in_person",
]
