"""Telling people: rows only, in the caller's transaction. What leaves the platform, the worker sends."""

from linli.engines.notices.actions.following import send_again, set_wish, tell_in_person, visit_unreached
from linli.engines.notices.actions.telling import To, notify

__all__ = ["To", "notify", "send_again", "set_wish", "tell_in_person", "visit_unreached"]
