"""Verbs of the files: the only writers. Import from here."""

from linli.registers.people.actions.steps import (
    apply_change,
    carry_out,
    check_change,
    draft_change,
    refuse_change,
    withdraw_change,
)

__all__ = ["apply_change", "carry_out", "check_change", "draft_change", "refuse_change", "withdraw_change"]
