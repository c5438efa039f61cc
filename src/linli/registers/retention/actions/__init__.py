"""Verbs: terms from packs, what is due, holds, and deletion by two."""

from linli.registers.retention.actions.clearing import ask_run, carry_out_run, withdraw_run
from linli.registers.retention.actions.deleting import ask_deletion, delete_person, withdraw_deletion
from linli.registers.retention.actions.finding import Found, find_all, find_due
from linli.registers.retention.actions.holding import lift_hold, place_hold
from linli.registers.retention.actions.terms import replace_terms
from linli.registers.retention.actions.wanting import keep_own, refuse_deletion, want_deletion

__all__ = [
    "Found",
    "ask_deletion",
    "ask_run",
    "carry_out_run",
    "delete_person",
    "find_all",
    "find_due",
    "keep_own",
    "lift_hold",
    "place_hold",
    "refuse_deletion",
    "replace_terms",
    "want_deletion",
    "withdraw_deletion",
    "withdraw_run",
]
