"""Verbs: terms from packs, what is due, holds, and deletion by two."""

from linli.registers.retention.actions.deleting import ask_deletion, delete_person, withdraw_deletion
from linli.registers.retention.actions.finding import find_due
from linli.registers.retention.actions.holding import lift_hold, place_hold
from linli.registers.retention.actions.terms import replace_terms

__all__ = [
    "ask_deletion",
    "delete_person",
    "find_due",
    "lift_hold",
    "place_hold",
    "replace_terms",
    "withdraw_deletion",
]
