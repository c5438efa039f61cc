"""Verbs of service matters: the only writers of this room."""

from linli.rooms.matters.actions.applying import AlreadyOpen, NoHome, NotOnline, apply, check_form, prefill_of
from linli.rooms.matters.actions.bundles import apply_for_bundle, check_bundle_form
from linli.rooms.matters.actions.handling import find_reopening, handle, reopen, withdraw
from linli.rooms.matters.actions.papers import PapersMissing, supply

__all__ = [
    "AlreadyOpen",
    "NoHome",
    "NotOnline",
    "PapersMissing",
    "apply",
    "apply_for_bundle",
    "check_bundle_form",
    "check_form",
    "find_reopening",
    "handle",
    "prefill_of",
    "reopen",
    "supply",
    "withdraw",
]
